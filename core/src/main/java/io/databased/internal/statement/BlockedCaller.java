package io.databased.internal.statement;

import io.databased.internal.async.Waiting;
import io.databased.spi.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for its statement to be answered. It is told wherever the answer comes, and meanwhile does itself
 * what brings the answer nearer.
 *
 * <p>An errand is run once: by the caller, or, when the caller has left, by who brings it. The slot that they meet at is
 * changed atomically, and the caller empties it when it leaves.
 */
public final class BlockedCaller extends CompletableFuture<Reply> implements Outcome {
    /** Keeps the slot when the caller has left. */
    private enum Nobody implements Runnable {
        THERE;

        @Override
        public void run() {}
    }

    private final Thread thread = Thread.currentThread();
    private final @Nullable Thread lent = Waiting.lendableThread();
    private final AtomicReference<@Nullable Runnable> errand = new AtomicReference<>();

    @Override
    public void reply(Reply reply) {
        complete(reply);
        LockSupport.unpark(thread);
    }

    @Override
    public void failure(Throwable failure) {
        completeExceptionally(failure);
        LockSupport.unpark(thread);
    }

    @Override
    public boolean lendsThread() {
        return lent != null;
    }

    /** The thread, if it can run the statement. */
    @Nullable
    Thread lent() {
        return lent;
    }

    @Override
    public void advance(Runnable step) {
        if (errand.compareAndSet(null, step)) {
            LockSupport.unpark(thread);
        } else {
            step.run();
        }
    }

    /** On the calling thread, which made this; an interrupt abandons the statement. */
    Reply await(Runnable abandon) {
        while (!isDone() && !thread.isInterrupted()) {
            Runnable step = errand.getAndSet(null);
            if (step == null) {
                LockSupport.park(this);
            } else {
                step.run();
            }
        }
        Runnable last = errand.getAndSet(Nobody.THERE);
        if (last != null) {
            last.run();
        }
        return Waiting.forValue(this, abandon);
    }
}
