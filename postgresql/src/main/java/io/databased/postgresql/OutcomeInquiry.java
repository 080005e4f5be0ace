package io.databased.postgresql;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.spi.BackendException;
import io.databased.vertx.Limits;
import io.databased.vertx.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what became of a transaction: {@code pg_xact_status}. Tries again while the server cannot be reached,
 * says that the transaction is still in progress, or was too slow for its answer to be clear. An attempt that is not answered within five seconds is given up, and after
 * ten seconds in all, whatever the servers do, the outcome is undetermined; it never fails.
 *
 * <p>A server that crashes forgets identifiers that were not yet in its log, and gives them to other transactions. What a
 * crash has forgotten was not committed, so it must be told apart from what another transaction did under the same
 * identifier: recovery ends with a checkpoint, which knows the next identifier. If the last checkpoint is younger than
 * ours and does not know it, then it was forgotten.
 */
final class OutcomeInquiry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(5);
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
    private final VertxRuntime runtime;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    OutcomeInquiry(PostgresBackend backend, TransactionId transaction) {
        this.backend = backend;
        this.transaction = transaction;
        this.runtime = backend.anotherRuntime(); // the database may be disconnected by now
    }

    CompletableFuture<Outcome> start() {
        return start(PATIENCE, STEP);
    }

    /** @param step for one answer of a server */
    CompletableFuture<Outcome> start(Duration patience, Duration step) {
        try {
            Vertx vertx = runtime.vertx();
            long timer = vertx.setTimer(patience.toMillis(), id -> outcome.complete(Outcome.UNDETERMINED));
            outcome.whenComplete((known, never) -> {
                vertx.cancelTimer(timer);
                runtime.release();
            });
            attempt(vertx, step);
        } catch (BackendException noEventLoops) {
            outcome.complete(Outcome.UNDETERMINED);
        }
        return outcome;
    }

    private void attempt(Vertx vertx, Duration step) {
        if (outcome.isDone()) {
            return;
        }
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        Future<PostgresConnection> opening = Future.fromCompletionStage(backend.openPrimary(runtime, givenUp));
        Limits.within(step, vertx, opening)
                .onFailure(late -> givenUp.complete(null))
                .compose(connection -> ask(vertx, step, connection))
                .onComplete(asked -> {
                    if (!outcome.isDone()) {
                        vertx.setTimer(PAUSE_MILLIS, timer -> attempt(vertx, step));
                    }
                });
    }

    private Future<?> ask(Vertx vertx, Duration step, PostgresConnection connection) {
        double leastAge = transaction.leastAgeSeconds();
        Future<@Nullable Object[]> answer =
                Future.fromCompletionStage(connection.askRow(QUESTION, Tuple.of(transaction.text())));
        return Limits.within(step, vertx, answer)
                .onSuccess(told -> answered(told, leastAge))
                .onFailure(failure -> {
                    if (isNotYetGiven(failure)) {
                        outcome.complete(Outcome.ROLLED_BACK);
                    }
                })
                .eventually(() -> Future.fromCompletionStage(connection.close()));
    }

    /** The server is behind the identifier: it has forgotten it, and given no other under its name so far. */
    private static boolean isNotYetGiven(Throwable failure) {
        Throwable said = failure instanceof CompletionException ? failure.getCause() : failure;
        return said instanceof BackendException refused && OUT_OF_RANGE.equals(refused.sqlState());
    }

    private void answered(@Nullable Object[] answer, double leastAge) {
        Outcome known = verdict(answer, transaction.number(), leastAge, transaction.mostAgeSeconds());
        if (known != null) {
            outcome.complete(known);
        }
    }

    /**
     * What an answer says; null if it is to be asked again. The ages are told by the server a moment after ours was looked
     * at: an answer that took longer than the time between our transaction and the crash does not tell them apart, and a
     * quicker one will.
     *
     * @param leastAge how long the identifier has been known at least when the question was sent, in seconds
     * @param mostAge how long it has been known at most by now
     */
    static @Nullable Outcome verdict(@Nullable Object[] answer, long number, double leastAge, double mostAge) {
        boolean known = (long) Objects.requireNonNull(answer[1]) > number;
        double checkpointAge = (double) Objects.requireNonNull(answer[2]);
        double serverAge = (double) Objects.requireNonNull(answer[3]);
        if (!known && Math.min(checkpointAge, serverAge) < leastAge) {
            return Outcome.ROLLED_BACK;
        }
        boolean trusted = known || checkpointAge - 1 > mostAge;
        return switch (String.valueOf(answer[0])) {
            case "in progress" -> null;
            case "committed" -> trusted ? Outcome.COMMITTED : null;
            case "aborted" -> trusted ? Outcome.ROLLED_BACK : null;
            default -> Outcome.UNDETERMINED;
        };
    }
}
