package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Row;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTypesTest extends TypesTest {
    @BeforeAll
    void create() {
        execute("CREATE DOMAIN late AS time");
    }

    record Times(LocalDate d, LocalTime t, LocalDateTime ts, Instant at, Duration took) {}

    @Test
    void timesAreOfTheTypeOfTheirClass() {
        assertThat(type(LocalDate.EPOCH)).isEqualTo("date");
        assertThat(type(LocalTime.NOON)).isEqualTo("time without time zone");
        assertThat(type(LocalTime.NOON.atOffset(ZoneOffset.UTC))).isEqualTo("time with time zone");
        assertThat(type(LocalDate.EPOCH.atStartOfDay())).isEqualTo("timestamp without time zone");
        assertThat(type(Instant.EPOCH)).isEqualTo("timestamp with time zone");
        assertThat(type(Duration.ZERO)).isEqualTo("interval");
    }

    @Test
    void timesComeBack() {
        roundTrips(LocalTime.class, LocalTime.of(23, 59, 59, 999_999_000));
        roundTrips(OffsetTime.class, OffsetTime.of(1, 2, 3, 4_000, ZoneOffset.ofHoursMinutesSeconds(5, 30, 15)));
        roundTrips(LocalDateTime.class, LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_000));
        roundTrips(Instant.class, Instant.parse("2024-02-29T12:00:00.000001Z"));
    }

    @Test
    void anInstantWithAZoneComesBackAsTheInstant() {
        ZonedDateTime berlin = ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        assertThat(read(Instant.class, "?", berlin)).isEqualTo(berlin.toInstant());
        OffsetDateTime east = OffsetDateTime.parse("2024-01-01T01:00+02:00");
        assertThat(read("?", east)).isEqualTo(east.withOffsetSameInstant(ZoneOffset.UTC));
    }

    @Test
    void nanosecondsAreCutToMicroseconds() {
        LocalDateTime time = LocalDateTime.of(2024, 1, 1, 0, 0, 0, 999_999_999);
        assertThat(read(LocalDateTime.class, "?", time)).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1999-12-31T23:59:59.999999999",
                "1969-12-31T23:59:59.000000001",
                "0000-12-31T23:59:59.999999999",
                "-0043-03-15T12:00:00.000001999"
            })
    void nanosecondsAreCutBeforeTheYear2000AsWell(String text) {
        LocalDateTime time = LocalDateTime.parse(text);
        LocalDateTime cut = time.truncatedTo(ChronoUnit.MICROS);
        assertThat(read("?", time)).isEqualTo(cut);
        assertThat(read("?", time.atOffset(ZoneOffset.ofHours(2)))).isEqualTo(utc(cut));
        assertThat(read("?", time.toInstant(ZoneOffset.ofHours(2)))).isEqualTo(utc(cut));
        assertThat(read("?", (Object) new LocalDateTime[] {time})).isEqualTo(List.of(cut));
    }

    private static OffsetDateTime utc(LocalDateTime atTwo) {
        return atTwo.atOffset(ZoneOffset.ofHours(2)).withOffsetSameInstant(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000001999S; PT0.000001S", "PT-0.000001999S; PT-0.000001S", "PT-0.000000999S; PT0S"})
    void nanosecondsOfDurationsAreCut(String boundAndRead) {
        String[] parts = boundAndRead.split("; ");
        assertThat(read("?", Duration.parse(parts[0]))).isEqualTo(Duration.parse(parts[1]));
        assertThat(read("?", (Object) new Duration[] {Duration.parse(parts[0])}))
                .isEqualTo(List.of(Duration.parse(parts[1])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-4713-11-24", "-0043-03-15", "0000-01-01", "1582-10-10", "+5874897-12-31"})
    void datesOfTheWholeRangeComeBack(String date) {
        roundTrips(LocalDate.class, LocalDate.parse(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-4713-11-24T00:00", "-0043-03-15T01:02:03", "+294276-12-31T23:59:59.999999"})
    @Tag("I14")
    void timestampsOfTheWholeRangeComeBack(String text) {
        LocalDateTime time = LocalDateTime.parse(text);
        roundTrips(LocalDateTime.class, time);
        roundTrips(OffsetDateTime.class, time.atOffset(ZoneOffset.UTC));
    }

    @Test
    void datesBeforeChristAreWhatTheServerMeans() {
        assertThat(sent(LocalDate.of(-43, 3, 15))).isEqualTo("0044-03-15 BC");
        assertThat(read("'0044-03-15 BC'::date")).isEqualTo(LocalDate.of(-43, 3, 15));
    }

    @Test
    void infinitiesAreTheFirstAndTheLastOfJava() {
        assertThat(read("'infinity'::date")).isEqualTo(LocalDate.MAX);
        assertThat(read("'-infinity'::date")).isEqualTo(LocalDate.MIN);
        assertThat(read("'infinity'::timestamp")).isEqualTo(LocalDateTime.MAX);
        assertThat(read("'-infinity'::timestamp")).isEqualTo(LocalDateTime.MIN);
        assertThat(read("'infinity'::timestamptz")).isEqualTo(OffsetDateTime.MAX);
        assertThat(read("'-infinity'::timestamptz")).isEqualTo(OffsetDateTime.MIN);
        assertThat(sent(LocalDate.MAX)).isEqualTo("infinity");
        assertThat(sent(LocalDate.of(999_999_999, 12, 31))).isEqualTo("infinity");
        assertThat(sent(LocalDate.MIN)).isEqualTo("-infinity");
        assertThat(sent(LocalDateTime.MAX)).isEqualTo("infinity");
        assertThat(sent(OffsetDateTime.MAX)).isEqualTo("infinity");
    }

    @Test
    void whatIsOutOfRangeIsRefusedAndNeverBent() {
        LocalDateTime late = LocalDateTime.of(294_277, 1, 1, 0, 0);
        for (Object value : new Object[] {
            LocalDate.of(-4713, 11, 23),
            LocalDate.of(5_874_898, 1, 1),
            LocalDate.of(90_000_000, 1, 1),
            LocalDateTime.of(-4713, 11, 23, 23, 59),
            late,
            late.atOffset(ZoneOffset.UTC),
            late.atOffset(ZoneOffset.ofHours(-1)),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE)
        }) {
            assertThat(refusal("SELECT ?", value).kind()).isEqualTo(Kind.DATA);
        }
        assertThat(sent(late.atOffset(ZoneOffset.ofHours(2)))).startsWith("294276-12-31");
    }

    @Test
    void anInfinitePastIsWrittenIntoTheStatement() {
        for (Object first : new Object[] {LocalDateTime.MIN, OffsetDateTime.MIN}) {
            StatementException refusal = refusal("SELECT ?", first);
            assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("timestamp '-infinity'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.5S", "PT36H0.000001S", "PT-26H-3M-4.5S", "PT719H59M59.999999S"})
    void durationsComeBack(String text) {
        roundTrips(Duration.class, Duration.parse(text));
    }

    @Test
    void aDurationIsSecondsAndNotDaysOfACalendar() {
        assertThat(sent(Duration.ofDays(40).plusMillis(1))).isEqualTo("960:00:00.001");
        assertThat(read(Long.class, "extract(epoch FROM ?::interval)::int8", Duration.ofDays(40)))
                .isEqualTo(Duration.ofDays(40).toSeconds());
        assertThat(read("'-1 day +02:03:04.5'::interval")).isEqualTo(Duration.parse("PT-21H-56M-55.5S"));
    }

    @Test
    void whatHasMonthsIsText() {
        assertThat(read("'1 mon'::interval")).isEqualTo("P1M");
        assertThat(read("'1 year -1 day 2 hours'::interval")).isEqualTo("P1Y-1DT2H");
        assertThat(read("'40 days'::interval")).isEqualTo(Duration.ofDays(40));
        assertThat(read("'30 days'::interval")).isEqualTo(Duration.ofDays(30));
        assertThat(read("'-178000000 years'::interval")).isEqualTo("P-178000000Y");
        assertThat(read("'2147483647 days 2562047788:00:54.775807'::interval"))
                .isEqualTo(Duration.ofDays(2_147_483_647L)
                        .plusHours(2_562_047_788L)
                        .plusSeconds(54)
                        .plusNanos(775_807_000));
        assertThat(read("array['1 mon', '40 days', 'infinity', NULL]::interval[]"))
                .isEqualTo(list("P1M", Duration.ofDays(40), "infinity", null));
        assertThat(read("'infinity'::interval")).isEqualTo("infinity");
        assertThat(read("'-infinity'::interval")).isEqualTo("-infinity");
        unreadable(Duration.class, "'1 mon'::interval");
    }

    @Test
    void recordsTakeTimes() {
        Times times = await(database.fetchOne(sql("SELECT '2024-02-29'::date AS d, '01:02:03'::time AS t,"
                                + " '2024-02-29 01:02'::timestamp AS ts, '2024-02-29 01:02+01'::timestamptz AS at,"
                                + " '1 day'::interval AS took")
                        .mapTo(Times.class)))
                .orElseThrow();
        assertThat(times)
                .isEqualTo(new Times(
                        LocalDate.of(2024, 2, 29),
                        LocalTime.of(1, 2, 3),
                        LocalDateTime.of(2024, 2, 29, 1, 2),
                        Instant.parse("2024-02-29T00:02:00Z"),
                        Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'24:00:00'::time",
                "'24:00:00+02'::timetz",
                "array['24:00:00'::time]",
                "array[array['00:00+01', '24:00+01']::timetz[]]",
                "CAST('24:00' AS late)"
            })
    void theEndOfADayIsRefusedByName(String expression) {
        refusesAsUnsupported(expression);
        assertThat(refusal("SELECT " + expression + " AS v"))
                .hasMessageContaining("column \"v\" holds the time 24:00:00");
        assertThat(read("'24:00:00'::time::text")).isEqualTo("24:00:00");
        nothingIsLost();
    }

    @Test
    @Tag("I14")
    void noRowIsLeftOutForAValueThatCannotBeRead() {
        assertThat(refusal("SELECT t FROM (VALUES ('1:00'::time), ('24:00'), ('2:00')) AS times (t)"))
                .hasMessageContaining("t::text");
        List<Row> rows = await(database.session(session -> session.fetchAll("SELECT '23:59'::time AS t")
                .thenCompose(read -> session.transaction(child -> child.fetchAll("SELECT '24:00'::time AS t")))
                .handle((none, failure) -> failure != null)
                .thenCompose(refused -> session.fetchAll("SELECT 1"))));
        assertThat(rows).hasSize(1);
        nothingIsLost();
    }
}
