package io.databased.internal.session;

import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.spi.StandardDialect;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A server that says yes to everything, and its connection. */
public class OneConnection implements DatabaseBackend, SessionBackend {
    @Override
    public SqlDialect dialect() {
        return new StandardDialect();
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : 0;
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return false;
    }

    @Override
    public boolean onBackendThread() {
        return false;
    }

    @Override
    public CompletionStage<Reply> run(Command command) {
        return CompletableFuture.completedFuture(Reply.NONE);
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
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
