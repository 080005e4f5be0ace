package io.databased.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as the driver takes it, and the values of each of its rows.
 *
 * @param sql the text that all rows share
 * @param rows checked values, never shown; may be empty
 */
public record BoundBatch(String sql, List<List<@Nullable Object>> rows) {
    @Override
    public String toString() {
        return "BoundBatch[" + rows.size() + " rows]";
    }
}
