package io.databased.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rows that are all here already. One call at a time. */
final class ListCursor implements RowCursor {
    private final List<String> columns;
    private List<@Nullable Object[]> left;

    ListCursor(Reply reply) {
        columns = reply.columns();
        left = reply.rows();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        int taken = Math.min(count, left.size());
        List<@Nullable Object[]> window = left.subList(0, taken);
        left = left.subList(taken, left.size());
        return CompletableFuture.completedFuture(window);
    }

    @Override
    public CompletionStage<Void> close() {
        left = List.of();
        return CompletableFuture.completedFuture(null);
    }
}
