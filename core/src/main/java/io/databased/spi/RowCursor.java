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

    /** The names of the columns, as in {@link Reply#columns()}. */
    List<String> columns();

    /**
     * Asks for the next rows. Until it is answered nothing else is asked of the cursor; {@link SessionBackend#interrupt} of the
     * command that opened it stops it.
     *
     * @param count how many rows at most; more than 0
     * @return completes with the rows, on any thread; with an empty list at the end and only there. Fails with a {@link
     *     BackendException}
     */
    CompletionStage<List<@Nullable Object[]>> next(int count);

    /**
     * Frees the result, read or not, so that the connection can run other commands. Idempotent. The core sets the deadline.
     *
     * @return completes when the connection is free; fails with a {@link BackendException}
     */
    CompletionStage<Void> close();
}
