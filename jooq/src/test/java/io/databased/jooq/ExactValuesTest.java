package io.databased.jooq;

import static io.databased.Sql.sql;
import static io.databased.jooq.Jooq.jooq;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.databased.MappingException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is read by jOOQ as what it is, or not at all; what is bound is what the database gets. */
@TestInstance(Lifecycle.PER_CLASS)
final class ExactValuesTest {
    private PostgresStore store;
    private TimeZone zone;

    @BeforeAll
    void open() throws SQLException {
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // with hours that do not exist
        store = PostgresStore.create();
    }

    @AfterAll
    void close() throws SQLException {
        store.close();
        TimeZone.setDefault(zone);
    }

    private <T> T read(Field<T> field) {
        return store.fetch(jooq(select(field)).map(Record1::value1)).get(0);
    }

    private static DataType<?> type(String name) {
        return switch (name) {
            case "TINYINT" -> SQLDataType.TINYINT;
            case "SMALLINT" -> SQLDataType.SMALLINT;
            case "INTEGER" -> SQLDataType.INTEGER;
            case "BIGINT" -> SQLDataType.BIGINT;
            case "REAL" -> SQLDataType.REAL;
            case "DOUBLE" -> SQLDataType.DOUBLE;
            case "NUMERIC" -> SQLDataType.NUMERIC;
            case "OFFSETDATETIME" -> SQLDataType.OFFSETDATETIME;
            case "INSTANT" -> SQLDataType.INSTANT;
            case "BOOLEAN" -> SQLDataType.BOOLEAN;
            case "VARCHAR" -> SQLDataType.VARCHAR;
            case "LOCALDATE" -> SQLDataType.LOCALDATE;
            case "LOCALTIME" -> SQLDataType.LOCALTIME;
            case "DATE" -> SQLDataType.DATE;
            case "TIME" -> SQLDataType.TIME;
            case "TIMESTAMP" -> SQLDataType.TIMESTAMP;
            default -> SQLDataType.LOCALDATETIME;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "4294967297::int8; INTEGER",
                "'abc'::text; INTEGER",
                "'abc'::text; BIGINT",
                "'abc'::text; NUMERIC",
                "'abc'::text; DOUBLE",
                "'abc'::text; BOOLEAN",
                "''::text; INTEGER",
                "65537::int4; SMALLINT",
                "257::int4; TINYINT",
                "-129::int4; TINYINT",
                "9223372036854775808::numeric; BIGINT",
                "1e400::numeric; DOUBLE",
                "1e300::float8; REAL",
                "'NaN'::numeric; NUMERIC",
                "'Infinity'::numeric; BIGINT",
                "'NaN'::float8; INTEGER",
                "date '2024-01-01'; INTEGER",
                "1.5; BOOLEAN",
                "'NaN'::float8; BOOLEAN",
                "interval '-1 day'; LOCALDATE",
                "interval '2 days'; LOCALTIME",
                "interval '-1 hour'; LOCALDATETIME",
                "date '2024-01-01'; LOCALTIME",
                "date 'infinity'; LOCALTIME",
                "timestamp 'infinity'; LOCALTIME",
                "timestamptz '-infinity'; LOCALTIME",
                "timestamp 'infinity'; OFFSETDATETIME",
                "timestamp 'infinity'; INSTANT",
                "timestamp '-infinity'; OFFSETDATETIME",
                "timestamptz '-infinity'; OFFSETDATETIME",
                "time '12:00'; LOCALDATE",
                "timetz '12:00+05:30'; LOCALTIME",
                "42; LOCALDATE",
                "'\\xff'::bytea; VARCHAR",
                "'abc'::text; LOCALDATE",
                "'24:00'::time; LOCALTIME"
            })
    void whatDoesNotFitFailsAsOverJdbc(String expression, String type) {
        Field<?> field = field(expression, type(type));
        var ours = store.database().fetchAll(jooq(select(field)));
        if (expression.startsWith("'24:00'")) {
            failure(ours, io.databased.StatementException.class);
        } else {
            assertThat(failure(ours, MappingException.class)).hasRootCauseInstanceOf(SQLException.class);
        }
    }

    /** jOOQ makes intervals of nothing of them. */
    @Test
    void elementsThatAreIntervalsAreRead() {
        assertThat(read(field(
                        "array[interval '1 day', null, '-00:00:01.5', '36:00']",
                        SQLDataType.INTERVALDAYTOSECOND.getArrayDataType())))
                .isEqualTo(new DayToSecond[] {
                    DayToSecond.valueOf(Duration.ofDays(1)),
                    null,
                    DayToSecond.valueOf(Duration.ofMillis(-1_500)),
                    DayToSecond.valueOf(Duration.ofHours(36))
                });
        assertThat(read(field("array[interval '-14 mons']", SQLDataType.INTERVALYEARTOMONTH.getArrayDataType())))
                .isEqualTo(new YearToMonth[] {new YearToMonth(1, 2).neg()});
        assertThat(read(field("array[interval '1 mon -1 day']", SQLDataType.INTERVAL.getArrayDataType()))[0])
                .isEqualTo(new YearToSecond(new YearToMonth(0, 1), DayToSecond.valueOf(Duration.ofDays(-1))));
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("array[interval '1 mon']", SQLDataType.INTERVALDAYTOSECOND.getArrayDataType()),
                Arguments.of("array[interval '1 mon 1 day']", SQLDataType.INTERVALYEARTOMONTH.getArrayDataType()),
                Arguments.of("array['infinity'::interval]", SQLDataType.INTERVAL.getArrayDataType()),
                Arguments.of("interval '1 mon 1 day'", SQLDataType.INTERVALDAYTOSECOND),
                Arguments.of("interval '1 mon'", SQLDataType.INTERVALDAYTOSECOND),
                Arguments.of("interval '1 day'", SQLDataType.INTERVALYEARTOMONTH),
                Arguments.of("interval 'infinity'", SQLDataType.INTERVAL),
                Arguments.of("array[-1]", SQLDataType.INTEGERUNSIGNED.getArrayDataType()),
                Arguments.of("array['x']", SQLDataType.BOOLEAN.getArrayDataType()),
                Arguments.of("array['\\xff'::bytea]", SQLDataType.VARCHAR.getArrayDataType()),
                Arguments.of("array[1, 2]", SQLDataType.VARCHAR),
                Arguments.of("array['a']", SQLDataType.CLOB),
                Arguments.of("array[[1], [2]]", SQLDataType.VARCHAR));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatIsNoSuchValueFails(String expression, DataType<?> type) {
        failure(store.database().fetchAll(jooq(select(field(expression, type)))), MappingException.class);
    }

    /** By way of {@code java.sql} they would be of hours that there are, and of another calendar. */
    @ParameterizedTest
    @ValueSource(strings = {"2024-03-31T02:30", "2024-03-31T02:30:00.5", "1582-10-10T12:00", "-0043-03-15T12:00"})
    void textsAreTheDatesAndTimesThatTheySay(String text) {
        LocalDateTime time = LocalDateTime.parse(text);
        assertThat(read(field("'" + text + "'::text", SQLDataType.LOCALDATETIME)))
                .isEqualTo(time);
        assertThat(read(field("'" + time.toLocalDate() + "'::text", SQLDataType.LOCALDATE)))
                .isEqualTo(time.toLocalDate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0043-03-15T12:00:00.5Z",
                "0000-02-28T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "-4712-01-01T00:00:00Z"
            })
    void instantsBeforeChristAreRead(String text) {
        Instant instant = Instant.parse(text);
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
        assertThat(read(val(at).as("v"))).isEqualTo(at);
        assertThat(read(val(instant).as("v"))).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "array[4294967297::int8]; INTEGER",
                "array[1, 1.5]; BIGINT",
                "array[18446744073709551615]; BIGINT",
                "array[1.5, 'NaN'::numeric]; NUMERIC",
                "array[[1, 257]]; TINYINT",
                "array['x']; INTEGER",
                "array['x']; LOCALDATE",
                "array[timestamptz 'infinity']; LOCALDATETIME",
                "array[date 'infinity']; OFFSETDATETIME",
                "array[date '2024-01-01']; INSTANT"
            })
    void elementsThatDoNotFitFail(String expression, String type) {
        DataType<?> element = expression.startsWith("array[[") ? type(type).getArrayDataType() : type(type);
        DataType<?> array = element.getArrayDataType();

        failure(store.database().fetchAll(jooq(select(field(expression, array)))), MappingException.class);
    }

    @Test
    void aValueThatJooqMakesNullOfFails() {
        failure(store.database().fetchAll(jooq(select(field("'x'", SQLDataType.UUID)))), MappingException.class);
        failure(
                store.database().fetchAll(jooq(select(field("array['x']", SQLDataType.UUID.getArrayDataType())))),
                MappingException.class);
        DataType<String> blank = SQLDataType.VARCHAR.asConvertedDataType(
                Converter.ofNullable(String.class, String.class, text -> null, text -> text));
        assertThat(store.fetch(jooq(select(field("'x'", blank))).map(Record1::value1)))
                .as("its own converter may")
                .containsOnlyNulls();
    }

    @Test
    void timesAreReadWholeFromOtherTypes() {
        assertThat(read(field("time '12:00:00.123456'", SQLDataType.LOCALDATETIME)))
                .isEqualTo("1970-01-01T12:00:00.123456");
        assertThat(read(field("timestamp '2024-03-31 02:30:00.5'", SQLDataType.LOCALTIME)))
                .isEqualTo("02:30:00.500");
        assertThat(read(field("timestamptz '2024-07-01 23:30+00'", SQLDataType.LOCALDATE)))
                .as("in the zone of the JVM")
                .isEqualTo("2024-07-02");
        assertThat(read(field("date '0044-03-15 BC'", SQLDataType.LOCALDATETIME)))
                .isEqualTo("-0043-03-15T00:00");
        assertThat(read(field("timestamptz 'infinity'", SQLDataType.LOCALDATE))).isEqualTo(LocalDate.MAX);
        assertThat(read(field("date '-infinity'", SQLDataType.LOCALDATETIME))).isEqualTo(LocalDateTime.MIN);
        assertThat(read(field("array[1, null]", SQLDataType.BIGINT.getArrayDataType())))
                .containsExactly(1L, null);
    }

    /** The types of {@code java.sql} have the values of PostgreSQL's driver for them, which it takes, too. */
    @Test
    void infinitiesAreReadAndGoBack() {
        java.sql.Date date = read(field("date 'infinity'", SQLDataType.DATE));
        java.sql.Timestamp time = read(field("timestamp '-infinity'", SQLDataType.TIMESTAMP));
        assertThat(date.getTime()).isEqualTo(9_223_372_036_825_200_000L);
        assertThat(time.getTime()).isEqualTo(-9_223_372_036_832_400_000L);
        assertThat(read(field("date 'infinity' = {0}", SQLDataType.BOOLEAN, val(date))))
                .isTrue();
        assertThat(read(field("date '-infinity'", SQLDataType.LOCALDATE))).isEqualTo(LocalDate.MIN);
        assertThat(read(field("timestamptz 'infinity'", SQLDataType.OFFSETDATETIME)))
                .isEqualTo(OffsetDateTime.MAX);
        assertThat(read(field("timestamptz 'infinity'", SQLDataType.INSTANT)))
                .isEqualTo(OffsetDateTime.MAX.toInstant());
    }

    /** The driver of databased-postgresql sends the first, and not the last. */
    @Test
    void infiniteInstantsGoBackOrAreRefusedByName() {
        assertThat(read(field("({0})::text", SQLDataType.VARCHAR, val(OffsetDateTime.MAX))))
                .isEqualTo("infinity");
        assertThat(failure(
                        store.database()
                                .fetchAll(jooq(
                                        select(field("({0})::text", SQLDataType.VARCHAR, val(OffsetDateTime.MIN))))),
                        io.databased.StatementException.class))
                .hasMessageContaining("cannot send -infinity");
    }

    /** Each as it is outside of arrays: of what Java's own conversion makes of it some are other days. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "date 'infinity'; DATE",
                "date '-infinity'; TIMESTAMP",
                "timestamp '-infinity'; DATE",
                "timestamp 'infinity'; TIMESTAMP",
                "timestamptz '-infinity'; DATE",
                "timestamptz '2024-07-01 23:30+00'; DATE",
                "timestamptz '2024-07-01 23:30+00'; TIMESTAMP",
                "date '0044-03-15 BC'; DATE",
                "timestamp '0044-03-15 12:00 BC'; TIMESTAMP",
                "timestamp '1582-10-10 12:00'; DATE",
                "timestamp '1582-10-10 12:00'; TIMESTAMP",
                "timestamp '2024-03-31 02:30'; TIMESTAMP",
                "time '23:59:59.123456'; TIME"
            })
    void timesInArraysAreThoseOutsideOfThem(String expression, String type) {
        Object alone = read(field(expression, type(type)));
        Object[] array = (Object[])
                read(field("array[" + expression + ", null]", type(type).getArrayDataType()));

        assertThat(array[1]).isNull();
        assertThat(((java.util.Date) array[0]).getTime()).isEqualTo(((java.util.Date) alone).getTime());
        assertThat(local(array[0])).isEqualTo(local(alone));
    }

    private static Object local(Object time) {
        return time instanceof java.sql.Date date
                ? date.toLocalDate()
                : time instanceof java.sql.Time clock
                        ? clock.toLocalTime()
                        : ((java.sql.Timestamp) time).toLocalDateTime();
    }

    /** As a text each is what the row gives as one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "date '0044-03-15 BC'",
                "timestamptz '0044-03-15 12:00+00 BC'",
                "timestamptz '-infinity'",
                "timestamp 'infinity'"
            })
    void textsOfTimesAreThoseOfTheRow(String expression) {
        String ofRow = await(store.database().fetchAll("SELECT " + expression + " AS v"))
                .get(0)
                .getString("v");
        assertThat(read(field(expression, SQLDataType.VARCHAR))).isEqualTo(ofRow);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "4294967297::int8; INTEGER",
                "'abc'::text; INTEGER",
                "65537::int4; SMALLINT",
                "9223372036854775808::numeric; BIGINT"
            })
    void soDoesTheDriverOfJdbc(String expression, String type) {
        Field<?> field = field(expression, type(type));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> store.attached().select(field).fetch())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void whatFitsIsRead() {
        assertThat(read(field("2147483647::int8", SQLDataType.INTEGER))).isEqualTo(Integer.MAX_VALUE);
        assertThat(read(field("-128::int8", SQLDataType.TINYINT))).isEqualTo(Byte.MIN_VALUE);
        assertThat(read(field("' 12 '::text", SQLDataType.INTEGER))).isEqualTo(12);
        assertThat(read(field("12.00::numeric", SQLDataType.INTEGER))).isEqualTo(12);
        assertThat(read(field("1.5::float8", SQLDataType.REAL))).isEqualTo(1.5f);
        assertThat(read(field("'NaN'::float8", SQLDataType.DOUBLE))).isNaN();
        assertThat(read(field("'-Infinity'::float4", SQLDataType.REAL))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(read(field("true", SQLDataType.INTEGER))).isEqualTo(1);
        assertThat(read(field("0.10::numeric", SQLDataType.NUMERIC))).isEqualTo(new BigDecimal("0.10"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0043-03-15",
                "-4712-01-01",
                "0000-02-29",
                "0001-01-01",
                "1500-02-28",
                "1581-12-28",
                "1582-01-07",
                "1582-10-10",
                "1582-10-15",
                "2024-02-29",
                "9999-12-31",
                "+12345-06-07"
            })
    void datesAreThoseThatWereBound(String text) {
        LocalDate date = LocalDate.parse(text);
        comesBack(date, SQLDataType.LOCALDATE, "date");
        comesBack(date.atTime(2, 30, 0, 123_456_000), SQLDataType.LOCALDATETIME, "timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00", "02:30", "09:30:01", "23:59:59.999999", "12:00:00.000001"})
    void timesAreThoseThatWereBound(String text) {
        LocalTime time = LocalTime.parse(text);
        comesBack(time, SQLDataType.LOCALTIME, "time");
        comesBack(
                LocalDate.of(2024, 3, 31).atTime(time),
                SQLDataType.LOCALDATETIME,
                "timestamp"); // 02:30 is no hour there
        comesBack(LocalDate.of(2024, 10, 27).atTime(time), SQLDataType.LOCALDATETIME, "timestamp");
    }

    private <T> void comesBack(T value, DataType<T> type, String ofTheServer) {
        String sent = store.fetch(jooq(select(field("{0}::text", String.class, val(value, type))))
                        .map(Record1::value1))
                .get(0);
        String natively = await(store.database()
                        .fetchOne(
                                sql("SELECT CAST(:v AS text)").bind("v", value).value(String.class)))
                .orElseThrow();
        assertThat(sent).isEqualTo(natively);
        Field<T> field = field("cast({0} as text)::" + ofTheServer, type, val(sent));
        assertThat(read(field)).isEqualTo(value);
        assertThat(await(store.database()
                        .fetchOne(sql("SELECT CAST(CAST(:v AS text) AS " + ofTheServer + ")")
                                .bind("v", sent)
                                .value(type.getType()))))
                .contains(value);
    }

    @Test
    void arraysOfDatesAreThoseThatWereBound() {
        LocalDate[] dates = {LocalDate.of(-43, 3, 15), null, LocalDate.of(1582, 10, 10)};
        String sent = store.fetch(jooq(select(field("{0}::text", String.class, val(dates))))
                        .map(Record1::value1))
                .get(0);
        assertThat(sent).isEqualTo("{\"0044-03-15 BC\",NULL,1582-10-10}");
        List<LocalDateTime[]> read = store.fetch(
                jooq(select(array(val(LocalDateTime.of(2024, 3, 31, 2, 30))))).map(Record1::value1));
        assertThat(read.get(0)).containsExactly(LocalDateTime.of(2024, 3, 31, 2, 30));
    }
}
