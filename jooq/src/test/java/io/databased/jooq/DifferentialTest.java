package io.databased.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What our side gives is what jOOQ gives with its own connection. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DifferentialTest {
    private static Store sqlite;
    private static Store h2;
    private static Store postgres;

    @BeforeAll
    static void open() throws SQLException {
        sqlite = Store.sqlite();
        Sample.into(sqlite.attached());
        h2 = Store.h2();
        Sample.into(h2.attached());
        postgres = PostgresStore.create();
        Sample.into(postgres.attached());
        PostgresCases.create(postgres.attached());
    }

    @AfterAll
    static void close() throws SQLException {
        sqlite.close();
        h2.close();
        postgres.close();
    }

    @TestFactory
    Stream<DynamicTest> readsOnSqliteAsJooqDoes() {
        return tests(sqlite, SelectCases.all());
    }

    @TestFactory
    Stream<DynamicTest> readsOnH2AsJooqDoes() {
        return tests(h2, SelectCases.all());
    }

    @TestFactory
    Stream<DynamicTest> writesOnSqliteAsJooqDoes() {
        return WriteCases.effects().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(), () -> compareEffect(Store::sqlite, each.getValue(), "sqlite_schema")));
    }

    @TestFactory
    Stream<DynamicTest> writesOnH2AsJooqDoes() {
        return WriteCases.effects().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(), () -> compareEffect(Store::h2, each.getValue(), "information_schema.columns")));
    }

    @TestFactory
    Stream<DynamicTest> returnsWhatWasWrittenOnSqliteAsJooqDoes() {
        return WriteCases.returning().entrySet().stream()
                .map(each ->
                        DynamicTest.dynamicTest(each.getKey(), () -> compareReturning(Store::sqlite, each.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> returnsWhatWasWrittenOnH2AsJooqDoes() {
        return WriteCases.returning().entrySet().stream()
                .map(each ->
                        DynamicTest.dynamicTest(each.getKey(), () -> compareReturning(Store::h2, each.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> readsOnPostgresAsJooqDoes() {
        return tests(postgres, SelectCases.all());
    }

    @TestFactory
    Stream<DynamicTest> readsTypesOfPostgresAsJooqDoes() {
        return tests(postgres, PostgresCases.reads());
    }

    /** Save that a definition affects no rows: PostgreSQL counts those that CREATE TABLE AS copies. */
    @TestFactory
    Stream<DynamicTest> writesOnPostgresAsJooqDoes() {
        return WriteCases.effects().entrySet().stream()
                .filter(each -> !each.getKey().equals("create table as"))
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> compareEffect(PostgresStore::create, each.getValue(), PostgresCases.SCHEMA)));
    }

    @TestFactory
    Stream<DynamicTest> returnsWhatWasWrittenOnPostgresAsJooqDoes() {
        return WriteCases.returning().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(), () -> compareReturning(PostgresStore::create, each.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> writesTypesOfPostgresAsJooqDoes() {
        return PostgresCases.writes().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compareOddities(each.getValue())));
    }

    private static <R extends Record> void compareOddities(ResultQuery<R> query) throws SQLException {
        PostgresCases.clear(postgres.attached());
        List<R> ours = postgres.fetch(Jooq.jooq(query));
        String written = postgres.attached().fetch("table oddities").format();
        PostgresCases.clear(postgres.attached());
        Comparison.same(ours, postgres.attached().fetch(query));
        assertThat(written)
                .isEqualTo(postgres.attached().fetch("table oddities").format());
    }

    private interface Source {
        Store open() throws SQLException;
    }

    private static void compareEffect(Source source, Query query, String schema) throws SQLException {
        try (Store ours = source.open();
                Store theirs = source.open()) {
            Sample.into(ours.attached());
            Sample.into(theirs.attached());
            assertThat(ours.execute(Jooq.jooq(query)))
                    .isEqualTo(theirs.attached().execute(query));
            assertThat(ours.contents(schema)).isEqualTo(theirs.contents(schema));
        }
    }

    private static <R extends Record> void compareReturning(Source source, ResultQuery<R> query) throws SQLException {
        try (Store ours = source.open();
                Store theirs = source.open()) {
            Sample.into(ours.attached());
            Sample.into(theirs.attached());
            Comparison.same(ours.fetch(Jooq.jooq(query)), theirs.attached().fetch(query));
            assertThat(ours.contents(null)).isEqualTo(theirs.contents(null));
        }
    }

    private static Stream<DynamicTest> tests(Store store, Map<String, ResultQuery<?>> cases) {
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(store, each.getValue())));
    }

    private static <R extends Record> void compare(Store store, ResultQuery<R> query) throws SQLException {
        Comparison.same(store.fetch(Jooq.jooq(query)), store.attached().fetch(query));
    }
}
