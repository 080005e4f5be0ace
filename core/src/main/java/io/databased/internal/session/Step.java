package io.databased.internal.session;

import io.databased.internal.context.Observed;
import io.databased.internal.failure.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@link SessionPipeline}, run when its turn comes. All but {@link #tell} and {@link #advance} are called
 * under the pipeline's monitor; what they have to do outside of it is done {@linkplain
 * io.databased.internal.async.Monitor#afterwards afterwards}.
 */
abstract class Step {
    final SessionNode session;
    final SessionPipeline pipeline;

    Step(SessionNode session) {
        this.session = session;
        this.pipeline = session.pipeline();
    }

    /** Whether everything before it must be answered first. */
    boolean waitsForAnswers() {
        return true;
    }

    /** Whether nothing else may be under way beside it. */
    boolean isAlone() {
        return false;
    }

    /** Whether it cannot begin without a connection. */
    boolean needsConnection() {
        return true;
    }

    /** Whether it says something, so that it must have the turn where sessions share a connection. */
    boolean needsTurn() {
        return true;
    }

    /** Why it is not to be run any more, or null. */
    @Nullable
    Throwable refusal() {
        return null;
    }

    /** Begins it: changes states now, and sends it afterwards. */
    abstract void begin();

    /** Who asked for it, and where. */
    abstract Origin asker();

    /** Tells who waits why it has not succeeded. Not under the monitor. */
    abstract void tell(Throwable why);

    /** Tells who waits that it was not run, and where it was asked for. Not under the monitor. */
    final void refuse(Throwable why) {
        tell(asker().refused(why));
    }

    /** Runs what goes before it, on a thread of its choice. Not under the monitor. */
    void advance(Runnable before) {
        before.run();
    }

    /** Those who observe what it does. */
    Observed observed() {
        return Observed.BY_NOBODY;
    }

    /** No connection could be got. */
    final void connectionFailed(Throwable failure) {
        Throwable why = asker().unserved(failure);
        failed(why);
        pipeline.monitor().afterwards(() -> tell(why));
    }

    /** What becomes of its session then. */
    void failed(Throwable why) {
        session.fail(why);
    }

    /** Whether its answer tells what became of the outermost session. */
    boolean decides() {
        return false;
    }

    /** Its session is cancelled while it is under way. */
    void cutShort() {}
}
