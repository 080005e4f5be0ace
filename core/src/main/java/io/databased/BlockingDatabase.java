package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Database} with values in place of futures, for virtual threads and plain threads alike. Answers skip the hop
 * over the database's executor. {@link #connect}, {@link #disconnect} and {@link #close} wait to the end in any case, and keep an
 * interrupt for later; the others are as {@link BlockingQueryable} says. Not implemented by users.
 */
public interface BlockingDatabase extends BlockingQueryable, AutoCloseable {
    /** As {@link Database#connect()}. */
    BlockingDatabase connect();

    /** As {@link Database#disconnect()}. */
    void disconnect();

    /** As {@link Database#close()}: disconnects if need be, and waits for it. Idempotent. */
    @Override
    void close();

    /** As {@link Database#isConnected()}. */
    boolean isConnected();

    /** As {@link Database#url()}. */
    DatabaseUrl url();

    /** As {@link Database#dialect()}. */
    Dialect dialect();

    /** As {@link Database#stats()}. */
    PoolStats stats();

    /** As {@link Database#resizePool}. */
    void resizePool(int minSize, int maxSize);

    /** As {@link Database#evictConnections()}. */
    void evictConnections();

    /** As {@link Database#session()}. */
    BlockingSession session();

    /** As {@link Database#session(SessionOptions)}. */
    BlockingSession session(SessionOptions options);

    /**
     * Runs the work in a session on this thread: commits when it returns, cancels when it throws.
     *
     * @throws X what the work throws, as it is
     */
    default <T extends @Nullable Object, X extends Throwable> T session(BlockingSession.Work<T, X> work) throws X {
        return session(SessionOptions.defaults(), work);
    }

    /** As {@link #session(BlockingSession.Work)}, with options; the retry policy runs the work again. */
    <T extends @Nullable Object, X extends Throwable> T session(SessionOptions options, BlockingSession.Work<T, X> work)
            throws X;

    /**
     * As {@link #session(BlockingSession.Work)}, without a value.
     *
     * @throws X what the work throws, as it is
     */
    default <X extends Throwable> void useSession(BlockingSession.VoidWork<X> work) throws X {
        session(work.asWork());
    }

    /** As {@link #useSession(BlockingSession.VoidWork)}, with options; the retry policy runs the work again. */
    default <X extends Throwable> void useSession(SessionOptions options, BlockingSession.VoidWork<X> work) throws X {
        session(options, work.asWork());
    }

    /** The database that this is a view of. */
    Database async();
}
