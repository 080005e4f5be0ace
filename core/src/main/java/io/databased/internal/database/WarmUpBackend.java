package io.databased.internal.database;

import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Connections that answer at once, always the same row. */
public record WarmUpBackend(SqlDialect dialect) implements DatabaseBackend, SessionBackend {
    private static final Reply ROW =
            new Reply(List.of("one", "two", "three"), List.<Object[]>of(new Object[] {1L, 2L, "3"}), 0, null);

    @Override
    public int maxConnections(Role role, int wanted) {
        return 1;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return true;
    }

    @Override
    public boolean onBackendThread() {
        return false;
    }

    @Override
    public CompletionStage<Reply> run(Command command) {
        return CompletableFuture.completedFuture(ROW);
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("only for one row"));
    }

    @Override
    public void interrupt(Command command) {}

    @Override
    public boolean reusableAfterInterrupt() {
        return true;
    }

    @Override
    public int maxPipelined() {
        return 1;
    }

    @Override
    public CompletionStage<Void> validate() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletionStage<Void> reset() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {}

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return Optional.empty();
    }
}
