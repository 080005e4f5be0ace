package io.databased.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text and the checked values in the order of its places, which are never shown. Neither is to be changed. */
public final class BoundSql {
    private final Text text;
    private final List<@Nullable Object> values;

    BoundSql(Text text, List<@Nullable Object> values) {
        this.text = text;
        this.values = values;
    }

    public List<@Nullable Object> values() {
        return values;
    }

    /** The text as the driver takes it for the values as they are. */
    public String sql() {
        return rendering(values.toArray()).sql();
    }

    /**
     * The text as the driver takes it for what was made of the values, one for each: the same string for every run with
     * values of these kinds, unless collections expanded.
     */
    public Rendering rendering(@Nullable Object[] converted) {
        return text.rendering(converted);
    }

    @Override
    public String toString() {
        return "BoundSql[" + values.size() + " values]";
    }

    /** A text and the checked values of each of its rows, which are never shown; there may be none. */
    public static final class Batch {
        private final Text text;
        private final List<List<@Nullable Object>> rows;

        Batch(Text text, List<List<@Nullable Object>> rows) {
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
            Object[] samples = converted.isEmpty()
                    ? new @Nullable Object[0]
                    : converted.get(0).clone();
            for (@Nullable Object[] row : converted) {
                for (int i = 0; i < row.length; i++) {
                    samples[i] = TypeSample.wider(samples[i], row[i]);
                }
            }
            return text.rendering(samples);
        }

        /**
         * The text of each row, for what was made of its values; none where placeholders are numbered, and all rows share one
         * text.
         */
        public List<String> texts(List<@Nullable Object[]> converted) {
            if (text.isNumbered()) {
                return List.of();
            }
            return converted.stream().map(row -> text.rendering(row).sql()).toList();
        }

        @Override
        public String toString() {
            return "BoundSql.Batch[" + rows.size() + " rows]";
        }
    }
}
