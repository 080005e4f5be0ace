package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Row;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that PostgreSQL's JDBC driver would send or give otherwise: they go and come as through databased-postgresql. */
@Tag("I14")
final class PgjdbcValuesTest {
    private static final long NANOS = 999_999_999;
    private static final LocalDate FIRST_DAY = LocalDate.of(-4713, 11, 24);

    private final Database database = Database.of(
            PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().createDatabase())));

    @BeforeEach
    void connect() {
        await(database.connect());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What the server writes with fewer digits comes as text until a statement has run five times. */
    @Test
    void numbersAreWholeWhateverTheDatabaseHasThemCutTo() {
        double third = 1.0 / 3;
        String name = DatabaseUrl.parse(PostgresServer.shared().createDatabase())
                .database()
                .orElseThrow();
        await(database.execute("ALTER DATABASE " + name + " SET extra_float_digits = 0"));
        String url =
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().url(name)));
        try (Database cut = await(Database.of(url).connect())) {
            for (int run = 0; run < 8; run++) {
                assertThat(await(cut.fetchExactlyOne("SELECT 1.0::float8 / 3 AS third"))
                                .get("third"))
                        .isEqualTo(third);
            }
            await(cut.session(session -> session.execute("SET work_mem = '1MB'"))); // the connection is reset
            assertThat(await(cut.fetchExactlyOne("SELECT array[1.0::float8 / 3] AS thirds"))
                            .get("thirds"))
                    .isEqualTo(List.of(third));
        }
    }

    @Test
    void aStringEndsAtItsQuoteWhateverTheDatabaseHasItEndAt() {
        String name = DatabaseUrl.parse(PostgresServer.shared().createDatabase())
                .database()
                .orElseThrow();
        await(database.execute("ALTER DATABASE " + name + " SET standard_conforming_strings = off"));
        String url =
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().url(name)));
        try (Database other = await(Database.of(url).connect())) {
            for (int run = 0; run < 2; run++) {
                Row row = await(other.fetchExactlyOne(
                        "SELECT '\\x00ff'::bytea AS b, 'a\\' AS t, :v AS v, 'b''\\' AS u", Map.of("v", "c'\\")));
                assertThat(row.get("b")).isEqualTo(new byte[] {0, (byte) 0xFF});
                assertThat(row.get("t")).isEqualTo("a\\");
                assertThat(row.get("v")).isEqualTo("c'\\");
                assertThat(row.get("u")).isEqualTo("b'\\");
                await(other.session(session -> session.execute("SET work_mem = '1MB'"))); // the connection is reset
            }
        }
    }

    /** The type, what is bound, and what the server says it has. */
    static Stream<Arguments> bound() {
        LocalTime end = LocalTime.of(23, 59, 59, (int) NANOS);
        LocalDateTime lastOfYear = LocalDateTime.of(LocalDate.of(2024, 12, 31), end);
        LocalDateTime first = FIRST_DAY.atStartOfDay();
        return Stream.of(
                Arguments.of("date", FIRST_DAY, "4714-11-24 BC"),
                Arguments.of("date", LocalDate.of(-4713, 12, 31), "4714-12-31 BC"),
                Arguments.of("timestamp", first, "4714-11-24 00:00:00 BC"),
                Arguments.of("timestamptz", first.toInstant(ZoneOffset.UTC), "4714-11-24 00:00:00+00 BC"),
                Arguments.of("timestamptz", first.atOffset(ZoneOffset.UTC), "4714-11-24 00:00:00+00 BC"),
                Arguments.of("date", LocalDate.MIN, "-infinity"),
                Arguments.of("timestamp", LocalDateTime.MAX, "infinity"),
                Arguments.of("timestamptz", OffsetDateTime.MAX, "infinity"),
                Arguments.of("time", end, "23:59:59.999999"),
                Arguments.of("timetz", end.atOffset(ZoneOffset.UTC), "23:59:59.999999+00"),
                Arguments.of("timestamp", lastOfYear, "2024-12-31 23:59:59.999999"),
                Arguments.of("timestamptz", lastOfYear.toInstant(ZoneOffset.UTC), "2024-12-31 23:59:59.999999+00"),
                Arguments.of(
                        "timestamptz", OffsetDateTime.parse("0001-01-01T00:00+18:00"), "0001-12-31 06:00:00+00 BC"),
                Arguments.of("interval", Duration.ofSeconds(-1, -NANOS), "-00:00:01.999999"),
                Arguments.of("bytea[]", new byte[][] {{0, -1}, null, {}}, "{\"\\\\x00ff\",NULL,\"\\\\x\"}"),
                Arguments.of("date[]", new LocalDate[] {FIRST_DAY, LocalDate.MAX}, "{\"4714-11-24 BC\",infinity}"),
                Arguments.of("time[]", new LocalTime[] {end}, "{23:59:59.999999}"),
                Arguments.of("timestamp[]", new LocalDateTime[] {LocalDateTime.MIN}, "{-infinity}"));
    }

    @ParameterizedTest
    @MethodSource("bound")
    void isStoredAsItIs(String type, Object value, String text) {
        await(database.execute("SET TIME ZONE 'UTC'"));
        await(database.execute("CREATE TABLE t (v " + type + ")"));
        await(database.execute("INSERT INTO t VALUES (?)", List.of(value)));

        assertThat(await(database.fetchOne(sql("SELECT v::text FROM t").value(String.class))))
                .contains(text);
    }

    /** Whose digits are not those of ASCII. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai"})
    void datesAreWrittenWithoutRegardToTheLocale(String locale) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            List<Object> dates = List.of(FIRST_DAY, new LocalDate[] {FIRST_DAY, LocalDate.EPOCH});
            Row row = await(database.fetchAll("SELECT CAST(? AS date), CAST(? AS date[])", dates))
                    .get(0);

            assertThat(row.get(0)).isEqualTo(FIRST_DAY);
            assertThat(row.get(1)).isEqualTo(List.of(FIRST_DAY, LocalDate.EPOCH));
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The years after them have none. */
    @ParameterizedTest
    @ValueSource(strings = {"0000-02-29", "-0004-02-29", "-0100-02-28", "-4712-02-29"})
    void leapDaysBeforeChristAreRead(String text) {
        LocalDateTime time = LocalDate.parse(text).atTime(12, 30, 0, 1_000);
        String[] types = {"date", "timestamp", "timestamptz"};
        Object[] values = {time.toLocalDate(), time, time.atOffset(ZoneOffset.UTC)};
        for (int i = 0; i < types.length; i++) {
            Row row = await(database.fetchAll(
                            "SELECT CAST(? AS " + types[i] + ") AS v, ARRAY[CAST(? AS " + types[i] + ")] AS a",
                            List.of(values[i], values[i])))
                    .get(0);
            assertThat(row.get("v")).isEqualTo(values[i]);
            assertThat(row.get("a")).isEqualTo(List.of(values[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres_verbose", "iso_8601", "sql_standard"})
    void intervalsAreTheSameInEveryStyle(String style) {
        Map<String, Object> intervals = new LinkedHashMap<>();
        intervals.put("0", Duration.ZERO);
        intervals.put("1 day 02:03:04.5", Duration.parse("P1DT2H3M4.5S"));
        intervals.put("-1 day -02:03:04.5", Duration.parse("-P1DT2H3M4.5S"));
        intervals.put("1 day -00:00:01", Duration.parse("P1DT-1S"));
        intervals.put("-3 days", Duration.ofDays(-3));
        intervals.put("-00:00:00.000001", Duration.ofNanos(-1_000));
        intervals.put("2562047788:00:54.775807", Duration.parse("PT2562047788H54.775807S"));
        intervals.put("1 year 2 mons -3 days 04:05:06.7", "P1Y2M-3DT4H5M6.7S");
        intervals.put("-1 mon", "P-1M");
        intervals.put("-13 mons", "P-1Y-1M");
        intervals.put("-1 year -2 mons +3 days -00:00:00.5", "P-1Y-2M3DT-0.5S");
        intervals.put("2 mons", "P2M");
        intervals.put("-1 mons -4 days -00:05:00", "P-1M-4DT-5M");
        intervals.put("10 years", "P10Y");
        intervals.forEach((text, expected) -> {
            Row row = await(database.session(session -> session.execute("SET LOCAL IntervalStyle = " + style)
                            .thenCompose(set -> session.fetchAll(
                                    "SELECT CAST(? AS interval) AS v, ARRAY[CAST(? AS interval)] AS a",
                                    List.of(text, text)))))
                    .get(0);
            assertThat(row.get("v")).as(text).isEqualTo(expected);
            assertThat(row.get("a")).as(text).isEqualTo(List.of(expected));
        });
    }

    static Stream<Number> tooLong() {
        return Stream.of(
                new BigDecimal("1E+131072"),
                new BigDecimal("-1E+200000"),
                new BigDecimal("1E-16384"),
                BigInteger.TEN.pow(131_072));
    }

    /** The driver sent 0 in place of the second. */
    @ParameterizedTest
    @MethodSource("tooLong")
    void numbersThatNoNumericHoldsAreRefused(Number number) {
        StatementException refused =
                failure(database.fetchAll("SELECT CAST(? AS numeric)", List.of(number)), StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.DATA);
        assertThat(refused).hasMessageStartingWith("a number has more digits than a numeric can have");
        assertThat(refused.vendorCode()).isEmpty();
    }

    @Test
    void numbersWithoutDecimalsHaveNoNegativeScale() {
        Row row = await(database.fetchAll("SELECT 1200::numeric(4,-2) AS v, ARRAY[1200::numeric(4,-2)] AS a"))
                .get(0);
        assertThat(row.get("v")).isEqualTo(new BigDecimal("1200"));
        assertThat(row.get("a")).isEqualTo(List.of(new BigDecimal("1200")));
    }

    static Stream<Object> tooEarly() {
        LocalDate day = FIRST_DAY.minusDays(1);
        return Stream.of(
                day,
                day.atTime(12, 0),
                day.atTime(12, 0).toInstant(ZoneOffset.UTC),
                Instant.EPOCH.minusSeconds(1L << 50));
    }

    @ParameterizedTest
    @MethodSource("tooEarly")
    void isRefusedWhereTheServerHasNoSuchDay(Object value) {
        String type = value instanceof LocalDate ? "date" : value instanceof Instant ? "timestamptz" : "timestamp";
        await(database.execute("CREATE TABLE t (v " + type + ")"));

        assertThat(failure(database.execute("INSERT INTO t VALUES (?)", List.of(value)), StatementException.class)
                        .kind())
                .isEqualTo(Kind.DATA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'24:00'::time", "'24:00+02'::timetz", "ARRAY['24:00'::time]", "ARRAY[NULL, '24:00'::timetz]"})
    void midnightAtTheEndOfADayIsRefusedByName(String expression) {
        StatementException refused =
                failure(database.fetchAll("SELECT " + expression + " AS at"), StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(refused)
                .hasMessageStartingWith("column \"at\" holds the time 24:00:00")
                .hasMessageContaining("select it as text");
        assertThat(await(database.fetchOne(sql("SELECT '23:59:59.999999'::time").value(LocalTime.class))))
                .contains(LocalTime.of(23, 59, 59, 999_999_000));
        assertThat(await(database.fetchOne(sql("SELECT '00:00-15:59'::timetz").value(OffsetTime.class))))
                .contains(OffsetTime.of(0, 0, 0, 0, ZoneOffset.ofHoursMinutes(-15, -59)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"B'1'; 1", "B'0'::bit(1); 0", "B'101'; 101", "'1'::varbit; 1", "'a=>1'::hstore; \"a\"=>\"1\""})
    void bitsAndOthersAreText(String expressionAndText) {
        String[] parts = expressionAndText.split("; ");
        await(database.execute("CREATE EXTENSION hstore"));

        Row row = await(database.fetchOne("SELECT " + parts[0] + ", ARRAY[" + parts[0] + "], true"))
                .orElseThrow();

        assertThat(row.get(0)).isEqualTo(parts[1]);
        assertThat(row.get(1)).isEqualTo(List.of(parts[1]));
        assertThat(row.get(2)).isEqualTo(true);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("SELECT 1/0", Kind.DATA, "division by zero"),
                Arguments.of("VACUUM", Kind.OTHER, "VACUUM cannot run inside a transaction block"),
                Arguments.of("FETCH nothing", Kind.OTHER, "cursor \"nothing\" does not exist"),
                Arguments.of(
                        "SELECT (SELECT v FROM generate_series(1, 2) v)",
                        Kind.OTHER,
                        "more than one row returned by a subquery"),
                Arguments.of("SELECT repeat('x', 2000000000)", Kind.OTHER, "requested length too large"),
                Arguments.of(
                        "DO 'BEGIN RAISE EXCEPTION $$insufficient funds$$; END'", Kind.OTHER, "insufficient funds ["),
                Arguments.of(
                        "DO 'BEGIN RAISE SQLSTATE $$57P01$$ USING MESSAGE = $$closed$$, HINT = $$come later$$; END'",
                        Kind.SYSTEM,
                        "closed (come later)"),
                Arguments.of("DO 'BEGIN RAISE SQLSTATE $$08006$$ USING MESSAGE = $$far$$; END'", Kind.SYSTEM, "far ["),
                Arguments.of("DO 'BEGIN ASSERT false, $$must hold$$; END'", Kind.OTHER, "must hold ["));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalsAreInTheServersWords(String statement, Kind kind, String words) {
        StatementException refused =
                failure(database.session(session -> session.execute(statement)), StatementException.class);

        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused).hasMessageStartingWith(words);
        assertThat(refused.databaseMessage().orElseThrow().text()).startsWith(words.split(" [\\[(]")[0]);
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    @Test
    void aStatementTimeoutOfTheServerIsOne() {
        StatementException late = failure(
                database.session(session -> session.execute("SET LOCAL statement_timeout = 10")
                        .thenCompose(set -> session.execute("SELECT pg_sleep(20)"))),
                StatementException.class);

        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void whatIsRaisedTellsNoBoundValue() {
        String canary = "canaryq8vz";
        await(database.execute("CREATE FUNCTION boom(x text) RETURNS void LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no % here', x USING HINT = 'not ' || x; END $$"));

        StatementException refused =
                failure(database.fetchAll("SELECT boom(?)", List.of(canary)), StatementException.class);

        assertThat(refused).hasMessageStartingWith("no … here (not …) [");
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain(canary);
        }
    }

    @Test
    void refusalsNameWhatTheServerNames() {
        await(database.execute("CREATE TABLE t (v int NOT NULL, CONSTRAINT positive CHECK (v > 0))"));

        StatementException check = failure(database.execute("INSERT INTO t VALUES (-1234)"), StatementException.class);
        StatementException missing = failure(database.execute("INSERT INTO t VALUES (NULL)"), StatementException.class);
        StatementException typo = failure(database.execute("SELECT w FROM t"), StatementException.class);

        assertThat(check).hasMessageStartingWith("new row for relation \"t\" violates check constraint");
        assertThat(check.databaseMessage().orElseThrow().constraint()).contains("positive");
        assertThat(check.databaseMessage().orElseThrow().detail().orElseThrow()).contains("-1234");
        assertThat(missing.databaseMessage().orElseThrow().column()).contains("v");
        assertThat(missing.databaseMessage().orElseThrow().table()).contains("t");
        assertThat(typo.databaseMessage().orElseThrow().position()).hasValue(8);
    }

    /** The driver makes an empty text of it. */
    @Test
    void whatAFunctionReturnsAsVoidIsNull() {
        await(database.execute("CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS 'SELECT 1'"));

        assertThat(await(database.fetchExactlyOne("SELECT nothing() AS v, pg_advisory_unlock_all() AS u, '' AS t"))
                        .toMap())
                .containsEntry("v", null)
                .containsEntry("u", null)
                .containsEntry("t", "");
        assertThat(await(database.fetchExactlyOne("SELECT * FROM nothing() AS v"))
                        .get("v"))
                .isNull();
    }

    /** The driver gives the first form for some runs, and then the second. */
    @Test
    void arraysOfOidsAreReadInBothForms() {
        for (int i = 0; i < 8; i++) {
            Row row = await(database.fetchExactlyOne("SELECT ARRAY[1, 4294967295, NULL]::oid[] AS flat,"
                    + " ARRAY[[1, 2], [3, NULL]]::oid[] AS deep, '{}'::oid[] AS none, NULL::oid[] AS n"));

            assertThat(row.get("flat")).isEqualTo(Arrays.asList(1L, 4_294_967_295L, null));
            assertThat(row.get("deep")).isEqualTo(List.of(List.of(1L, 2L), Arrays.asList(3L, null)));
            assertThat(row.get("none")).isEqualTo(List.of());
            assertThat(row.get("n")).isNull();
        }
    }

    /** The driver reads and closes the cursor. */
    @Test
    void cursorsAreReadAsTheirNames() {
        await(
                database.execute(
                        "CREATE FUNCTION films() RETURNS refcursor LANGUAGE plpgsql AS $$"
                                + " DECLARE c refcursor := 'films'; BEGIN OPEN c FOR SELECT generate_series(1, 3) AS n; RETURN c; END $$"));

        await(database.session(session -> session.fetchExactlyOne("SELECT films() AS c, ARRAY['x'::refcursor] AS a")
                .thenCompose(row -> {
                    assertThat(row.get("c")).isEqualTo("films");
                    assertThat(row.get("a")).isEqualTo(List.of("x"));
                    return session.fetchAll("FETCH ALL FROM films");
                })
                .thenAccept(
                        rows -> assertThat(rows).extracting(row -> row.get("n")).containsExactly(1, 2, 3))));
    }
}
