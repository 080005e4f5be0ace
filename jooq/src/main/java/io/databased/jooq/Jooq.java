package io.databased.jooq;

import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.RenderedSql;
import io.databased.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;

/**
 * Makes Databased queries of jOOQ queries, written with the static methods of {@link org.jooq.impl.DSL}.
 *
 * <pre>{@code
 * import static io.databased.jooq.Jooq.jooq;
 * import static org.jooq.impl.DSL.selectFrom;
 *
 * session.fetchAll(jooq(selectFrom(MOVIES).where(MOVIES.YEAR.ge(2010))));     // a List<MoviesRecord>
 * session.execute(jooq(deleteFrom(MOVIES).where(MOVIES.YEAR.lt(1900))));
 * }</pre>
 *
 * The query is rendered for the database that runs it. Values are bound, by jOOQ's own bindings; only in definition
 * statements (CREATE, ALTER, …), where databases take no values, they are part of the SQL. Rows are read by jOOQ's
 * bindings, too, so converters, enums, {@code MULTISET} and nested {@code row(…)} work. Where a query does not name its
 * columns (plain SQL, {@code select *} from a table that jOOQ does not know) values are as {@link Row#get(int)} gives
 * them. On PostgreSQL, JSON is selected as text, to be exact. A query is not changed by being run: threads may share it, as long as none of them modifies it.
 *
 * <p>Records come back attached to a configuration without a connection: {@code into(…)} and the like work, {@code
 * store()}, {@code refresh()} and {@code delete()} fail and say so. {@code coerce(…)} on a SELECT is not seen: give the
 * fields their types in its list, or use {@link JooqQuery#map}.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Jooq {
    static {
        quiet("org.jooq.no-logo");
        quiet("org.jooq.no-tips");
    }

    static final Jooq STANDARD = new Jooq(new DefaultConfiguration());

    private final Configuration configuration;
    private final Map<SQLDialect, DSLContext> contexts = new ConcurrentHashMap<>();

    private Jooq(Configuration configuration) {
        this.configuration = Dialects.detached(configuration);
    }

    /**
     * Queries rendered with these settings. Those that would inline values, log them, or need a second statement are set
     * back. The settings are copied.
     */
    public static Jooq with(Settings settings) {
        return with(new DefaultConfiguration().derive(Objects.requireNonNull(settings, "settings")));
    }

    /**
     * Queries rendered and read with this configuration's settings and providers (of converters, of record mappers, …),
     * as they are now. Its dialect, its connection provider and its execute listeners are not used.
     */
    public static Jooq with(Configuration configuration) {
        return new Jooq(configuration);
    }

    /** A query whose rows become jOOQ records; also INSERT, UPDATE and DELETE with {@code returning(…)}. */
    public static <R extends Record> JooqQuery<R> jooq(ResultQuery<R> query) {
        return STANDARD.query(query);
    }

    /** A query run for its effect. */
    public static JooqQuery<Row> jooq(Query query) {
        return STANDARD.query(query);
    }

    /** As {@link #jooq(ResultQuery)}, with this configuration. */
    public <R extends Record> JooqQuery<R> query(ResultQuery<R> query) {
        Objects.requireNonNull(query, "query");
        return new JooqQuery<>(this, query, dialect -> new RecordReader<>(context(dialect), query));
    }

    /** As {@link #jooq(Query)}, with this configuration. */
    public JooqQuery<Row> query(Query query) {
        return new JooqQuery<>(this, Objects.requireNonNull(query, "query"), dialect -> row -> row);
    }

    /** As {@link JooqBatch#of}, with this configuration. */
    public JooqBatch batch(Dialect dialect, Iterable<? extends Query> queries) {
        String sql = null;
        List<List<?>> values = new ArrayList<>();
        for (Query query : queries) {
            RenderedSql statement = query(query).render(dialect);
            if (sql != null && !sql.equals(statement.sql())) {
                throw new InvalidQueryException("query " + (values.size() + 1)
                        + " of the batch has another SQL text than the first; a batch is one text with many sets of"
                        + " values");
            }
            sql = statement.sql();
            List<?> bound = statement.positional();
            values.add(bound == null ? List.of() : bound);
        }
        if (sql == null) {
            throw new InvalidQueryException("the batch has no queries; run it only when there are some");
        }
        return new JooqBatch(sql, values);
    }

    /** Made once for each dialect: making one costs more than rendering. */
    DSLContext context(Dialect dialect) {
        return contexts.computeIfAbsent(
                Dialects.of(dialect), known -> configuration.derive(known).dsl());
    }

    private static void quiet(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
