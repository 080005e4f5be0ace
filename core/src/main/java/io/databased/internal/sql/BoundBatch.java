package io.databased.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text and the checked values of each of its rows, which are never shown; there may be none. */
public final class BoundBatch {
    private final Text text;
    private final List<List<@Nullable Object>> rows;

    BoundBatch(Text text, List<List<@Nullable Object>> rows) {
        this.text = text;
        this.rows = rows;
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }

    /** The text that all rows share, for the values as they are. */
    public String sql() {
        return rendering(rows.stream().map(List::toArray).toList()).sql();
    }

    /** The text that all rows share, for what was made of their values. */
    public Rendering rendering(List<@Nullable Object[]> converted) {
        @Nullable
        Object[] samples =
                converted.isEmpty() ? new @Nullable Object[0] : converted.get(0).clone();
        for (@Nullable Object[] row : converted) {
            for (int i = 0; i < row.length; i++) {
                samples[i] = TypeSample.wider(samples[i], row[i]);
            }
        }
        return text.rendering(samples);
    }

    @Override
    public String toString() {
        return "BoundBatch[" + rows.size() + " rows]";
    }
}
