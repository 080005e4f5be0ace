package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.StatementException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of DuckDB that its driver would bend or lose. */
final class DuckDbValuesTest {
    private static final BigInteger GREATEST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private final Database database = Database.of("jdbc:duckdb:");
    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void connect() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        await(database.connect());
    }

    @AfterEach
    void close() {
        database.close();
        TimeZone.setDefault(before);
    }

    private Row row(String sql, Object... values) {
        return await(database.fetchExactlyOne(sql, List.of(values)));
    }

    /** The driver makes null of what is longer than a DECIMAL. */
    @ParameterizedTest
    @CsvSource({
        "HUGEINT, 170141183460469231731687303715884105727",
        "HUGEINT, -170141183460469231731687303715884105727",
        "HUGEINT, 99999999999999999999999999999999999999",
        "HUGEINT, 7",
        "UHUGEINT, 340282366920938463463374607431768211455",
        "UHUGEINT, 7",
        "BIGNUM, 12345678901234567890123456789012345678901234567890"
    })
    void wholeNumbersOfAnyLengthAreStored(String type, BigInteger number) {
        await(database.execute("CREATE TABLE numbers (n " + type + ")"));
        await(database.execute("INSERT INTO numbers VALUES (?)", List.of(number)));
        await(database.executeMany("INSERT INTO numbers VALUES (?)", List.of(List.of(number), List.of(number))));

        List<Row> found =
                await(database.fetchAll("SELECT CAST(n AS VARCHAR) AS s FROM numbers WHERE n = ?", List.of(number)));

        assertThat(found).hasSize(3).extracting(row -> row.get("s")).containsOnly(number.toString());
    }

    @Test
    void batchOfShortAndLongNumbersIsStored() {
        await(database.execute("CREATE TABLE numbers (n HUGEINT)"));
        for (List<List<BigInteger>> rows : List.of(
                List.of(List.of(BigInteger.ONE), List.of(GREATEST)),
                List.of(List.of(GREATEST), List.of(BigInteger.ONE)))) {
            await(database.executeMany("INSERT INTO numbers VALUES (?)", rows));
        }

        assertThat(await(database.fetchAll("SELECT n FROM numbers ORDER BY n")))
                .extracting(row -> row.get("n"))
                .containsExactly(BigInteger.ONE, BigInteger.ONE, GREATEST, GREATEST);
    }

    @ParameterizedTest
    @CsvSource({
        "0.333333333333333333333333333333333333333333333333, 0.3333333333333333",
        "1E+5, 100000.0",
        "1E+300, 1.0E300",
        "1E-300, 1.0E-300",
        "-1E+37, -1.0E37"
    })
    void decimalsOfAnyLengthAreStored(BigDecimal number, double stored) {
        await(database.execute("CREATE TABLE numbers (n DOUBLE)"));
        await(database.execute("INSERT INTO numbers VALUES (?)", List.of(number)));

        assertThat(row("SELECT n FROM numbers").get("n")).isEqualTo(stored);
    }

    @Test
    void decimalsWithoutAPointAreStored() {
        assertThat(row("SELECT CAST(? AS DECIMAL(38,2)) AS n", new BigDecimal("1E+3"))
                        .get("n"))
                .isEqualTo(new BigDecimal("1000.00"));
        assertThat(row("SELECT CAST(? AS DECIMAL(38,2)[]) AS n", (Object) new BigDecimal[] {new BigDecimal("1E+3")})
                        .get("n"))
                .isEqualTo(List.of(new BigDecimal("1000.00")));
    }

    @Test
    void whatTheDriverLosesInArraysIsRefused() {
        for (Object array : List.of(
                new BigInteger[] {GREATEST},
                new BigDecimal[] {new BigDecimal("1E-39")},
                new LocalDate[] {LocalDate.MAX},
                new LocalDateTime[] {LocalDateTime.MIN})) {
            StatementException failure = failure(
                    database.fetchAll("SELECT CAST(? AS VARCHAR) AS v", List.of(array)), StatementException.class);
            assertThat(failure).hasMessageContaining("in an array as");
        }
    }

    @Test
    void timesInArraysAndStructsAreThoseOfTheDatabase() {
        Row row = row("SELECT [TIMESTAMP '0044-03-15 (BC) 10:00:00', TIMESTAMP '0001-02-28 (BC) 23:59:59.999999',"
                + " TIMESTAMP '1582-10-04 02:30:00', TIMESTAMP '2024-03-31 04:00:00', TIMESTAMP '2024-10-27 02:30:00', 'infinity']"
                + " AS times, {'d': DATE 'infinity', 't': TIMESTAMP '-infinity'} AS fields,"
                + " MAP {'at': TIMESTAMPTZ 'infinity'} AS entries");

        assertThat(row.get("times"))
                .isEqualTo(List.of(
                        LocalDateTime.of(-43, 3, 15, 10, 0),
                        LocalDateTime.of(0, 2, 28, 23, 59, 59, 999_999_000),
                        LocalDateTime.of(1582, 10, 4, 2, 30),
                        LocalDateTime.of(2024, 3, 31, 4, 0),
                        LocalDateTime.of(2024, 10, 27, 2, 30),
                        LocalDateTime.MAX));
        assertThat(row.get("fields")).isEqualTo(List.of(LocalDate.MAX, LocalDateTime.MIN));
        assertThat(row.get("entries")).isEqualTo(java.util.Map.of("at", OffsetDateTime.MAX));
    }

    /** By the calendar and the clock of the JVM, which has not had them. */
    @ParameterizedTest
    @ValueSource(strings = {"2024-03-31 02:30:00", "2024-03-31 03:30:00", "1582-10-10 12:00:00", "1582-10-20 12:00:00"})
    void timesThatTheDriverMayHaveMovedAreRefused(String time) {
        StatementException failure =
                failure(database.fetchAll("SELECT [TIMESTAMP '" + time + "'] AS times"), StatementException.class);

        assertThat(failure).hasMessageContaining("column \"times\" holds a time in an array or struct");
        assertThat(row("SELECT TIMESTAMP '" + time + "' AS at").get("at"))
                .isEqualTo(LocalDateTime.parse(time.replace(' ', 'T')));
    }

    /** The driver's own are an hour off in the hours before summer time begins or ends. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"})
    void instantsAreThoseOfTheDatabaseAroundSummerTime(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        ZoneRules rules = ZoneId.of(zone).getRules();
        List<Instant> changes = new ArrayList<>(List.of(Instant.parse("1893-04-01T00:00:00Z")));
        for (ZoneOffsetTransition change = rules.nextTransition(Instant.parse("2024-01-01T00:00:00Z"));
                change != null && changes.size() < 5;
                change = rules.nextTransition(change.getInstant())) {
            changes.add(change.getInstant());
        }
        for (Instant change : changes) {
            for (int hours = -30; hours <= 30; hours++) {
                Instant at = change.plus(30, ChronoUnit.MINUTES).plus(hours, ChronoUnit.HOURS);
                String literal = "TIMESTAMPTZ '" + at + "'";
                boolean twice = ZoneId.of(zone)
                                .getRules()
                                .getValidOffsets(LocalDateTime.ofInstant(at, ZoneId.of(zone)))
                                .size()
                        > 1;

                assertThat(row("SELECT " + literal + " AS at").get("at", Instant.class))
                        .as("%s", at)
                        .isEqualTo(at);
                if (twice) {
                    assertThat(failure(
                                    database.fetchAll("SELECT [" + literal + "] AS times"), StatementException.class))
                            .hasMessageContaining("column \"times\" holds an instant in an array or struct");
                } else {
                    Object element =
                            ((List<?>) row("SELECT [" + literal + "] AS times").get("times")).get(0);
                    assertThat(((OffsetDateTime) element).toInstant()).isEqualTo(at);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"})
    void infinityOfEachPrecisionIsNoTime(String type) {
        for (String sign : List.of("", "-")) {
            LocalDateTime infinity = sign.isEmpty() ? LocalDateTime.MAX : LocalDateTime.MIN;
            String literal = "CAST('" + sign + "infinity' AS " + type + ")";
            if (type.equals("TIMESTAMP_S")) {
                assertThat(failure(database.fetchAll("SELECT " + literal + " AS at"), StatementException.class))
                        .hasMessageContaining("column \"at\" holds a value that the driver cannot read");
            } else {
                assertThat(row("SELECT " + literal + " AS at").get("at")).isEqualTo(infinity);
                if (type.equals("TIMESTAMP_MS")) {
                    assertThat(failure(
                                    database.fetchAll("SELECT [" + literal + "] AS times"), StatementException.class))
                            .hasMessageContaining("column \"times\" holds a time in an array or struct beyond");
                } else {
                    assertThat(row("SELECT [" + literal + "] AS times").get("times"))
                            .isEqualTo(List.of(infinity));
                }
            }
        }
    }
}
