package io.databased.internal.async;

import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.internal.failure.CallSite;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A failure in a future that nobody has asked yet. If the future is garbage before anybody does, and no other future that
 * was asked has told the same failure, it is logged.
 *
 * <p>{@code CompletableFuture.allOf} and {@code anyOf} leave no trace in a future that has failed already, so the message
 * does not claim more than it knows.
 */
final class UnobservedFailure implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int LONGEST_CHAIN = 20; // causes may go round

    /** What is not logged yet. */
    private static final Map<Identity, UnobservedFailure> PENDING = new ConcurrentHashMap<>();

    private final Throwable failure;

    private UnobservedFailure(Throwable failure) {
        this.failure = failure;
    }

    private record Identity(Throwable failure) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity same && same.failure == failure;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(failure);
        }
    }

    /** The future is about to fail, and nobody has asked it so far. */
    static void watch(OperationFuture<?> future, Throwable failure) {
        if (isConsequence(failure)) {
            return;
        }
        UnobservedFailure unobserved = new UnobservedFailure(failure);
        if (PENDING.putIfAbsent(new Identity(failure), unobserved) == null) {
            CLEANER.register(future, unobserved);
        }
    }

    /** Of another failure, or of what the user did. */
    private static boolean isConsequence(Throwable failure) {
        return failure.getCause() instanceof DatabasedException
                || failure instanceof CancellationException
                || (failure instanceof StatementException refused && refused.kind() == Kind.CANCELLED);
    }

    /** Somebody was told the failure, and with it what caused it. */
    static void observed(Throwable failure) {
        Throwable told = failure;
        for (int i = 0; told != null && i < LONGEST_CHAIN; i++, told = told.getCause()) {
            PENDING.remove(new Identity(told));
        }
    }

    /** The future is garbage. */
    @Override
    public void run() {
        if (PENDING.remove(new Identity(failure), this)) {
            Log.LOGGER.log(
                    Level.INFO,
                    "nobody has asked a future that failed (unless by allOf or anyOf, after it had failed); wait for it,"
                            + " or say what is done with its failure: " + failure + place());
        }
    }

    /** The line that was refused, where the message does not have it: a stack trace is not logged. */
    private String place() {
        CallSite site = failure::getStackTrace;
        StackTraceElement[] user = site.userFrames();
        boolean named = String.valueOf(failure.getMessage()).contains("; at ");
        return named || user.length == 0 || user[0].getClassName().startsWith("java.") ? "" : "; at " + site.line();
    }
}
