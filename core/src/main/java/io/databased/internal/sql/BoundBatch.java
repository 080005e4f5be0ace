package io.databased.internal.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
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
        return sql(rows.stream().map(List::toArray).toList());
    }

    /** The text that all rows share, for what was made of their values. */
    public String sql(List<@Nullable Object[]> converted) {
        @Nullable
        Object[] representatives =
                converted.isEmpty() ? new @Nullable Object[0] : converted.get(0).clone();
        for (@Nullable Object[] row : converted) {
            for (int i = 0; i < row.length; i++) {
                representatives[i] = wider(representatives[i], row[i]);
            }
        }
        return text.sql(representatives);
    }

    /** Of two values of one column, the one whose type can stand for both: numbers of several types meet in a column. */
    private static @Nullable Object wider(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one instanceof Number && other instanceof Number && width(other) > width(one) ? other : one;
    }

    private static int width(Object number) {
        if (number instanceof Double || number instanceof Float) {
            return 4;
        }
        if (number instanceof BigDecimal || number instanceof BigInteger) {
            return 3;
        }
        return number instanceof Long ? 2 : number instanceof Integer ? 1 : 0;
    }

    @Override
    public String toString() {
        return "BoundBatch[" + rows.size() + " rows]";
    }
}
