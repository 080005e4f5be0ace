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
}
