package io.databased.internal.statement;

import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.UpdateResult;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Observed;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Failures;
import io.databased.internal.sql.ScriptStatement;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a script one after the other, until one fails or nobody waits any more. */
final class ScriptRun {
    /** What was there when it was asked for: its caller's line, and those who observe it. */
    record Asked(@Nullable CallSite caller, Observed observed) {}

    private final StatementRunner runner;
    private final List<ScriptStatement> statements;
    private final Asked asked;
    private final OperationFuture<Integer> future;
    private final AtomicLong rows = new AtomicLong();
    private volatile boolean abandoned;

    private volatile @Nullable CompletableFuture<UpdateResult> running;

    ScriptRun(StatementRunner runner, List<ScriptStatement> statements, Asked asked, OperationFuture<Integer> future) {
        this.runner = runner;
        this.statements = statements;
        this.asked = asked;
        this.future = future;
    }

    void start() {
        future.whenAbandoned(() -> {
            abandoned = true;
            asked.observed().failed(new CancellationException("a script was given up by its caller"));
            stop();
        });
        from(0);
    }

    /** Either this sees what runs, or what begins to run sees that it is given up. */
    private void stop() {
        CompletableFuture<UpdateResult> statement = running;
        if (abandoned && statement != null) {
            statement.cancel(true);
        }
    }

    /** A statement that is done at once is no reason to go deeper. */
    private void from(int first) {
        for (int i = first; i < statements.size(); i++) {
            if (abandoned) {
                return;
            }
            int number = i;
            CompletableFuture<UpdateResult> statement =
                    runner.execute(Sql.sql(statements.get(i).sql()), asked);
            running = statement;
            stop();
            if (!statement.isDone()) {
                statement.whenComplete((result, failure) -> {
                    if (failure == null) {
                        rows.addAndGet(result.affectedRows());
                        from(number + 1);
                    } else {
                        fail(failure, number);
                    }
                });
                return;
            }
            if (statement.isCompletedExceptionally()) {
                statement.whenComplete((result, failure) -> fail(failure, number));
                return;
            }
            rows.addAndGet(statement.join().affectedRows());
        }
        asked.observed().answered(rows.get());
        future.succeed(statements.size());
    }

    private void fail(Throwable failure, int number) {
        Throwable cause = Failures.unwrap(failure);
        Throwable why = cause instanceof DatabasedException told ? located(told, statements.get(number)) : cause;
        asked.observed().failed(why);
        future.fail(why);
    }

    /** With the line of the script, where the failure is one of the statement. */
    static DatabasedException located(DatabasedException failure, ScriptStatement statement) {
        String message = "Line " + statement.line() + " of the script: " + failure.getMessage();
        DatabasedException located = failure;
        if (failure instanceof StatementException refused) {
            located = new StatementException(
                            message,
                            refused.kind(),
                            refused.sqlState().orElse(null),
                            refused.vendorCode().isPresent()
                                    ? (Integer) refused.vendorCode().getAsInt()
                                    : null,
                            statement.sql(),
                            refused.getCause())
                    .withDatabaseMessage(refused.databaseMessage().orElse(null));
        } else if (failure instanceof InvalidQueryException invalid) {
            located = new InvalidQueryException(message, statement.sql(), invalid.getCause());
        }
        located.setStackTrace(failure.getStackTrace());
        return located;
    }
}
