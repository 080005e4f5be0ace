package io.databased.postgresql;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.spi.BackendException;
import io.databased.vertx.VertxRuntime;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what became of a transaction: {@code pg_xact_status}. Tries again while the server cannot be reached, or
 * says that the transaction is still in progress, for ten seconds in all.
 *
 * <p>A server that crashes forgets identifiers that were not yet in its log, and gives them to other transactions. What a
 * crash has forgotten was not committed, so it must be told apart from what another transaction did under the same
 * identifier: recovery ends with a checkpoint, which knows the next identifier. If the last checkpoint is younger than
 * ours and does not know it, then it was forgotten.
 */
final class OutcomeInquiry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 50;
    private static final String OUT_OF_RANGE = "22023";

    /**
     * The checkpoint's time is told in whole seconds, so its age is up to a second less; a server that was started since
     * has made one, and tells its start to the microsecond.
     */
    private static final String QUESTION = "SELECT pg_xact_status(cast(cast($1 AS text) AS xid8)),"
            + " split_part(next_xid, ':', 1)::int8 * 4294967296 + split_part(next_xid, ':', 2)::int8,"
            + " extract(epoch FROM clock_timestamp() - checkpoint_time)::float8,"
            + " extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8"
            + " FROM pg_control_checkpoint()";

    private final PostgresBackend backend;
    private final TransactionId transaction;
    private final VertxRuntime runtime = new VertxRuntime(); // its own: the database may be disconnected by now
    private final long start = System.nanoTime();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    OutcomeInquiry(PostgresBackend backend, TransactionId transaction) {
        this.backend = backend;
        this.transaction = transaction;
    }

    CompletableFuture<Outcome> start() {
        attempt();
        outcome.whenComplete((known, failure) -> runtime.release());
        return outcome;
    }

    private void attempt() {
        backend.openPrimary(runtime).whenComplete((connection, unreachable) -> {
            if (connection == null) {
                again();
                return;
            }
            double leastAge = transaction.leastAgeSeconds();
            connection
                    .askRow(QUESTION, Tuple.of(transaction.text()))
                    .whenComplete((answer, failure) -> connection.close().whenComplete((closed, ignored) -> {
                        if (failure == null) {
                            answered(answer, leastAge);
                        } else if (isNotYetGiven(failure)) {
                            outcome.complete(Outcome.ROLLED_BACK);
                        } else {
                            again();
                        }
                    }));
        });
    }

    /** The server is behind the identifier: it has forgotten it, and given no other under its name so far. */
    private static boolean isNotYetGiven(Throwable failure) {
        return failure instanceof BackendException refused && OUT_OF_RANGE.equals(refused.sqlState());
    }

    private void answered(@Nullable Object[] answer, double leastAge) {
        boolean known = (long) Objects.requireNonNull(answer[1]) > transaction.number();
        double checkpointAge = (double) Objects.requireNonNull(answer[2]);
        double serverAge = (double) Objects.requireNonNull(answer[3]);
        if (!known && Math.min(checkpointAge, serverAge) < leastAge) {
            outcome.complete(Outcome.ROLLED_BACK);
            return;
        }
        boolean trusted = known || checkpointAge - 1 > transaction.mostAgeSeconds();
        String status = String.valueOf(answer[0]);
        switch (status) {
            case "in progress" -> again();
            case "committed" -> outcome.complete(trusted ? Outcome.COMMITTED : Outcome.UNDETERMINED);
            case "aborted" -> outcome.complete(trusted ? Outcome.ROLLED_BACK : Outcome.UNDETERMINED);
            default -> outcome.complete(Outcome.UNDETERMINED);
        }
    }

    private void again() {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            outcome.complete(Outcome.UNDETERMINED);
        } else {
            runtime.vertx().setTimer(PAUSE_MILLIS, timer -> attempt());
        }
    }
}
