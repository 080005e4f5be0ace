package io.databased;

import org.jspecify.annotations.Nullable;

/** A {@link Session} with values in place of futures. Not implemented by users. */
public interface BlockingSession extends BlockingQueryable, AutoCloseable {
    /** Work in a session that gives a value. It may throw anything; the session is then cancelled. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Throwable> {
        T run(BlockingSession session) throws X;
    }

    /** As {@link Session#open()}. */
    BlockingSession open();

    /** As {@link Session#commit()}. */
    void commit();

    /** As {@link Session#cancel()}. */
    void cancel();

    /** As {@link Session#close()}. */
    @Override
    void close();

    /** As {@link Session#status()}. */
    SessionStatus status();

    /** As {@link Session#name()}. */
    String name();

    /** As {@link Session#afterCommit}; runs on the thread that commits. */
    void afterCommit(Runnable hook);

    /** As {@link Session#afterRollback}; runs on the thread that cancels. */
    void afterRollback(Runnable hook);

    /** As {@link Session#unwrap}, and waits for it. */
    <C> C unwrap(Class<C> type);

    /** As {@link Session#transaction()}. */
    BlockingSession transaction();

    /** As {@link Session#transaction(SessionOptions)}. */
    BlockingSession transaction(SessionOptions options);

    /**
     * Runs the work in a child session: commits when it returns, cancels when it throws.
     *
     * @throws X what the work throws, as it is
     */
    default <T extends @Nullable Object, X extends Throwable> T transaction(Work<T, X> work) throws X {
        return transaction(SessionOptions.defaults(), work);
    }

    /** As {@link #transaction(Work)}, with options. */
    <T extends @Nullable Object, X extends Throwable> T transaction(SessionOptions options, Work<T, X> work) throws X;

    /** The session that this is a view of. */
    Session async();
}
