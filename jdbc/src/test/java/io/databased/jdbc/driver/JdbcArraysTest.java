package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Json;
import io.databased.Row;
import io.databased.StatementException;
import io.databased.servers.PostgresServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of arrays and of other compound values are read as the same values are in columns, in a JVM that has summer time. */
final class JdbcArraysTest {
    private static final TimeZone BEFORE = TimeZone.getDefault();
    private static final LocalDateTime IN_THE_GAP = LocalDateTime.of(2024, 3, 31, 2, 30);
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @BeforeEach
    void liveInBerlin() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    }

    @AfterEach
    void moveBack() {
        TimeZone.setDefault(BEFORE);
    }

    private static Row row(String url, String sql, Object... values) {
        try (Database database = await(Database.of(url).connect())) {
            return database.blocking().fetchOne(sql(sql).values(values)).orElseThrow();
        }
    }

    private static void streamed(String url, String sql) {
        try (Database database = await(Database.of(url).connect())) {
            database.blocking().forEach(sql(sql), read -> {});
        }
    }

    private static String postgres() {
        return PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().createDatabase()));
    }

    private static List<Object> list(Object... elements) {
        return Arrays.asList(elements);
    }

    static Stream<Arguments> postgresElements() {
        return Stream.of(
                Arguments.of("timestamp '2024-03-31 02:30'", IN_THE_GAP),
                Arguments.of("timestamp '0044-03-15 12:00 BC'", LocalDateTime.of(-43, 3, 15, 12, 0)),
                Arguments.of(
                        "timestamp '294276-12-31 23:59:59.999999'",
                        LocalDateTime.of(294_276, 12, 31, 23, 59, 59, 999_999_000)),
                Arguments.of("timestamptz '2024-03-31 01:30+00'", OffsetDateTime.parse("2024-03-31T01:30Z")),
                Arguments.of("timestamptz '1800-01-01 00:00+00'", OffsetDateTime.parse("1800-01-01T00:00Z")),
                Arguments.of("date '0044-03-15 BC'", LocalDate.of(-43, 3, 15)),
                Arguments.of("date 'infinity'", LocalDate.MAX),
                Arguments.of("date '1893-04-01'", LocalDate.of(1893, 4, 1)),
                Arguments.of("time '02:30:15.123456'", LocalTime.of(2, 30, 15, 123_456_000)),
                Arguments.of("timetz '02:30+05:30'", OffsetTime.parse("02:30+05:30")),
                Arguments.of("interval '1 day 2 hours -3.5 seconds'", Duration.parse("PT25H59M56.5S")),
                Arguments.of("interval '-00:00:00.000001'", Duration.parse("-PT0.000001S")),
                Arguments.of("interval '1 year 2 mons -3 days 04:05:06'", "P1Y2M-3DT4H5M6S"),
                Arguments.of("uuid '00112233-4455-6677-8899-aabbccddeeff'", ID),
                Arguments.of("'{\"a\": 1}'::jsonb", new Json("{\"a\": 1}")),
                Arguments.of("1.50::numeric", new BigDecimal("1.50")),
                Arguments.of("'NaN'::numeric", Double.NaN),
                Arguments.of("'1.5'::money", new BigDecimal("1.50")),
                Arguments.of("7::int2", 7),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("true", true),
                Arguments.of("'a,b'::text", "a,b"),
                Arguments.of("'NULL'::text", "NULL"),
                Arguments.of("inet '::1'", "::1"),
                Arguments.of("int4range(1, 2)", "[1,2)"),
                Arguments.of("point(1, 2)", "(1,2)"),
                Arguments.of("ROW(1, 'a')", "(1,a)"));
    }

    @ParameterizedTest
    @MethodSource("postgresElements")
    void elementsOfPostgresqlAreReadAsColumnsAre(String literal, Object value) {
        Row row = row(
                postgres(),
                "SELECT " + literal + " AS v, ARRAY[" + literal + ", NULL] AS a, ARRAY[[" + literal + "]] AS n, ("
                        + "ARRAY[" + literal + "])[2:3] AS e");

        assertThat(row.get("v")).isEqualTo(value);
        assertThat(row.get("a")).isEqualTo(list(value, null));
        assertThat(row.get("n")).isEqualTo(list(list(value)));
        assertThat(row.get("e")).isEqualTo(list());
    }

    static Stream<Arguments> bound() {
        return Stream.of(
                Arguments.of("timestamp", new LocalDateTime[] {IN_THE_GAP, null, LocalDateTime.of(-43, 3, 15, 12, 0)}),
                Arguments.of("timestamptz", new OffsetDateTime[] {OffsetDateTime.parse("2024-03-31T01:30Z")}),
                Arguments.of("date", new LocalDate[] {LocalDate.of(-43, 3, 15), LocalDate.of(12_345, 6, 7)}),
                Arguments.of("time", new LocalTime[] {LocalTime.of(2, 30)}),
                Arguments.of("timetz", new OffsetTime[] {OffsetTime.parse("02:30+05:30")}),
                Arguments.of("interval", new Duration[] {Duration.parse("-PT26H0.5S")}),
                Arguments.of("uuid", new UUID[] {ID, null}),
                Arguments.of("jsonb", new Json[] {new Json("{\"a\": 1}")}),
                Arguments.of("int", new Integer[][] {{1, 2}, {3, null}}),
                Arguments.of("text", new String[][] {{"a,b"}, {"\"\\NULL"}}),
                Arguments.of("timestamp", new LocalDateTime[][] {{IN_THE_GAP}}),
                Arguments.of("int", new Integer[0]));
    }

    @ParameterizedTest
    @MethodSource("bound")
    void arraysOfPostgresqlComeBackAsTheyWereBound(String type, Object[] array) {
        Row row = row(postgres(), "SELECT CAST(? AS " + type + "[]) AS v", (Object) array);

        assertThat(row.get("v")).isEqualTo(lists(array));
    }

    private static List<Object> lists(Object[] array) {
        return Arrays.stream(array)
                .map(each -> each instanceof Object[] inner ? lists(inner) : each)
                .toList();
    }

    static Stream<Arguments> h2Elements() {
        return Stream.of(
                Arguments.of("TIMESTAMP '2024-03-31 02:30:00'", IN_THE_GAP),
                Arguments.of("TIMESTAMP '-0043-03-15 12:00:00'", LocalDateTime.of(-43, 3, 15, 12, 0)),
                Arguments.of(
                        "TIMESTAMP WITH TIME ZONE '2024-03-31 02:30:00+02'",
                        OffsetDateTime.parse("2024-03-31T02:30+02:00")),
                Arguments.of("DATE '1893-04-01'", LocalDate.of(1893, 4, 1)),
                Arguments.of("TIME '02:30:15.123456789'", LocalTime.of(2, 30, 15, 123_456_789)),
                Arguments.of("TIME WITH TIME ZONE '02:30:00+05'", OffsetTime.parse("02:30+05:00")),
                Arguments.of("INTERVAL '90000' SECOND", Duration.ofSeconds(90_000)),
                Arguments.of("INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1-2' YEAR TO MONTH"),
                Arguments.of("JSON '{\"a\":1}'", new Json("{\"a\":1}")),
                Arguments.of("UUID '00112233-4455-6677-8899-aabbccddeeff'", ID),
                Arguments.of("CAST(7 AS TINYINT)", 7),
                Arguments.of("CAST('long' AS CLOB)", "long"),
                Arguments.of("ROW(1, TIMESTAMP '2024-03-31 02:30:00', NULL)", list(1, IN_THE_GAP, null)));
    }

    @ParameterizedTest
    @MethodSource("h2Elements")
    void elementsOfH2AreReadAsColumnsAre(String literal, Object value) {
        Row row = row(
                "jdbc:h2:mem:",
                "SELECT " + literal + " AS v, ARRAY[" + literal + ", NULL] AS a, ARRAY[ARRAY[" + literal + "]] AS n");

        assertThat(row.get("V")).isEqualTo(value);
        assertThat(row.get("A")).isEqualTo(list(value, null));
        assertThat(row.get("N")).isEqualTo(list(list(value)));
    }

    static Stream<Arguments> boundToH2() {
        return Stream.of(
                Arguments.of(
                        "TIMESTAMP(9)", new LocalDateTime[] {IN_THE_GAP, null, LocalDateTime.of(-43, 3, 15, 12, 0)}),
                Arguments.of(
                        "TIMESTAMP(9) WITH TIME ZONE",
                        new OffsetDateTime[] {OffsetDateTime.parse("2024-03-31T02:30:00.123456789+02:00")}),
                Arguments.of("DATE", new LocalDate[] {LocalDate.of(-43, 3, 15), LocalDate.of(1582, 10, 10)}),
                Arguments.of("TIME(9)", new LocalTime[] {LocalTime.of(2, 30, 15, 123_456_789)}),
                Arguments.of("TIME(9) WITH TIME ZONE", new OffsetTime[] {OffsetTime.parse("02:30:15.123456789+05:30")}),
                Arguments.of("INTERVAL DAY TO SECOND(9)", new Duration[] {Duration.parse("-PT26H0.5S")}),
                Arguments.of("UUID", new UUID[] {ID, null}),
                Arguments.of("JSON", new Json[] {new Json("{\"a\":1}")}),
                Arguments.of("NUMERIC(20,2)", new BigDecimal[] {new BigDecimal("123456789012345678.90")}),
                Arguments.of("VARCHAR", new String[] {"a,b", null}),
                Arguments.of("INTEGER", new Integer[0]),
                Arguments.of("TIMESTAMP(9) ARRAY", new LocalDateTime[][] {{IN_THE_GAP}, {}}));
    }

    @ParameterizedTest
    @MethodSource("boundToH2")
    void arraysOfH2ComeBackAsTheyWereBound(String type, Object[] array) {
        Row row = row("jdbc:h2:mem:", "SELECT CAST(? AS " + type + " ARRAY) AS v", (Object) array);

        assertThat(row.get("V")).isEqualTo(lists(array));
    }

    static Stream<Arguments> duckElements() {
        return Stream.of(
                Arguments.of("TIMESTAMP '2024-06-30 02:30:00'", LocalDateTime.of(2024, 6, 30, 2, 30)),
                Arguments.of("DATE '1893-04-01'", LocalDate.of(1893, 4, 1)),
                Arguments.of("TIME '02:30:15.123456'", LocalTime.of(2, 30, 15, 123_456_000)),
                Arguments.of("UUID '00112233-4455-6677-8899-aabbccddeeff'", ID),
                Arguments.of("'{\"a\":1}'::JSON", new Json("{\"a\":1}")),
                Arguments.of("7::TINYINT", 7),
                Arguments.of("'a'::VARCHAR", "a"),
                Arguments.of("{'a': 1, 'b': ['x', NULL]}", list(1, list("x", null))),
                Arguments.of("MAP {'k': [1]}", Map.of("k", list(1))));
    }

    @ParameterizedTest
    @MethodSource("duckElements")
    void elementsOfDuckDbAreReadAsColumnsAre(String literal, Object value) {
        Row row = row(
                "jdbc:duckdb:", "SELECT " + literal + " AS v, [" + literal + ", NULL] AS a, [[" + literal + "]] AS n");

        assertThat(row.get("v")).isEqualTo(value);
        assertThat(row.get("a")).isEqualTo(list(value, null));
        assertThat(row.get("n")).isEqualTo(list(list(value)));
    }

    @Test
    void datesThatDuckDbsDriverWouldMoveAreRefusedInArrays() {
        for (LocalDate early : List.of(LocalDate.of(1582, 10, 10), LocalDate.of(-43, 3, 15))) {
            StatementException refused = assertThrows(
                    StatementException.class,
                    () -> row("jdbc:duckdb:", "SELECT CAST(? AS DATE[]) AS v", (Object) new LocalDate[] {early, null}));
            assertThat(refused).hasMessageContaining("before 1582-10-15").hasMessageContaining("CAST(? AS DATE[])");
        }
        LocalDate[] later = {LocalDate.of(1582, 10, 15), null, LocalDate.of(12_345, 6, 7)};
        assertThat(row("jdbc:duckdb:", "SELECT CAST(? AS DATE[]) AS v", (Object) later)
                        .get("v"))
                .isEqualTo(lists(later));
    }

    static Stream<Arguments> infinite() {
        return Stream.of(
                Arguments.of("DATE", LocalDate.MAX, LocalDate.MIN),
                Arguments.of("TIMESTAMP", LocalDateTime.MAX, LocalDateTime.MIN),
                Arguments.of("TIMESTAMPTZ", OffsetDateTime.MAX, OffsetDateTime.MIN));
    }

    @ParameterizedTest
    @MethodSource("infinite")
    void infinityIsTheLastAndFirstThereIsOnDuckDb(String type, Object last, Object first) {
        String read =
                "SELECT " + type + " 'infinity' AS l, " + type + " '-infinity' AS f, [" + type + " 'infinity'] AS a";
        Row row = row("jdbc:duckdb:", read);

        assertThat(row.get("l")).isEqualTo(last);
        assertThat(row.get("f")).isEqualTo(first);
        assertThat(row("jdbc:duckdb:", "SELECT CAST(CAST(? AS " + type + ") AS VARCHAR) AS v", last)
                        .get("v"))
                .isEqualTo("infinity");
        assertThat(row("jdbc:duckdb:", "SELECT CAST(CAST(? AS " + type + ") AS VARCHAR) AS v", first)
                        .get("v"))
                .isEqualTo("-infinity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIME '24:00:00'",
                "[TIME '24:00:00']",
                "[NULL, TIME '24:00:00']",
                "[[TIME '00:00:00'], [TIME '24:00:00']]",
                "[TIME '00:00:00', TIME '24:00:00']::TIME[2]",
                "{'at': TIME '24:00:00'}",
                "[{'at': [TIME '24:00:00']}]",
                "MAP {'at': TIME '24:00:00'}",
                "[TIMETZ '24:00:00+02']"
            })
    void theEndOfADayIsRefusedByNameOnDuckDb(String value) {
        StatementException refused =
                assertThrows(StatementException.class, () -> row("jdbc:duckdb:", "SELECT " + value + " AS closing"));

        assertThat(refused).hasMessageContaining("column \"closing\" holds the time 24:00:00");
    }

    /** The driver does not say which. */
    @Test
    void theColumnsThatMayHoldTheEndOfADayAreNamedOnDuckDb() {
        String query = "SELECT [1] AS n, [TIME '10:00'] AS \"from\", [TIME '24:00'] AS \"to\", TIME '11:00' AS at";

        for (ThrowingCallable reading :
                List.<ThrowingCallable>of(() -> row("jdbc:duckdb:", query), () -> streamed("jdbc:duckdb:", query))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("column \"from\" or \"to\" holds the time 24:00:00");
        }
    }

    @Test
    void bytesInArraysAreBytes() {
        assertThat((byte[]) ((List<?>) row(postgres(), "SELECT ARRAY['\\x00ff'::bytea] AS v")
                                .get("v"))
                        .get(0))
                .containsExactly(0, -1);
        assertThat((byte[]) ((List<?>) row("jdbc:duckdb:", "SELECT ['\\x00\\xFF'::BLOB] AS v")
                                .get("v"))
                        .get(0))
                .containsExactly(0, -1);
        assertThat((byte[]) ((List<?>) row("jdbc:h2:mem:", "SELECT ARRAY[X'00ff'] AS v")
                                .get("V"))
                        .get(0))
                .containsExactly(0, -1);
    }

    @Test
    void arraysOfInstantsAreBoundAsInstants() {
        Instant instant = Instant.parse("2024-03-31T01:30:00.123456Z");
        Row row = row(postgres(), "SELECT (CAST(? AS timestamptz[]))[1] AS v", (Object) new Instant[] {instant});
        assertThat(row.get("v", Instant.class)).isEqualTo(instant);
    }
}
