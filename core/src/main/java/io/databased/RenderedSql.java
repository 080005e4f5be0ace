package io.databased;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query rendered for one database: a single SQL statement with {@code ?} or {@code :name} markers, and the values
 * they stand for. Values are bound, never inlined. Immutable as far as its values are.
 */
public final class RenderedSql {
    private final String sql;
    private final @Nullable List<?> positional;
    private final @Nullable Map<String, ?> named;
    private final @Nullable Object object;

    private RenderedSql(
            String sql, @Nullable List<?> positional, @Nullable Map<String, ?> named, @Nullable Object object) {
        this.sql = Objects.requireNonNull(sql, "sql");
        this.positional = positional;
        this.named = named;
        this.object = object;
    }

    /** A statement without markers. */
    public static RenderedSql of(String sql) {
        return new RenderedSql(sql, null, null, null);
    }

    /** A statement with one {@code ?} for each value; the list may hold nulls. */
    public static RenderedSql of(String sql, List<?> values) {
        return new RenderedSql(sql, Objects.requireNonNull(values, "values"), null, null);
    }

    /** A statement with {@code :name} markers; each name is used at least once, and the map may hold null values. */
    public static RenderedSql of(String sql, Map<String, ?> values) {
        return new RenderedSql(sql, null, Objects.requireNonNull(values, "values"), null);
    }

    /**
     * A statement with {@code :name} markers that take the components of a record or the properties of a bean, see {@link
     * Sql#bind(Object)}.
     *
     * @param over values for single names, in place of components or besides them; each is used at least once
     */
    public static RenderedSql of(String sql, Object values, Map<String, ?> over) {
        return new RenderedSql(
                sql, null, Objects.requireNonNull(over, "over"), Objects.requireNonNull(values, "values"));
    }

    /** The statement with its markers, as the user wrote it. */
    public String sql() {
        return sql;
    }

    /** The values of {@code ?} markers, or null when there are none or they are named. */
    public @Nullable List<?> positional() {
        return positional;
    }

    /** The values of {@code :name} markers, or null when there are none or they are positional. */
    public @Nullable Map<String, ?> named() {
        return named;
    }

    /** The record or bean that has the values of {@code :name} markers that {@link #named()} does not have, or null. */
    public @Nullable Object object() {
        return object;
    }

    /** The SQL alone: values stay out of logs. */
    @Override
    public String toString() {
        return sql;
    }
}
