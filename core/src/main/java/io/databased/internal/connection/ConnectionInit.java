package io.databased.internal.connection;

import io.databased.StatementException.Kind;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.Failures;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The statements of {@link io.databased.DatabaseBuilder#connectionInitSql}, on their way over one connection. */
final class ConnectionInit {
    /** What may go well another time. */
    private static final Set<Kind> TEMPORARY = EnumSet.of(
            Kind.SERIALIZATION, Kind.DEADLOCK, Kind.BUSY, Kind.TIMEOUT, Kind.CANCELLED, Kind.DISK_FULL, Kind.SYSTEM);

    private final List<Prepared> statements;
    private final Line line;
    private final long deadline;

    /** @param limit for all of them */
    ConnectionInit(List<Prepared> statements, Line line, Duration limit) {
        this.statements = statements;
        this.line = line;
        this.deadline = line.timer().nanoTime() + limit.toNanos();
    }

    /** Fails with a {@link BackendException} that tells which statement has failed, not its text, which may hold a secret. */
    CompletableFuture<Void> run() {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int i = 0; i < statements.size(); i++) {
            int index = i;
            done = done.thenCompose(before -> run(index));
        }
        return done;
    }

    private CompletableFuture<Void> run(int index) {
        Prepared statement = statements.get(index);
        Duration left = Duration.ofNanos(Math.max(1, deadline - line.timer().nanoTime()));
        return line.initialize(statement.command().build(), left).exceptionally(failure -> {
            throw new CompletionException(
                    told(index, statement.parsed().verb(), Failures.backend(Failures.unwrap(failure))));
        });
    }

    private static BackendException told(int index, String verb, BackendException failure) {
        boolean mayGoWell = failure.effect() != Effect.STATEMENT || TEMPORARY.contains(failure.kind());
        return failure.with(
                "statement " + (index + 1) + " of connectionInitSql (" + verb + ") failed: " + failure.getMessage(),
                failure.kind(),
                mayGoWell ? Effect.NOT_SENT : Effect.STATEMENT,
                failure.getCause());
    }

    /** Whether a connection could not be opened because of a statement that will fail the next time, too. */
    static boolean isPermanent(Throwable openFailure) {
        return openFailure instanceof BackendException failure && failure.effect() == Effect.STATEMENT;
    }
}
