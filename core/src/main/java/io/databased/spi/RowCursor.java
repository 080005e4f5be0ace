package io.databased.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An open result that is read in windows. One call at a time. */
public interface RowCursor {
    /** Over rows that are all here already, as of a statement that the database opens no cursor for. */
    static RowCursor of(Reply reply) {
        return new ListCursor(reply);
    }

    /** The names of the columns. */
    List<String> columns();

    /** The next rows, at most {@code count}; an empty list at the end. Fails with a {@link BackendException}. */
    CompletionStage<List<@Nullable Object[]>> next(int count);

    /** Frees the result, read or not. Idempotent. */
    CompletionStage<Void> close();
}
