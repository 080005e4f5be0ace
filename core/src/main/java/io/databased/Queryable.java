package io.databased;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statements that a {@link Database} and a {@link Session} both run. On a session they are part of its transaction;
 * straight on the database each is a transaction of its own ("one-shot").
 *
 * <p><b>Futures.</b> Each is completed on the database's {@linkplain DatabaseBuilder#completionExecutor executor}, with the
 * value or with a {@link DatabasedException}, unwrapped; a callback may block there. By default that is the thread that has the
 * answer, an event loop (PostgreSQL, MySQL and MariaDB without JDBC) or the connection's own (SQLite, JDBC), which another
 * thread replaces if a callback keeps it; where such a thread has no time for callbacks, or is virtual, it is one of the
 * library's. A query that cannot be right is refused with an {@link InvalidQueryException} before anything
 * is sent.
 *
 * <p><b>Waiting.</b> For a connection, and for a turn where sessions take turns: at most {@link
 * PoolOptions#acquireTimeout()}. For an answer: at most the {@linkplain DatabaseBuilder#statementTimeout statement timeout},
 * or that of the {@linkplain Query#within query}, if there is one; the database is told to stop then, and a connection that
 * does not answer to that within three seconds is given up.
 *
 * <p><b>Cancelling</b> the returned future (also by {@code orTimeout}, {@code complete} or {@code completeExceptionally})
 * before the statement is sent means it never is; while it runs the future completes at once and the database is told to
 * stop, which fails the session that the statement is part of. The statement is given up before anybody who waits for the
 * future hears of it. Futures derived from it ({@code thenApply}, …) do not pass a cancel on.
 *
 * <p>Safe for use by several threads. Not implemented by users.
 */
public interface Queryable {
    /**
     * Runs the query and gives all rows.
     *
     * @return completes with the rows in order; empty for a statement without rows. Fails with {@link
     *     StatementException}, {@link ConnectionLostException}, {@link AcquireTimeoutException}, {@link
     *     MappingException}, {@link NotConnectedException}; on a session also with {@link SessionNotOpenException},
     *     {@link ChildSessionOpenException}, {@link StreamOpenException}, {@link SessionFailedException}
     */
    <T extends @Nullable Object> CompletableFuture<List<T>> fetchAll(Query<T> query);

    /**
     * Runs the query and gives the first row; further rows are ignored.
     *
     * @return completes with the row, or empty when there is none (or its mapper made null of it); fails as {@link
     *     #fetchAll(Query)}
     */
    <T> CompletableFuture<Optional<T>> fetchOne(Query<? extends @Nullable T> query);

    /**
     * Runs a query that must give exactly one row.
     *
     * @return completes with the row (null if its mapper made null of it); fails as {@link #fetchAll(Query)}, and with
     *     {@link MappingException} when there is no row or more than one. What the statement has done stays done: in a
     *     session, let the session fail to undo it
     */
    <T extends @Nullable Object> CompletableFuture<T> fetchExactlyOne(Query<T> query);

    /**
     * Runs the query for its effect. Rows that it returns are discarded.
     *
     * @return completes with the number of affected rows and the generated key; fails as {@link #fetchAll(Query)}
     */
    CompletableFuture<UpdateResult> execute(Query<?> query);

    /**
     * Runs the statements of a script, such as a schema, one after the other. They are separated by semicolons and take no
     * values. On a database each is a transaction of its own; in a session all belong to its transaction. Cancelling the
     * future stops the one that runs, and no other is begun.
     *
     * @return completes with the number of statements, 0 if there are none; fails as {@link #fetchAll(Query)} when one
     *     does, and those behind it are not run. A refusal, by the database or before it is sent, tells the line where the
     *     statement begins; the loss of a connection or the want of one tells the statement alone
     */
    CompletableFuture<Integer> executeScript(String script);

    /**
     * Runs one SQL statement once for each set of values, in order: all of them, or none when one fails.
     *
     * @param sql with {@code ?} markers, where each set is a {@link List}, or {@code :name} markers, where each is a
     *     {@link Map}, a record or a bean, see {@link Sql#bind(Object)}
     * @param values may be empty; then nothing is sent
     * @return completes with the affected rows in all; fails as {@link #fetchAll(Query)}, and says which set of values
     *     was refused, unless the JDBC driver keeps that to itself
     */
    CompletableFuture<Long> executeMany(String sql, List<?> values);

    /** {@link #executeMany(String, List)} of a batch that was made by something else, such as jOOQ. */
    default CompletableFuture<Long> executeMany(Batch batch) {
        return executeMany(batch.sql(), batch.values());
    }

    /**
     * Runs the query when the publisher is subscribed to, and gives its rows as they are asked for: no more than a
     * window of them is held in memory. One subscriber. {@code onNext} is called on the database's executor, one call
     * at a time. Cancelling the subscription, a failing subscriber, and the end of the rows each free the cursor and
     * the connection. On a session, other statements are refused while the stream is open: until its subscriber is told of the
     * end, or has cancelled. What refuses or ends the stream later comes by {@code onError}.
     *
     * @throws NotConnectedException at once, straight on a database that is not connected
     */
    <T> Flow.Publisher<T> stream(Query<? extends @Nullable T> query);

    /**
     * Runs the query and hands each row to the consumer as it comes, one call at a time, on the database's executor.
     *
     * @return completes with the number of rows once all are consumed; fails as {@link #fetchAll(Query)}, or with what
     *     the consumer throws, after which no further row is read. Cancelling it cancels the stream.
     */
    <T> CompletableFuture<Long> forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer);

    /** {@link #fetchAll(Query)} of SQL without markers. */
    default CompletableFuture<List<Row>> fetchAll(String sql) {
        return fetchAll(Sql.sql(sql));
    }

    /** {@link #fetchAll(Query)} of SQL with {@code :name} markers. */
    default CompletableFuture<List<Row>> fetchAll(String sql, Map<String, ?> values) {
        return fetchAll(Sql.sql(sql, values));
    }

    /** {@link #fetchAll(Query)} of SQL with {@code ?} markers. */
    default CompletableFuture<List<Row>> fetchAll(String sql, List<?> values) {
        return fetchAll(Sql.sql(sql, values));
    }

    /** {@link #fetchOne(Query)} of SQL without markers. */
    default CompletableFuture<Optional<Row>> fetchOne(String sql) {
        return fetchOne(Sql.sql(sql));
    }

    /** {@link #fetchOne(Query)} of SQL with {@code :name} markers. */
    default CompletableFuture<Optional<Row>> fetchOne(String sql, Map<String, ?> values) {
        return fetchOne(Sql.sql(sql, values));
    }

    /** {@link #fetchOne(Query)} of SQL with {@code ?} markers. */
    default CompletableFuture<Optional<Row>> fetchOne(String sql, List<?> values) {
        return fetchOne(Sql.sql(sql, values));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL without markers. */
    default CompletableFuture<Row> fetchExactlyOne(String sql) {
        return fetchExactlyOne(Sql.sql(sql));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL with {@code :name} markers. */
    default CompletableFuture<Row> fetchExactlyOne(String sql, Map<String, ?> values) {
        return fetchExactlyOne(Sql.sql(sql, values));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL with {@code ?} markers. */
    default CompletableFuture<Row> fetchExactlyOne(String sql, List<?> values) {
        return fetchExactlyOne(Sql.sql(sql, values));
    }

    /** {@link #execute(Query)} of SQL without markers. */
    default CompletableFuture<UpdateResult> execute(String sql) {
        return execute(Sql.sql(sql));
    }

    /** {@link #execute(Query)} of SQL with {@code :name} markers. */
    default CompletableFuture<UpdateResult> execute(String sql, Map<String, ?> values) {
        return execute(Sql.sql(sql, values));
    }

    /** {@link #execute(Query)} of SQL with {@code ?} markers. */
    default CompletableFuture<UpdateResult> execute(String sql, List<?> values) {
        return execute(Sql.sql(sql, values));
    }
}
