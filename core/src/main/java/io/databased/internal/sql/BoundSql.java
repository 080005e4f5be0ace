package io.databased.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as the driver takes it, and its values in the order of the placeholders. Neither is to be changed.
 *
 * @param sql the same string for every run of a text without collections
 * @param values checked values, never shown
 */
public record BoundSql(String sql, List<@Nullable Object> values) {
    @Override
    public String toString() {
        return "BoundSql[" + values.size() + " values]";
    }
}
