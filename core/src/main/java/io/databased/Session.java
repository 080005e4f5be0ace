package io.databased;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction. The outermost session is a transaction of the database, a child session is a savepoint within its
 * parent, to any depth.
 *
 * <p>The scope form is preferred, because it cannot leak: {@link Database#session(Function)} and {@link
 * #transaction(Function)} commit when the work completes and cancel when it fails. By hand: {@link #open()}, statements,
 * {@link #commit()} or {@link #cancel()}, {@link #close()}.
 *
 * <p><b>Laziness.</b> A session in scope form takes a connection at its first statement; one without statements costs
 * nothing. <b>Order.</b> May be used from any thread; statements run in the order of the calls. <b>Failure.</b> A failed
 * statement makes its session {@linkplain SessionStatus#FAILED failed}: statements behind it are not run, only cancel is
 * left, on every database alike. A failed child leaves its parent healthy. <b>Nesting.</b> While a child is open its
 * parent runs no statement; a second child waits for its turn.
 *
 * <p>An outermost session that becomes unreachable without having ended is rolled back, its connection is reclaimed, and
 * the loss is reported with the line that opened it. Not implemented by users.
 */
public interface Session extends Queryable {
    /**
     * Opens the session by hand: an outermost one takes its connection now, a child waits until it is its parent's only
     * open child. Not for sessions handed to a work function, which are open.
     *
     * @return completes with this session; fails with {@link SessionAlreadyOpenException}, {@link
     *     AcquireTimeoutException}, {@link NotConnectedException}, and on a child with {@link SessionNotOpenException} or
     *     {@link SessionFailedException} when its parent is not open and healthy. Cancelling it before it is completed
     *     cancels the session: the place in the queue is given up, and a connection that has come meanwhile goes back.
     */
    CompletableFuture<Session> open();

    /**
     * Commits and ends the session: an outermost one is durable once this completes, a child's work is handed to its
     * parent. Never cancelled: cancelling the returned future only stops waiting for it.
     *
     * @return completes once the database has committed; fails with {@link SessionNotOpenException}, {@link
     *     ChildSessionOpenException}, {@link StreamOpenException} (nothing changes), {@link SessionFailedException} (only
     *     cancel is left), {@link StatementException} when the database refused and rolled back, {@link
     *     ConnectionLostException} when the connection was lost before COMMIT left (rolled back), {@link
     *     CommitOutcomeUnknownException} when it was lost after, or COMMIT was not answered within the {@linkplain
     *     DatabaseBuilder#commitTimeout commit timeout}
     */
    CompletableFuture<Void> commit();

    /**
     * Undoes everything the session and its children did and ends it. Statements that were not sent never are, one that
     * is running is stopped and fails with kind {@link StatementException.Kind#CANCELLED}. A commit that was asked for before
     * is not stopped: this waits for it, and cancels if it was refused. Idempotent; nothing happens on a session that is not
     * open or has ended.
     *
     * @return completes once the work is undone; never fails on account of a dead connection, which undoes it as well. An
     *     interrupt and a rollback that are not answered end it after three seconds and the close timeout, with the connection.
     *     Cancelling the returned future only stops waiting for it.
     */
    CompletableFuture<Void> cancel();

    /**
     * Ends the session in any case: {@linkplain #cancel() cancels} what was not committed. Idempotent; a session that
     * was never opened stays as it is.
     *
     * @return completes once the connection is given back
     */
    CompletableFuture<Void> close();

    /** Where the session is in its life. */
    SessionStatus status();

    /** The name given by {@link SessionOptions#withName}, or one made from a number. */
    String name();

    /** A child session, to be opened by hand. Nothing happens until then. */
    Session transaction();

    /** {@link #transaction()} with options. */
    Session transaction(SessionOptions options);

    /** {@link #transaction(SessionOptions, Function)} with the defaults. */
    default <T extends @Nullable Object> CompletableFuture<T> transaction(
            Function<? super Session, ? extends CompletionStage<T>> work) {
        return transaction(SessionOptions.defaults(), work);
    }

    /**
     * Runs the work in a child session: commits it when the stage completes, cancels it when the work throws, its stage
     * fails, or it returns null in place of a stage. Waits while another child of this session is open, at most the
     * acquire timeout.
     *
     * @param work called on this thread when the child is open at once, otherwise on the database's executor
     * @return completes with the work's value once the child is committed; fails with the first failure, later ones
     *     suppressed into it. Cancelling it cancels the child.
     */
    <T extends @Nullable Object> CompletableFuture<T> transaction(
            SessionOptions options, Function<? super Session, ? extends CompletionStage<T>> work);

    /**
     * Runs the hook once the outermost session has committed; never if this session, or one around it, is rolled back.
     * Runs on the database's executor, before the commit's future completes; what it throws is logged.
     */
    void afterCommit(Runnable hook);

    /** Runs the hook once this session, or one around it, is rolled back. As {@link #afterCommit} otherwise. */
    void afterRollback(Runnable hook);

    /** The parent, or empty for an outermost session. */
    Optional<Session> parent();

    /**
     * The driver's own connection, once the session has one and its transaction has begun: what is done on it is part of the
     * transaction. For what this API does not offer. It is the session's until the session ends, and must not be used
     * afterwards; it is reset then before others have it, or closed where it cannot be reset.
     *
     * @return completes with the object on the database's executor, once what was asked before is answered; fails with {@link
     *     InvalidQueryException} if the driver has none of that type, else as a statement. Cancelling the returned future
     *     only stops waiting for it.
     */
    <C> CompletableFuture<C> unwrap(Class<C> type);

    /** This session with values in place of futures. */
    BlockingSession blocking();
}
