package io.databased.internal.context;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import io.databased.internal.failure.ClassNames;
import io.databased.internal.failure.Origin;
import io.databased.internal.row.Conversions;
import io.databased.internal.row.ObjectValues;
import io.databased.internal.row.RowShape;
import io.databased.internal.row.RowShapes;
import io.databased.internal.sql.BoundSql;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.Rendering;
import io.databased.internal.sql.ScriptStatement;
import io.databased.internal.sql.TypeSample;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SqlDialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prepares queries and maps replies; keeps what it has learned of texts and types from one connect to the next. */
public final class Queries {
    private static final int CACHED_TEXTS = 1024;

    /** Less than a millisecond's work. */
    private static final int MOST_ROWS_IN_PLACE = 4_096;

    private final SqlDialect dialect;
    private final SqlCache texts;
    private final Conversions conversions;
    private final RowShapes shapes;

    public Queries(SqlDialect dialect, List<Converter<?, ?>> converters) {
        this.dialect = dialect;
        this.texts = new SqlCache(dialect.syntax(), dialect::placeholder, CACHED_TEXTS);
        this.conversions = Conversions.of(converters);
        this.shapes = new RowShapes(conversions);
    }

    /**
     * @param asker where the query comes from
     * @throws InvalidQueryException that tells it
     */
    public Prepared prepare(Query<?> query, Command.Mode mode, long maxRows, Origin asker) {
        Origin origin = asker;
        try {
            RenderedSql statement = query.render(dialect);
            origin = asker.with(statement.sql());
            ParsedSql parsed = texts.get(statement.sql());
            BoundSql bound = bind(parsed, statement);
            @Nullable Object[] given = bound.values().toArray();
            @Nullable Object[] values = conversions.toDatabase(given);
            Rendering rendering = bound.rendering(TypeSample.of(given, values));
            @Nullable Object[] sent = rendering.parameters(values);
            Command.Builder command = mode == Command.Mode.FETCH
                    ? Command.fetch(rendering.sql(), sent).maxRows(maxRows)
                    : Command.execute(rendering.sql(), sent);
            return Prepared.of(origin, parsed, rendering.sql(), 1, command).within(timeout(query));
        } catch (InvalidQueryException refused) {
            throw origin.locate(refused);
        }
    }

    /** Its own, if it is one that {@link Query#within} would have taken. */
    private static @Nullable Duration timeout(Query<?> query) {
        Duration own = query.timeout().orElse(null);
        try {
            return own == null ? null : query.within(own).timeout().orElse(null);
        } catch (IllegalArgumentException none) {
            throw new InvalidQueryException("the query has no timeout that can be kept: " + none.getMessage(), none);
        }
    }

    private static BoundSql bind(ParsedSql parsed, RenderedSql statement) {
        Map<String, ?> named = statement.named();
        List<?> positional = statement.positional();
        Object object = statement.object();
        if (object != null) {
            if (!ObjectValues.hasAny(object)) {
                throw new InvalidQueryException(
                        ClassNames.of(object.getClass()) + " is neither a record nor a bean with"
                                + " getters; give ? its values by values(…), and :name by bind(name, value)");
            }
            return parsed.bind(
                    ObjectValues.of(object, parsed.parameterNames(), named == null ? Map.<String, Object>of() : named));
        }
        return named != null ? parsed.bind(named) : positional != null ? parsed.bind(positional) : parsed.bindNone();
    }

    /** As {@link #prepare}. */
    public Prepared prepareBatch(String sql, List<?> values, Origin asker) {
        Origin origin = asker.with(sql);
        try {
            ParsedSql parsed = texts.get(sql);
            BoundSql.Batch bound = parsed.bindBatch(values.stream()
                    .map(row -> ObjectValues.hasAny(row)
                            ? ObjectValues.of(row, parsed.parameterNames(), Map.<String, Object>of())
                            : row)
                    .toList());
            List<@Nullable Object[]> batch = new ArrayList<>(bound.rows().size());
            List<@Nullable Object[]> samples = new ArrayList<>(bound.rows().size());
            for (List<@Nullable Object> row : bound.rows()) {
                @Nullable Object[] given = row.toArray();
                @Nullable Object[] stored = conversions.toDatabase(given);
                batch.add(stored);
                samples.add(TypeSample.of(given, stored));
            }
            Rendering rendering = bound.rendering(samples);
            batch.replaceAll(rendering::parameters);
            Command.Builder command = Command.batch(rendering.sql(), batch).texts(bound.texts(samples));
            return Prepared.of(origin, parsed, rendering.sql(), batch.size(), command);
        } catch (InvalidQueryException refused) {
            throw origin.locate(refused);
        }
    }

    /** @throws InvalidQueryException if a text, a name or a comment of the script does not end */
    public List<ScriptStatement> statements(String script) {
        return ScriptStatement.of(script, dialect.syntax());
    }

    public RowShape shape(List<String> columns) {
        return shapes.of(columns);
    }

    /** Whether a mapping that is brief is done sooner where the rows were read than where users' code runs. */
    public boolean mapInPlace(Reply reply) {
        return reply.rows().size() <= MOST_ROWS_IN_PLACE && conversions.areStandard();
    }

    public <T> RowMapper<T> mapper(Query<T> query) {
        return query.mapper(dialect);
    }

    public <T extends @Nullable Object> List<T> mapAll(Reply reply, Query<T> query) {
        RowShape shape = shape(reply.columns());
        RowMapper<T> mapper = query.mapper(dialect);
        List<T> mapped = new ArrayList<>(reply.rows().size());
        for (@Nullable Object[] values : reply.rows()) {
            mapped.add(mapper.map(shape.row(values)));
        }
        return mapped;
    }

    public <T> Optional<T> mapFirst(Reply reply, Query<? extends @Nullable T> query) {
        return reply.rows().isEmpty() ? Optional.empty() : Optional.ofNullable(mapFirstRow(reply, query));
    }

    /** @throws MappingException if there is not exactly one row */
    public <T extends @Nullable Object> T mapOnly(Reply reply, Query<T> query) {
        int rows = reply.rows().size();
        if (rows == 1) {
            return mapFirstRow(reply, query);
        }
        throw new MappingException(
                rows == 0
                        ? "no row came back where exactly one was asked for; use fetchOne if there may be none"
                        : "more than one row came back where exactly one was asked for; narrow the query, or use"
                                + " fetchOne to take the first");
    }

    private <T extends @Nullable Object> T mapFirstRow(Reply reply, Query<T> query) {
        return query.mapper(dialect).map(shape(reply.columns()).row(reply.rows().get(0)));
    }
}
