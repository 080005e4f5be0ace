package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Session} with values in place of futures. {@link #commit}, {@link #cancel} and {@link #close} wait to the end in any
 * case, and keep an interrupt for later; the others are as {@link BlockingQueryable} says. Not implemented by users.
 */
public interface BlockingSession extends BlockingQueryable, AutoCloseable {
    /** Work in a session that gives a value. It may throw anything; the session is then cancelled. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Throwable> {
        T run(BlockingSession session) throws X;
    }

    /** Work in a session that gives no value. It may throw anything; the session is then cancelled. */
    @FunctionalInterface
    interface VoidWork<X extends Throwable> {
        void run(BlockingSession session) throws X;

        /** The same as work that gives null. */
        @SuppressWarnings("NullAway") // it takes the result for non-null; here it is always null
        default Work<@Nullable Void, X> asWork() {
            return session -> {
                run(session);
                return null;
            };
        }
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

    /**
     * As {@link #transaction(Work)}, without a value.
     *
     * @throws X what the work throws, as it is
     */
    default <X extends Throwable> void useTransaction(VoidWork<X> work) throws X {
        transaction(work.asWork());
    }

    /** As {@link #useTransaction(VoidWork)}, with options. */
    default <X extends Throwable> void useTransaction(SessionOptions options, VoidWork<X> work) throws X {
        transaction(options, work.asWork());
    }

    /** The session that this is a view of. */
    Session async();
}
