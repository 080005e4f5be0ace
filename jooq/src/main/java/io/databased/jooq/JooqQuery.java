package io.databased.jooq;

import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DDLQuery;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLDialectNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * A jOOQ query as a Databased query. Immutable as far as the jOOQ query is; made by {@link Jooq#jooq}.
 *
 * @param <T> what each row becomes
 */
public final class JooqQuery<T extends @Nullable Object> implements Query<T> {
    private final Jooq jooq;
    private final org.jooq.Query query;
    private final Function<Dialect, RowMapper<T>> mappers;

    JooqQuery(Jooq jooq, org.jooq.Query query, Function<Dialect, RowMapper<T>> mappers) {
        this.jooq = jooq;
        this.query = query;
        this.mappers = mappers;
    }

    /**
     * Each record becomes what the function makes of it: {@code map(mapping(Movie::new))} with {@link
     * org.jooq.Records#mapping}, {@code map(r -> r.into(Movie.class))}, {@code map(Record1::value1)}.
     */
    public <V extends @Nullable Object> JooqQuery<V> map(Function<? super T, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return new JooqQuery<V>(jooq, query, dialect -> {
            RowMapper<T> mapper = mapper(dialect);
            return row -> function.apply(mapper.map(row));
        });
    }

    /**
     * The SQL as jOOQ renders it, and the values as its bindings set them.
     *
     * @throws InvalidQueryException if jOOQ cannot express the query in one statement there, or it has more values than
     *     the database takes
     */
    @Override
    @SuppressWarnings("removal") // bindContext has no successor yet; it is the only way to a query's bindings
    public RenderedSql render(Dialect dialect) {
        Dialects.checkOneStatement(query, dialect);
        DSLContext context = jooq.context(dialect);
        try {
            if (query instanceof DDLQuery) {
                return RenderedSql.of(context.renderInlined(query));
            }
            String sql = context.render(query);
            BoundValues bound = new BoundValues();
            context.bindContext(bound).visit(query);
            bound.restore(() -> context.extractBindValues(query), Times.writtenAsTexts(context.dialect()));
            Dialects.checkCount(bound.values().size(), dialect);
            if (context.dialect() == SQLDialect.POSTGRES) {
                sql = ExactJson.text(query, sql);
            }
            return bound.values().isEmpty() ? RenderedSql.of(sql) : RenderedSql.of(sql, bound.values());
        } catch (DataAccessException | SQLDialectNotSupportedException e) {
            throw new InvalidQueryException(
                    "jOOQ cannot express the query for " + dialect.name() + "; the cause says which part", e);
        }
    }

    @Override
    public RowMapper<T> mapper(Dialect dialect) {
        return mappers.apply(dialect);
    }
}
