package io.databased.benchmarks.peers;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.Sql;
import io.databased.UpdateResult;
import io.databased.benchmarks.Movie;
import io.databased.benchmarks.peers.Operation.Asynchronous;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Ours. */
final class DatabasedSide implements Side {
    private static final String BY_KEY = Movies.byKey("?");
    private static final String FIRST = Movies.first("?");
    private static final String UPDATE = Movies.update("?");

    /** A new JVM on a busy machine needs longer than users would wait. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(30);

    private final Database database;

    private DatabasedSide(Database database) {
        this.database = database;
    }

    /** As its users get it. */
    static Side defaults(DatabaseUrl url, int connections) {
        return connected(builder(url, connections));
    }

    /** On the driver's threads, and without what only errors need. */
    static Side direct(DatabaseUrl url, int connections) {
        return connected(
                builder(url, connections).completionExecutor(Runnable::run).withoutCallerLines());
    }

    private static DatabaseBuilder builder(DatabaseUrl url, int connections) {
        return Database.builder(url)
                .pool(PoolOptions.builder()
                        .maxSize(connections)
                        .loginTimeout(LOGIN_TIMEOUT)
                        .build());
    }

    private static Side connected(DatabaseBuilder builder) {
        return new DatabasedSide(builder.build().connect().join());
    }

    @Override
    public Operation select() {
        return (Asynchronous) answer -> database.fetchOne(byKey())
                .whenComplete((movie, failure) -> answer.accept(failure == null ? movie.orElseThrow() : null, failure));
    }

    private static Query<Movie> byKey() {
        return Sql.sql(BY_KEY, List.of(Movies.key())).mapTo(Movie.class);
    }

    @Override
    public Operation fetch(int rows) {
        return (Asynchronous) answer -> database.fetchAll(
                        Sql.sql(FIRST, List.of((long) rows)).mapTo(Movie.class))
                .whenComplete(answer::accept);
    }

    @Override
    public Operation session(int nested) {
        return (Asynchronous) answer -> {
            long key = Movies.key();
            database.session(session -> updates(session, key, nested)).whenComplete(answer(answer));
        };
    }

    private static CompletableFuture<UpdateResult> updates(Session session, long key, int nested) {
        CompletableFuture<UpdateResult> last = update(session, key);
        for (int child = 1; child <= nested; child++) {
            long next = key + child;
            last = last.thenCompose(before -> session.transaction(transaction -> update(transaction, next)));
        }
        return last;
    }

    @Override
    public Operation nesting(int depth) {
        return (Asynchronous) answer -> {
            long key = Movies.key();
            database.session(session -> levels(session, key, depth)).whenComplete(answer(answer));
        };
    }

    private static CompletableFuture<UpdateResult> levels(Session session, long key, int below) {
        CompletableFuture<UpdateResult> own = update(session, key);
        return below == 0
                ? own
                : own.thenCompose(before -> session.transaction(child -> levels(child, key + 1, below - 1)));
    }

    private static CompletableFuture<UpdateResult> update(Queryable session, long key) {
        return session.execute(UPDATE, List.of(key));
    }

    private static BiConsumer<UpdateResult, Throwable> answer(Operation.Answer answer) {
        return (updated, failure) -> answer.accept(failure == null ? (int) updated.affectedRows() : null, failure);
    }

    @Override
    public void close() {
        database.close();
    }
}
