package io.databased.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Dialect;
import io.databased.RenderedSql;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DDLQuery;
import org.jooq.Query;
import org.jooq.exception.DataAccessException;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockExecuteContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What we send is what jOOQ sends by itself, on databases that need not run for it. */
class DialectsTest {
    private record Sent(String sql, List<Object> values) {}

    @TestFactory
    Stream<DynamicTest> sendsWhatJooqSends() {
        return Stream.of("postgresql", "sqlite", "duckdb", "firebird", "other", "mysql", "mariadb", "hsqldb")
                .flatMap(name -> {
                    Map<String, Query> cases = new LinkedHashMap<>(SelectCases.all());
                    cases.putAll(WriteCases.effects());
                    return tests(name, cases);
                });
    }

    @TestFactory
    Stream<DynamicTest> sendsWhatJooqSendsForReturning() {
        return Stream.of("postgresql", "sqlite", "duckdb", "firebird", "other")
                .flatMap(name -> tests(name, WriteCases.returning()));
    }

    private static Stream<DynamicTest> tests(String name, Map<String, ? extends Query> cases) {
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        name + ": " + each.getKey(), () -> compare(new NamedDialect(name), each.getValue())));
    }

    private static void compare(Dialect dialect, Query query) throws SQLException {
        RenderedSql ours = Jooq.jooq(query).render(dialect);
        Sent sent = sentByJooq(dialect, query);
        boolean postgres = dialect.name().equals("postgresql");
        assertThat(ours.sql()).isEqualTo(postgres ? ExactJson.text(query, sent.sql()) : sent.sql());
        List<?> values = ours.positional() == null ? List.of() : ours.positional();
        values = values.stream()
                .map(value -> asJooqWrites(dialect.name(), value))
                .toList();
        assertThat(values).usingRecursiveComparison().isEqualTo(query instanceof DDLQuery ? List.of() : sent.values());
    }

    /** It makes texts of times on SQLite, and of those with an offset on MySQL and MariaDB. */
    private static Object asJooqWrites(String dialect, Object value) {
        boolean texts = dialect.equals("sqlite");
        if (value instanceof OffsetDateTime && (texts || dialect.equals("mysql") || dialect.equals("mariadb"))) {
            return value.toString().replace('T', ' ').replace("Z", "+00:00");
        }
        if (texts && (value instanceof LocalDate || value instanceof LocalTime)) {
            return value.toString();
        }
        return texts && value instanceof LocalDateTime time
                ? Timestamp.valueOf(time).toString()
                : value;
    }

    private static Sent sentByJooq(Dialect dialect, Query query) throws SQLException {
        List<MockExecuteContext> sent = new ArrayList<>();
        Configuration configuration = Jooq.STANDARD
                .context(dialect)
                .configuration()
                .deriveSettings(settings -> settings.withInlineThreshold(100_000))
                .set(new MockConnection(context -> {
                    sent.add(context);
                    throw new SQLException("sent, that is all");
                }));
        try {
            configuration.dsl().execute(query);
        } catch (DataAccessException afterSending) {
            assertThat(sent).hasSize(1);
        }
        BoundValues plain = new BoundValues();
        Object[] bindings = sent.get(0).bindings();
        for (int i = 0; i < bindings.length; i++) {
            plain.setObject(i + 1, bindings[i]);
        }
        return new Sent(sent.get(0).sql(), plain.values());
    }
}
