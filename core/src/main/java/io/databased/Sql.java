package io.databased;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Raw SQL as a {@link Query}: one statement with {@code :name} or {@code ?} markers and their values. Immutable; each
 * method returns a changed copy.
 *
 * <pre>{@code
 * import static io.databased.Sql.sql;
 *
 * database.fetchAll(sql("SELECT title, year FROM movies WHERE year >= :year").bind("year", 2010).mapTo(Movie.class));
 * }</pre>
 *
 * A collection in {@code IN (:ids)} stands for its elements; an empty one matches no row.
 *
 * @param <T> what each row becomes
 */
public final class Sql<T extends @Nullable Object> implements Query<T> {
    private final RenderedSql statement;
    private final RowMapper<T> mapper;
    private final boolean mapsInPlace;

    private Sql(RenderedSql statement, RowMapper<T> mapper, boolean mapsInPlace) {
        this.statement = statement;
        this.mapper = mapper;
        this.mapsInPlace = mapsInPlace;
    }

    private static Sql<Row> rows(RenderedSql statement) {
        return new Sql<>(statement, row -> row, true);
    }

    /** The SQL without values yet; its rows stay rows. */
    public static Sql<Row> sql(String text) {
        return rows(RenderedSql.of(text));
    }

    /** The SQL with values for its {@code :name} markers. */
    public static Sql<Row> sql(String text, Map<String, ?> values) {
        return rows(RenderedSql.of(text, values));
    }

    /** The SQL with values for its {@code ?} markers. */
    public static Sql<Row> sql(String text, List<?> values) {
        return rows(RenderedSql.of(text, values));
    }

    /**
     * Gives {@code :name} its value.
     *
     * @throws IllegalStateException if {@code ?} values were given before
     */
    public Sql<T> bind(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name");
        if (statement.positional() != null) {
            throw new IllegalStateException("named and positional values do not mix: use :name for all, or ? for all");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (statement.named() != null) {
            values.putAll(statement.named());
        }
        values.put(name, value);
        Map<String, ?> named = Collections.unmodifiableMap(values);
        Object object = statement.object();
        return with(
                object == null
                        ? RenderedSql.of(statement.sql(), named)
                        : RenderedSql.of(statement.sql(), object, named));
    }

    /**
     * Gives the {@code :name} markers the components of a record, or the properties of a bean ({@code getTitle()}, {@code
     * isOpen()}), as their values. A marker takes the component of its name, else the one that has this name without regard
     * to case and underscores: {@code :release_year} takes {@code releaseYear}. Components that no marker takes are left
     * out. A later {@link #bind(String, Object)} adds a value, or takes the place of a component.
     *
     * <p>A statement whose object has neither components nor properties, is not open to this library, or has an accessor
     * that throws, fails with {@link InvalidQueryException}.
     *
     * @throws IllegalStateException if values were given before
     */
    public Sql<T> bind(Object values) {
        Objects.requireNonNull(values, "values; a NULL is given by bind(name, null), or by values((Object) null)");
        if (statement.named() != null || statement.positional() != null) {
            throw new IllegalStateException("values were given before; bind the object first, then single values");
        }
        return with(RenderedSql.of(statement.sql(), values, Map.of()));
    }

    /**
     * Gives all {@code ?} markers their values, in order.
     *
     * @throws IllegalStateException if values were given before
     */
    public Sql<T> values(@Nullable Object... values) {
        Objects.requireNonNull(values, "values; one that is NULL is given by values((Object) null)");
        if (statement.named() != null || statement.positional() != null) {
            throw new IllegalStateException("values were given before; give all ? values in one call");
        }
        return with(RenderedSql.of(statement.sql(), Collections.unmodifiableList(Arrays.asList(values.clone()))));
    }

    private Sql<T> with(RenderedSql bound) {
        return new Sql<>(bound, mapper, mapsInPlace);
    }

    /**
     * Each row becomes a record or a bean, by {@link Row#mapTo}. Constructor and setters run where the row was read and
     * must not wait; what may do so belongs into {@link #map}.
     */
    public <V> Sql<V> mapTo(Class<V> type) {
        Objects.requireNonNull(type, "type");
        return new Sql<>(statement, row -> row.mapTo(type), true);
    }

    /** Each row becomes the value of its only column; NULL becomes null, also for {@code int.class} and the like. */
    @SuppressWarnings("NullAway") // it takes V for non-null; here V may be null
    public <V> Sql<@Nullable V> value(Class<V> type) {
        Objects.requireNonNull(type, "type");
        RowMapper<@Nullable V> onlyColumn = row -> {
            if (row.columns().size() != 1) {
                throw new MappingException(
                        "value(" + type.getSimpleName() + ") reads one column, the result has " + row.columns());
            }
            return row.get(0, type);
        };
        return new Sql<@Nullable V>(statement, onlyColumn, true);
    }

    /** Each row becomes what the mapper makes of it. */
    public <V extends @Nullable Object> Sql<V> map(RowMapper<V> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return new Sql<>(statement, mapper, false);
    }

    @Override
    public RenderedSql render(Dialect dialect) {
        return statement;
    }

    @Override
    public RowMapper<T> mapper(Dialect dialect) {
        return mapper;
    }

    /** True unless the rows are mapped by {@link #map}. */
    @Override
    public boolean mapsInPlace() {
        return mapsInPlace;
    }

    /** The SQL alone: values stay out of logs. */
    @Override
    public String toString() {
        return statement.sql();
    }
}
