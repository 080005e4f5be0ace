package io.databased.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
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

    private static Stream<DynamicTest> tests(Store store, Map<String, ResultQuery<?>> cases) {
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(store, each.getValue())));
    }

    private static <R extends Record> void compare(Store store, ResultQuery<R> query) throws SQLException {
        List<R> ours = store.fetch(Jooq.jooq(query));
        Result<R> theirs = store.attached().fetch(query);
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
