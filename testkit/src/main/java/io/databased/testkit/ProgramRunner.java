package io.databased.testkit;

import io.databased.Database;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.Sql;
import io.databased.testkit.Program.Child;
import io.databased.testkit.Program.Delete;
import io.databased.testkit.Program.Ending;
import io.databased.testkit.Program.Insert;
import io.databased.testkit.Program.Op;
import io.databased.testkit.Program.Read;
import io.databased.testkit.Program.Update;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Runs a program's outermost session on a database. */
final class ProgramRunner {
    private final Database database;
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Runnable> cancelRoot = new CompletableFuture<>();
    private volatile boolean cancelled;

    private ProgramRunner(Database database) {
        this.database = database;
    }

    /** What the program's reads saw, and whether it came to its end without a failure. */
    record Outcome(List<String> reads, boolean succeeded) {}

    static Outcome run(Program program, Database database) {
        return new ProgramRunner(database).run(program);
    }

    static Map<String, Integer> table(Queryable on) {
        Map<String, Integer> table = new TreeMap<>();
        Futures.await(on.fetchAll(ModelBackend.SELECT_ALL))
                .forEach(row -> table.put(row.getString("k"), row.getInt("v")));
        return table;
    }

    private Outcome run(Program program) {
        CompletableFuture<Session> ended = new CompletableFuture<>();
        CompletableFuture<?> work;
        if (program.ending().byHand()) {
            Session session = database.session();
            ended.complete(session);
            work = byHand(session, program);
            cancelRoot.complete(session::cancel);
        } else {
            // The gate keeps the work from running before there is a future to cancel.
            work = database.session(session -> {
                ended.complete(session);
                return cancelRoot
                        .thenCompose(ready -> steps(session, program.ops(), 0))
                        .thenCompose(done -> end(program.ending()));
            });
            cancelRoot.complete(() -> work.cancel(true));
        }
        boolean succeeded = Futures.await(work.handle((value, failure) -> failure == null));
        Futures.await(Futures.await(ended).close());
        return new Outcome(reads, succeeded && !cancelled);
    }

    private CompletionStage<?> session(Session parent, Program program) {
        return program.ending().byHand()
                ? byHand(parent.transaction(), program)
                : parent.transaction(
                        child -> steps(child, program.ops(), 0).thenCompose(done -> end(program.ending())));
    }

    private CompletableFuture<?> byHand(Session session, Program program) {
        return session.open()
                .thenCompose(open -> cancelRoot)
                .thenCompose(ready -> steps(session, program.ops(), 0))
                .thenCompose(done -> program.ending() == Ending.COMMIT_BY_HAND ? session.commit() : session.cancel())
                .handle((value, failure) -> failure == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : session.close().<Void>thenCompose(closed -> CompletableFuture.failedFuture(failure)))
                .thenCompose(Function.identity());
    }

    private static CompletableFuture<Integer> end(Ending ending) {
        return ending == Ending.THROW
                ? CompletableFuture.failedFuture(new IllegalStateException("thrown by the program"))
                : CompletableFuture.completedFuture(1);
    }

    private CompletableFuture<?> steps(Session session, List<Op> ops, int from) {
        return from == ops.size()
                ? CompletableFuture.completedFuture(null)
                : step(session, ops.get(from))
                        .thenCompose(done -> steps(session, ops, from + 1))
                        .toCompletableFuture();
    }

    private CompletionStage<?> step(Session session, Op op) {
        if (op instanceof Insert insert) {
            return session.execute(ModelBackend.INSERT, List.of(insert.key(), insert.value()));
        } else if (op instanceof Update update) {
            return session.execute(ModelBackend.UPDATE, List.of(update.value(), update.key()));
        } else if (op instanceof Delete delete) {
            return session.execute(ModelBackend.DELETE, List.of(delete.key()));
        } else if (op instanceof Read read) {
            return session.fetchOne(
                            Sql.sql(ModelBackend.SELECT).values(read.key()).value(Integer.class))
                    .thenAccept(value -> reads.add(read.key() + "=" + value.orElse(null)));
        } else if (op instanceof Child child) {
            CompletionStage<?> nested = session(session, child.program());
            return child.caught() ? nested.handle((value, failure) -> 1) : nested;
        }
        cancelled = true;
        cancelRoot.join().run();
        // The session is cancelled: nothing that follows is run.
        return session.execute(ModelBackend.DELETE, List.of("never"));
    }
}
