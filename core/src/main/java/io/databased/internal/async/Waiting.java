package io.databased.internal.async;

import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Failures;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for futures on the caller's thread. */
public final class Waiting {
    private Waiting() {}

    /**
     * The calling thread, if a connection may run a statement on it while it waits: not a virtual one, which native code
     * would pin to its carrier, and not one that is interrupted and is not to wait at all.
     */
    public static @Nullable Thread lendableThread() {
        Thread thread = Thread.currentThread();
        return thread.isInterrupted() || VirtualThreads.isVirtual(thread) ? null : thread;
    }

    /**
     * Waits for the value; an interrupt abandons the operation.
     *
     * @throws CancellationException after an interrupt, whose flag stays set
     */
    public static <T extends @Nullable Object> T forValue(CompletableFuture<T> future, Runnable abandon) {
        try {
            return future.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            abandon.run();
            throw interrupted();
        } catch (ExecutionException failure) {
            Throwable why = Failures.unwrap(failure);
            // What ran on this thread was cancelled by its interrupt.
            if (Thread.currentThread().isInterrupted() && isCancelled(why)) {
                throw interrupted();
            }
            throw Waiting.<RuntimeException>thrown(why);
        }
    }

    private static boolean isCancelled(Throwable why) {
        return why instanceof StatementException statement && statement.kind() == Kind.CANCELLED;
    }

    private static CancellationException interrupted() {
        return new CancellationException("interrupted while waiting; what was waited for is cancelled");
    }

    /** Waits to the end in any case, keeping an interrupt for later. */
    public static <T extends @Nullable Object> T untilDone(CompletableFuture<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw Waiting.<RuntimeException>thrown(Failures.unwrap(failure));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Our failures are unchecked; what a user's own code threw is thrown as it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast at run time
    private static <X extends Throwable> X thrown(Throwable failure) throws X {
        if (failure instanceof DatabasedException) {
            addCaller(failure);
        }
        throw (X) failure;
    }

    /** A failure that was made on another thread, without the line of who asked, gets the stack of the caller. */
    private static void addCaller(Throwable failure) {
        StackTraceElement[] caller = CallSite.here().userFrames();
        StackTraceElement[] made = failure.getStackTrace();
        if (caller.length == 0 || Arrays.stream(made).anyMatch(frame -> isSameLine(frame, caller[0]))) {
            return;
        }
        StackTraceElement[] both = Arrays.copyOf(made, made.length + caller.length);
        System.arraycopy(caller, 0, both, made.length, caller.length);
        failure.setStackTrace(both);
    }

    /** Only one of them may name its class loader. */
    private static boolean isSameLine(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName())
                && one.getLineNumber() == other.getLineNumber();
    }
}
