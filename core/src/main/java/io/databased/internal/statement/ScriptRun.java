package io.databased.internal.statement;

import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.UpdateResult;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Failures;
import io.databased.internal.sql.ScriptStatement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a script one after the other, until one fails or nobody waits any more. */
final class ScriptRun {
    private final StatementRunner runner;
    private final List<ScriptStatement> statements;
    private final @Nullable CallSite caller;
    private final OperationFuture<Integer> future;
    private volatile boolean abandoned;
    private volatile @Nullable CompletableFuture<UpdateResult> running;

    ScriptRun(
            StatementRunner runner,
            List<ScriptStatement> statements,
            @Nullable CallSite caller,
            OperationFuture<Integer> future) {
        this.runner = runner;
        this.statements = statements;
        this.caller = caller;
        this.future = future;
    }

    void start() {
        future.whenAbandoned(() -> {
            abandoned = true;
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
                    runner.execute(Sql.sql(statements.get(i).sql()), caller);
            running = statement;
            stop();
            if (!statement.isDone()) {
                statement.whenComplete((result, failure) -> {
                    if (failure == null) {
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
        }
        future.succeed(statements.size());
    }

    private void fail(Throwable failure, int number) {
        Throwable cause = Failures.unwrap(failure);
        future.fail(cause instanceof DatabasedException told ? located(told, statements.get(number)) : cause);
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
