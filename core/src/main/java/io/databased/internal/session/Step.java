package io.databased.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@link Conversation}, run when its turn comes. {@code refusal}, {@code begin} and {@code connectionFailed}
 * are called under the conversation's lock and return what to do after it.
 */
abstract class Step {
    final DefaultSession session;

    Step(DefaultSession session) {
        this.session = session;
    }

    /** Whether everything before it must be answered first. */
    boolean waitsForAnswers() {
        return true;
    }

    /** Whether it cannot begin without a connection. */
    boolean needsConnection() {
        return true;
    }

    /** Why it is not to be run any more, or null. */
    @Nullable
    Throwable refusal() {
        return null;
    }

    /** Begins it: changes states now, and returns what sends it. */
    abstract Runnable begin();

    /** Tells who waits that it was not run. Not under the lock. */
    abstract void refuse(Throwable why);

    /** Runs what goes before it, on a thread of its choice. Not under the lock. */
    void advance(Runnable before) {
        before.run();
    }

    /** There is no connection to be had. */
    Runnable connectionFailed(Throwable failure) {
        return () -> refuse(failure);
    }
}
