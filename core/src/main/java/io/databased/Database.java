package io.databased;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database: a URL, a pool of connections, and {@link Session}s. Made once, used by all threads, closed at the end.
 *
 * <pre>{@code
 * try (Database database = Database.of("sqlite:///movies.sqlite")) {
 *     database.connect().join();
 *     database.session(session -> session.execute("DELETE FROM movies WHERE year < :year", Map.of("year", 1900)))
 *             .join();
 * }
 * }</pre>
 *
 * <p>Statements straight on the database are one-shots: each a transaction of its own, sharing connections that no session
 * holds. Not implemented by users.
 */
public interface Database extends Queryable, AutoCloseable {
    /**
     * A database with default settings. Does no I/O.
     *
     * @throws InvalidUrlException if the URL cannot be understood, or no backend on the class path serves its scheme
     */
    static Database of(String url) {
        return builder(url).build();
    }

    /**
     * A builder for settings beyond the defaults. Does no I/O.
     *
     * @throws InvalidUrlException if the URL cannot be understood
     */
    static DatabaseBuilder builder(String url) {
        return builder(DatabaseUrl.parse(url));
    }

    /** A builder for settings beyond the defaults. Does no I/O. */
    static DatabaseBuilder builder(DatabaseUrl url) {
        return DatabaseBuilder.of(url);
    }

    /**
     * Connects: proves one connection, so that a wrong password fails here, and starts the pool. May be called again
     * after {@link #disconnect()}; sessions from before stay dead.
     *
     * @return completes with this database on its executor, within the {@linkplain PoolOptions#loginTimeout() login timeout};
     *     fails with {@link AlreadyConnectedException}, {@link ConnectionFailedException}, {@link NotConnectedException} if it
     *     is disconnected meanwhile, and in force-rollback, which takes a connection at once and begins a transaction, with
     *     {@link AcquireTimeoutException} or {@link SavepointsUnsupportedException}. Cancelling it has no effect on connecting.
     */
    CompletableFuture<Database> connect();

    /**
     * Disconnects in phases, in bounded time: no new sessions; waiters fail at once; open sessions get a {@linkplain
     * PoolOptions grace} to finish, then are cancelled; connections are closed. Called again while it is under way it
     * returns the same future.
     *
     * @return completes once every connection is closed or abandoned; fails with {@link NotConnectedException} when the
     *     database is not connected, and in force-rollback when something escaped the rollback. Cancelling it only ends
     *     the waiting, for all who hold it.
     */
    CompletableFuture<Void> disconnect();

    /**
     * Disconnects if connected or connecting, waits for it, and throws what {@link #disconnect()} fails with. Idempotent.
     *
     * @throws IllegalStateException on a thread that must not block; the disconnect is under way then
     */
    @Override
    void close();

    /** Whether {@link #connect()} has succeeded, and {@link #disconnect()} was not called since. */
    boolean isConnected();

    /** The URL that it was built with. */
    DatabaseUrl url();

    /** Which SQL it speaks. Some backends learn that from the first connection. */
    Dialect dialect();

    /**
     * A session, to be opened by hand.
     *
     * @throws NotConnectedException at once
     */
    Session session();

    /**
     * {@link #session()} with options.
     *
     * @throws IllegalArgumentException if they ask for a retry, which needs work to run again
     */
    Session session(SessionOptions options);

    /** {@link #session(SessionOptions, Function)} with the defaults. */
    default <T extends @Nullable Object> CompletableFuture<T> session(
            Function<? super Session, ? extends CompletionStage<T>> work) {
        return session(SessionOptions.defaults(), work);
    }

    /**
     * Runs the work in a session: commits when the stage completes, cancels when the work throws, its stage fails, or it
     * returns null in place of a stage.
     *
     * @param work called on this thread; again, on the database's executor, when the {@linkplain SessionOptions#withRetry
     *     retry policy} says so
     * @return completes with the work's value once the session is committed; fails with the first failure, later ones
     *     suppressed into it, and with what {@link Session#commit()} fails with. Cancelling it cancels the session,
     *     unless COMMIT has left.
     * @throws NotConnectedException at once
     */
    <T extends @Nullable Object> CompletableFuture<T> session(
            SessionOptions options, Function<? super Session, ? extends CompletionStage<T>> work);

    /**
     * The pool's numbers now, over all connections.
     *
     * @throws NotConnectedException if the database is not connected
     */
    PoolStats stats();

    /**
     * The numbers of the connections of one role; empty if the database has none of it, as replicas.
     *
     * @throws NotConnectedException if the database is not connected
     */
    Optional<PoolStats> stats(PoolStats.Role role);

    /**
     * Changes how many connections the pool keeps and may have, as {@link PoolOptions.Builder#minSize} and {@link
     * PoolOptions.Builder#maxSize} do, until the next disconnect. A larger pool opens connections for callers that wait. What is
     * too much in a smaller one is closed when nobody uses it. Returns at once. SQLite has one connection that writes
     * whatever the size; the size is that of its readers. Replicas have a pool of the same size as the primary.
     *
     * @throws IllegalArgumentException unless 0 ≤ minSize ≤ maxSize and 1 ≤ maxSize; nothing is changed then
     * @throws NotConnectedException if the database is not connected
     */
    void resizePool(int minSize, int maxSize);

    /**
     * Replaces the connections that are open now: those that are idle are closed at once, those in use when they come back. For
     * after a failover, or when a password or a default of the server has changed. Returns at once. The connection of
     * force-rollback stays until the disconnect.
     *
     * @throws IllegalStateException if the connections hold the data, as those to a SQLite database in memory do; nothing is
     *     closed then
     * @throws NotConnectedException if the database is not connected
     */
    void evictConnections();

    /** This database with values in place of futures, for virtual threads and plain threads alike. */
    BlockingDatabase blocking();
}
