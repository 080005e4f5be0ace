package io.databased.jooq;

import static io.databased.jooq.Jooq.jooq;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.databased.Database;
import io.databased.MappingException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that jOOQ writes and reads, whole, where its own way through {@code java.sql} bends them. */
class WholeValuesTest {
    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of(SQLDataType.LOCALTIME, LocalTime.of(23, 59, 59, 999_999_000), "23:59:59.999999"),
                Arguments.of(SQLDataType.LOCALTIME, LocalTime.of(12, 0), "12:00:00"),
                Arguments.of(SQLDataType.LOCALDATE, LocalDate.of(1582, 10, 10), "1582-10-10"),
                Arguments.of(SQLDataType.LOCALDATE, LocalDate.of(2024, 2, 29), "2024-02-29"),
                Arguments.of(
                        SQLDataType.LOCALDATETIME,
                        LocalDateTime.of(2024, 3, 31, 2, 30, 0, 123_456_000),
                        "2024-03-31 02:30:00.123456"),
                Arguments.of(SQLDataType.LOCALDATETIME, LocalDateTime.of(1582, 10, 10, 1, 1), "1582-10-10 01:01:00"),
                Arguments.of(
                        SQLDataType.OFFSETDATETIME,
                        OffsetDateTime.parse("2024-03-31T01:30:00.5Z"),
                        "2024-03-31 01:30:00.500000000Z"),
                Arguments.of(
                        SQLDataType.INSTANT, Instant.parse("2024-03-31T01:30:00Z"), "2024-03-31 01:30:00.000000000Z"),
                Arguments.of(SQLDataType.OFFSETTIME, OffsetTime.parse("10:15+01:00"), "10:15:00.000000000+01:00"),
                Arguments.of(
                        SQLDataType.TIMESTAMP,
                        Timestamp.valueOf("2024-02-29 02:30:00.123456"),
                        "2024-02-29 02:30:00.123456"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void timesOnSqlite(DataType<Object> type, Object time, String stored) {
        try (Database database = Database.of("sqlite:///:memory:")) {
            await(database.connect());
            await(database.execute("CREATE TABLE t (v TEXT)"));
            Field<Object> v = field(name("v"), type);

            await(database.execute(jooq(insertInto(table(name("t"))).columns(v).values(val(time, type)))));

            assertThat(await(database.fetchExactlyOne("SELECT v FROM t")).getString("v"))
                    .isEqualTo(stored);
            Object plain = time instanceof Timestamp at ? at.toLocalDateTime() : time;
            assertThat(await(database.fetchAll("SELECT v FROM t WHERE v = ?", List.of(plain))))
                    .as("jOOQ and SQL write the same")
                    .hasSize(1);
            Record1<Object> read = await(database.fetchExactlyOne(
                    jooq(select(v).from(table(name("t"))).where(v.eq(val(time, type))))));
            assertThat(read.value1()).isEqualTo(time);
            assertThat(read.changed()).isFalse();
            assertThat(read.original(v)).isEqualTo(time);
        }
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                Arguments.of(SQLDataType.INTEGER.getArrayDataType(), new Integer[] {1, null, 3}),
                Arguments.of(SQLDataType.INTEGER.getArrayDataType(), new Integer[0]),
                Arguments.of(SQLDataType.VARCHAR.getArrayDataType(), new String[] {"a,b", "", null}),
                Arguments.of(SQLDataType.LOCALDATE.getArrayDataType(), new LocalDate[] {LocalDate.of(2024, 1, 1)}),
                Arguments.of(SQLDataType.UUID.getArrayDataType(), new UUID[] {new UUID(1, 2)}));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysOnH2(DataType<Object[]> type, Object[] array) {
        try (Database database = Database.of("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")) {
            await(database.connect());
            await(database.execute("CREATE TABLE \"t\" (\"v\" " + type.getCastTypeName() + ")"));
            Field<Object[]> v = field(name("v"), type);

            await(database.execute(jooq(insertInto(table(name("t"))).columns(v).values(val(array, type)))));

            assertThat(await(database.fetchExactlyOne(jooq(select(v).from(table(name("t"))))))
                            .value1())
                    .isEqualTo(array);
        }
    }

    static Stream<DataType<?>> flat() {
        return Stream.of(
                SQLDataType.VARCHAR,
                SQLDataType.CLOB,
                SQLDataType.JSON,
                SQLDataType.JSONB,
                SQLDataType.XML,
                SQLDataType.INTEGER,
                SQLDataType.BLOB,
                SQLDataType.LOCALDATE,
                SQLDataType.OFFSETTIME,
                SQLDataType.BIGINTUNSIGNED,
                SQLDataType.INTERVAL);
    }

    /** Of the inner arrays jOOQ made the text {@code [1, 2]}. */
    @ParameterizedTest
    @MethodSource("flat")
    void arraysInArraysAreNotReadAsElements(DataType<?> element) {
        try (Database database = await(Database.of("jdbc:h2:mem:").connect())) {
            Field<?> flat = field("ARRAY[ARRAY['1', '2'], ARRAY['3']]", element.getArrayDataType());

            assertThat(failure(database.fetchAll(jooq(select(flat))), MappingException.class))
                    .isNotNull();
        }
    }

    @Test
    void arraysInArraysAreReadAsSuch() {
        try (Database database = await(Database.of("jdbc:h2:mem:").connect())) {
            String arrays = "ARRAY[ARRAY['1', '2'], ARRAY['3'], NULL]";
            Field<?> deep = field(arrays, SQLDataType.VARCHAR.getArrayDataType().getArrayDataType());

            assertThat(await(database.fetchExactlyOne(jooq(select(deep)))).value1())
                    .isEqualTo(new String[][] {{"1", "2"}, {"3"}, null});
            assertThat(await(database.fetchExactlyOne(jooq(select(field(arrays, Object[].class)))))
                            .value1())
                    .isEqualTo(new Object[] {List.of("1", "2"), List.of("3"), null});
        }
    }
}
