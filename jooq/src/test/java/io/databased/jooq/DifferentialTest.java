package io.databased.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What our side gives is what jOOQ gives with its own connection. */
class DifferentialTest {
    private static Store sqlite;
    private static Store h2;

    @BeforeAll
    static void open() throws SQLException {
        sqlite = Store.sqlite();
        Sample.into(sqlite.attached());
        h2 = Store.h2();
        Sample.into(h2.attached());
    }

    @AfterAll
    static void close() throws SQLException {
        sqlite.close();
        h2.close();
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
            assertThat(contents(ours, schema)).isEqualTo(contents(theirs, schema));
        }
    }

    private static <R extends Record> void compareReturning(Source source, ResultQuery<R> query) throws SQLException {
        try (Store ours = source.open();
                Store theirs = source.open()) {
            Sample.into(ours.attached());
            Sample.into(theirs.attached());
            compare(ours.fetch(Jooq.jooq(query)), theirs.attached().fetch(query));
            assertThat(contents(ours, null)).isEqualTo(contents(theirs, null));
        }
    }

    private static List<String> contents(Store store, String schema) {
        List<String> contents = new ArrayList<>();
        contents.add(store.attached().fetch("select * from \"movies\"").format());
        contents.add(store.attached().fetch("select * from \"directors\"").format());
        if (schema != null) {
            contents.add(store.attached().fetch("select * from " + schema).format());
        }
        return contents;
    }

    private static Stream<DynamicTest> tests(Store store, Map<String, ResultQuery<?>> cases) {
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(store, each.getValue())));
    }

    private static <R extends Record> void compare(Store store, ResultQuery<R> query) throws SQLException {
        compare(store.fetch(Jooq.jooq(query)), store.attached().fetch(query));
    }

    private static <R extends Record> void compare(List<R> ours, Result<R> theirs) {
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours).extracting(Object::getClass).isEqualTo(theirs.map(Object::getClass));
        assertThat(ours).extracting(DifferentialTest::shape).isEqualTo(theirs.map(DifferentialTest::shape));
        assertThat(ours).noneMatch(Record::changed);
        assertThat(ours)
                .extracting(r -> r.original().toString())
                .isEqualTo(theirs.map(r -> r.original().toString()));
    }

    private static String shape(Record row) {
        return Arrays.toString(Arrays.stream(row.fields()).map(Field::getName).toArray())
                + Arrays.toString(row.fieldsRow().types());
    }
}
