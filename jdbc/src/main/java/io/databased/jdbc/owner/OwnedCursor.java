package io.databased.jdbc.owner;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An open result, read on the owner thread. */
final class OwnedCursor implements RowCursor {
    private final OwnedSession session;
    private final Command command;
    private final Rows rows;

    OwnedCursor(OwnedSession session, Command command, Rows rows) {
        this.session = session;
        this.command = command;
        this.rows = rows;
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        return session.call(command, task -> session.stoppable(task, () -> rows.next(count)));
    }

    /** Under the command's name no more: closing is not to be cancelled. A closed connection has closed its results. */
    @Override
    public CompletionStage<Void> close() {
        if (session.owner().isSealed()) {
            return CompletableFuture.completedFuture(null);
        }
        return session.call(null, task -> {
            rows.close();
            return null;
        });
    }
}
