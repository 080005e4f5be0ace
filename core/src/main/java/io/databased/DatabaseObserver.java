package io.databased;

import io.databased.PoolStats.Retirement;
import io.databased.PoolStats.Role;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches a database, for traces, metrics and logs. It is asked on the thread of the caller, before anything is sent, so it
 * finds the caller's context there; the {@link Observation} that it gives is told how it went.
 *
 * <pre>{@code
 * Database.builder(url).observer(new DatabaseObserver() {
 *     @Override
 *     public Observation statement(StatementInfo statement) {
 *         Timer timer = Timer.start(statement.summary());
 *         return new Observation() {
 *             @Override
 *             public void ended(End end) {
 *                 timer.stop(end);
 *             }
 *         };
 *     }
 * })
 * }</pre>
 *
 * <p>Methods are called by whatever thread brings the news, a driver's too: they must be quick, must not block, and must not use
 * the database. Never under a lock. What one throws is logged once and changes nothing. Values and passwords are never told, but
 * failures may quote values in their {@link StatementException#databaseMessage()}.
 */
public interface DatabaseObserver {
    /**
     * A statement is asked for; it is not sent yet. A stream is one statement, and so is a batch, and a script. Transaction control
     * is told as the session's.
     *
     * @return what is told of it; null if it is not to be observed
     */
    default @Nullable Observation statement(StatementInfo statement) {
        return null;
    }

    /**
     * A session is opened. Those that the library opens for itself, for a stream on the database or under force-rollback, are not
     * told.
     *
     * @return what is told of it; null if it is not to be observed
     */
    default @Nullable Observation session(SessionInfo session) {
        return null;
    }

    /**
     * Something happened in a pool. Called by the thread on which it happened, which holds no lock: of two events that follow each
     * other closely the second may be told first.
     */
    default void pool(PoolEvent event) {}

    /**
     * Told how a statement or a session went: one call at a time, in the order of the methods here, {@link #ended} once and last.
     * Whoever waits for the statement or the session hears of the end afterwards, unless another thread has just begun to tell
     * something.
     */
    interface Observation {
        /**
         * It has a connection. Told of one-shots, and of an outermost session and the statement that its connection is for; again
         * for each connection if a one-shot had to be repeated, or for each statement of a script.
         *
         * @param waited since the connection was asked for
         */
        default void waited(Duration waited) {}

        /**
         * Something of it is being sent now: the statement, or the end of the session; again if it has to be repeated, and for
         * each statement of a script.
         */
        default void sent(Flight flight) {}

        /**
         * The statement is answered.
         *
         * @param rows those that it returned or affected, whichever is more
         */
        default void answered(long rows) {}

        /**
         * It failed, or was given up. A session: why it could only be rolled back.
         *
         * @param failure what its caller is told; {@link java.util.concurrent.CancellationException} if the caller gave it up
         * @param kind the portable class of the failure
         */
        default void failed(Throwable failure, Kind kind) {}

        /** It is over. */
        default void ended(End end) {}

        /**
         * The session is over, and its work runs again in another one, by its {@link RetryPolicy}. Called by a thread of the
         * library's as a rule, so what the caller's context is has to be kept here.
         *
         * @return what is told of the next one; null to be asked by {@link DatabaseObserver#session}
         */
        default @Nullable Observation again(SessionInfo next) {
            return null;
        }
    }

    /** How it ended. */
    enum End {
        /** The statement was answered. */
        ANSWERED,
        /** The session was committed; a child session: handed to its parent. */
        COMMITTED,
        /** The session was rolled back as its user wanted. */
        ROLLED_BACK,
        /** The statement failed; the session was rolled back because something failed, or its outcome is unknown. */
        FAILED
    }

    /**
     * A statement.
     *
     * @param database where
     * @param sql as its user wrote it, with parameters and literals; of a script all of it
     * @param operation its main keyword in upper case, such as {@code SELECT}, also behind {@code WITH}
     * @param table the first table that it names, as it is written there
     * @param batchSize sets of values of {@code executeMany}, statements of a script, else 1
     * @param session in which it runs; none of a one-shot
     */
    record StatementInfo(
            DatabaseInfo database,
            String sql,
            Optional<String> operation,
            Optional<String> table,
            int batchSize,
            Optional<SessionInfo> session) {
        /** A short name with few different values: {@code SELECT films}, {@code SELECT}, or {@code SQL} if nothing is known. */
        public String summary() {
            return operation
                    .map(verb -> table.map(name -> verb + " " + name).orElse(verb))
                    .orElse("SQL");
        }
    }

    /**
     * A session.
     *
     * @param database where
     * @param id another for each session of this JVM
     * @param name its own, or the one that it was given
     * @param parent of a child session
     * @param attempt 1, or more if the {@link RetryPolicy} runs the work again
     * @param options its own
     */
    record SessionInfo(
            DatabaseInfo database,
            long id,
            String name,
            Optional<SessionInfo> parent,
            int attempt,
            SessionOptions options) {}

    /**
     * A database.
     *
     * @param product the name of its {@link Dialect}
     * @param url as it was built with; its {@code toString()} has no password
     */
    record DatabaseInfo(String product, DatabaseUrl url) {}

    /**
     * What is sent in one go.
     *
     * @param to where
     * @param sql its statements as they are sent, in order, transaction control included: the BEGIN of a session goes with its
     *     first statement
     */
    record Flight(Server to, List<String> sql) {}

    /**
     * Where something is sent.
     *
     * @param address if the backend knows it; a directory for a Unix socket
     * @param role of the connection
     */
    record Server(Optional<DatabaseUrl.Host> address, Role role) {}

    /**
     * A pool.
     *
     * @param url of its database; {@code toString()} has no password
     * @param role of its connections
     */
    record Pool(DatabaseUrl url, Role role) {}

    /** What happens in a pool. More kinds may come. */
    sealed interface PoolEvent {
        /** Where it happened. */
        Pool pool();

        /**
         * A connection was opened.
         *
         * @param took from the attempt on
         */
        record Created(Pool pool, Duration took) implements PoolEvent {}

        /** A connection left the pool. */
        record Closed(Pool pool, Retirement because) implements PoolEvent {}

        /**
         * A session, or a one-shot, was given a connection.
         *
         * @param after it was asked for
         */
        record Acquired(Pool pool, Duration after) implements PoolEvent {}

        /**
         * It was given back.
         *
         * @param after it was given
         */
        record Released(Pool pool, Duration after) implements PoolEvent {}

        /**
         * Who waited for a connection was refused.
         *
         * @param after the waiting; zero if too many waited already
         */
        record TimedOut(Pool pool, Duration after) implements PoolEvent {}

        /**
         * An attempt to open a connection failed.
         *
         * @param failures in a row, this one among them
         */
        record ConnectFailed(Pool pool, Throwable failure, int failures) implements PoolEvent {}

        /**
         * An attempt succeeded after others had failed.
         *
         * @param failures how many
         * @param after the first of them
         */
        record ConnectSucceeded(Pool pool, int failures, Duration after) implements PoolEvent {}

        /**
         * A session was never ended and became unreachable; it is rolled back.
         *
         * @param openedAt the line of its user
         */
        record SessionLost(Pool pool, String session, String openedAt) implements PoolEvent {}

        /**
         * A session holds its connection for longer than the leak threshold.
         *
         * @param session its name and its line
         */
        record SessionHeldLong(Pool pool, String session, Duration held) implements PoolEvent {}
    }
}
