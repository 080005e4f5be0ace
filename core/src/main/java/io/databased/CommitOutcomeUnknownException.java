package io.databased;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection was lost, or the commit deadline passed, after COMMIT had left and before the answer came: the work may
 * or may not have been committed. Never retried by this library. {@link #resolve()} finds out where the database can
 * tell.
 */
public final class CommitOutcomeUnknownException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    /** What became of the transaction. */
    public enum Outcome {
        /** The database committed: everything the session did is durable. */
        COMMITTED,
        /** The database rolled back: nothing the session did remains. */
        ROLLED_BACK,
        /** The database cannot tell, or not yet. */
        UNDETERMINED
    }

    private final transient @Nullable Supplier<CompletableFuture<Outcome>> resolver; // null once it was serialized

    public CommitOutcomeUnknownException(
            String message, @Nullable Throwable cause, Supplier<CompletableFuture<Outcome>> resolver) {
        super(message, cause);
        this.resolver = resolver;
    }

    /**
     * Asks the database what became of the transaction, on another connection. Ask at once: a PostgreSQL server that has
     * crashed, or has taken the place of another, gives the numbers of lost transactions to others, and when it crashes
     * again or is restarted after a crash, the answer may be that of another transaction. After two failovers a commit is
     * {@link Outcome#UNDETERMINED}.
     *
     * <p>The answer is that of the server which answers at the URL's address. After a failover an old primary that stood
     * still, or was cut off, may go on for a while without having heard of it: what it calls committed may be missing on
     * the new one. Use an address that leads to the primary alone, as a proxy or a service of the cluster has it, and after
     * a failover look for the rows, too.
     *
     * @return completes within ten seconds, with {@link Outcome#UNDETERMINED} on databases that do not keep it, if no
     *     answer has come, or if this was serialized; never fails. Cancelling it only stops waiting for it
     */
    public CompletableFuture<Outcome> resolve() {
        return resolver == null ? CompletableFuture.completedFuture(Outcome.UNDETERMINED) : resolver.get();
    }
}
