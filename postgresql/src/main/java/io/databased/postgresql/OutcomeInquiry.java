package io.databased.postgresql;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.spi.BackendException;
import io.databased.vertx.connect.Limits;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what became of a transaction: {@code pg_xact_status}. Tries again while the server cannot be reached, or
 * says that the transaction is still in progress. An attempt that is not answered within five seconds is given up, and after
 * ten seconds in all, whatever the servers do, the outcome is undetermined; it never fails.
 *
 * <p>A server that crashes forgets what was not yet in its log, identifiers included, and gives them to other transactions.
 * So does a standby that takes the place of its primary before it has received everything. Both remember where their
 * recovery ended in the log. If that is not behind the position at which the transaction had begun to write, its COMMIT
 * was lost, and the identifier is that of another; if it is, the identifier is the transaction's own. A server on an older
 * timeline than the transaction's has never seen it, and is not believed.
 */
final class OutcomeInquiry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;
    private static final String OUT_OF_RANGE = "22023";

    private static final String STATUS = "SELECT pg_xact_status(cast(cast($1 AS text) AS xid8))";
    private static final String STATUS_AND_RECOVERY = """
            SELECT CASE WHEN left(file, 8) COLLATE "C" >= cast($3 AS text) THEN pg_xact_status(cast(cast($1 AS text) AS xid8)) END,
                pg_last_wal_replay_lsn() <= cast(cast($2 AS text) AS pg_lsn), file
            FROM (SELECT pg_walfile_name(pg_current_wal_insert_lsn()) AS file) AS log""";

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
        String position = transaction.position();
        Future<@Nullable Object[]> answer = Future.fromCompletionStage(
                position == null
                        ? connection.askRow(STATUS, Tuple.of(transaction.text()))
                        : connection.askRow(
                                STATUS_AND_RECOVERY,
                                Tuple.of(transaction.text(), position, transaction.timelineOfFiles())));
        return Limits.within(step, vertx, answer)
                .onSuccess(this::answered)
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

    private void answered(@Nullable Object[] answer) {
        Outcome known = transaction.position() == null
                ? verdict((String) answer[0], null, 0)
                : verdict((String) answer[0], (Boolean) answer[1], failovers((String) answer[2]));
        if (known != null) {
            outcome.complete(known);
        }
    }

    private int failovers(@Nullable String file) {
        return TransactionId.timeline(Objects.requireNonNull(file)) - Objects.requireNonNull(transaction.timeline());
    }

    /**
     * What an answer says; null if it is to be asked again. Where it is not known that the identifier is the transaction's own,
     * "aborted" is the truth all the same: if it is another's, ours was lost.
     *
     * @param lost whether the last recovery of the server ended before the COMMIT; null if it was last started without one
     * @param failovers since the transaction; only of the last one it is known how far it came. Less than none: the server is
     *     one that a failover before the transaction has left behind, and does not know of that yet
     */
    static @Nullable Outcome verdict(@Nullable String status, @Nullable Boolean lost, int failovers) {
        if (failovers < 0) {
            return null;
        }
        if (lost != null && lost) {
            return Outcome.ROLLED_BACK;
        }
        boolean own = failovers == 0 || (failovers == 1 && lost != null);
        return switch (String.valueOf(status)) {
            case "in progress" -> null;
            case "committed" -> own ? Outcome.COMMITTED : Outcome.UNDETERMINED;
            case "aborted" -> Outcome.ROLLED_BACK;
            default -> Outcome.UNDETERMINED;
        };
    }
}
