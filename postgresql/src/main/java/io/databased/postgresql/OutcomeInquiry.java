package io.databased.postgresql;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.vertx.VertxRuntime;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what became of a transaction: {@code pg_xact_status}. Tries again while the server cannot be reached, or
 * says that the transaction is still in progress, for ten seconds in all.
 */
final class OutcomeInquiry {
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_MILLIS = 50;

    private final PostgresBackend backend;
    private final String transactionId;
    private final VertxRuntime runtime = new VertxRuntime(); // its own: the database may be disconnected by now
    private final long start = System.nanoTime();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    OutcomeInquiry(PostgresBackend backend, String transactionId) {
        this.backend = backend;
        this.transactionId = transactionId;
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
            connection
                    .askText("SELECT pg_xact_status(cast(cast($1 as text) as xid8))", Tuple.of(transactionId))
                    .whenComplete((status, failure) -> connection.close().whenComplete((closed, ignored) -> {
                        if (failure != null) {
                            again();
                        } else {
                            answered(status);
                        }
                    }));
        });
    }

    private void answered(@Nullable String status) {
        if ("in progress".equals(status)) {
            again();
        } else if ("committed".equals(status)) {
            outcome.complete(Outcome.COMMITTED);
        } else {
            outcome.complete("aborted".equals(status) ? Outcome.ROLLED_BACK : Outcome.UNDETERMINED);
        }
    }

    private void again() {
        if (System.nanoTime() - start > PATIENCE) {
            outcome.complete(Outcome.UNDETERMINED);
        } else {
            runtime.vertx().setTimer(PAUSE_MILLIS, timer -> attempt());
        }
    }
}
