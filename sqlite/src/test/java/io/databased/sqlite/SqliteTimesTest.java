package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Times sort as times, though they are texts. */
class SqliteTimesTest {
    private final Database database = Database.of("sqlite:///:memory:");

    @BeforeEach
    void connect() throws Exception {
        database.connect().get(60, TimeUnit.SECONDS);
        run("CREATE TABLE t (at TEXT)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<Row> rows(String sql, Object... values) throws Exception {
        return database.fetchAll(sql, List.of(values)).get(60, TimeUnit.SECONDS);
    }

    private void run(String sql, Object... values) throws Exception {
        database.execute(sql, List.of(values)).get(60, TimeUnit.SECONDS);
    }

    static Stream<Arguments> kinds() {
        Random random = new Random(Long.getLong("databased.seed", 20_241_128));
        List<Instant> instants = new ArrayList<>(List.of(
                Instant.parse("2024-01-01T00:00:00Z"),
                Instant.parse("2024-01-01T00:00:00.5Z"),
                Instant.parse("2024-01-01T00:00:00.000000001Z"),
                Instant.parse("2024-01-01T00:00:01Z"),
                Instant.parse("1969-12-31T23:59:59.999Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z")));
        for (int i = 0; i < 50; i++) {
            instants.add(Instant.ofEpochSecond(random.nextInt(1_000), random.nextInt(4) * 250_000_000L));
        }
        return Stream.of(
                Arguments.of(Instant.class, instants),
                Arguments.of(
                        OffsetDateTime.class,
                        mapped(instants, each -> each.atOffset(ZoneOffset.ofHoursMinutes(random.nextInt(5), 30)))),
                Arguments.of(
                        LocalDateTime.class, mapped(instants, each -> LocalDateTime.ofInstant(each, ZoneOffset.UTC))),
                Arguments.of(LocalTime.class, mapped(instants, each -> LocalTime.ofInstant(each, ZoneOffset.UTC))));
    }

    private static <T> List<T> mapped(List<Instant> instants, Function<Instant, T> map) {
        return new ArrayList<>(instants.stream().map(map).toList());
    }

    private static Comparable<Object> point(Object time) {
        @SuppressWarnings("unchecked")
        Comparable<Object> point = (Comparable<Object>) (time instanceof OffsetDateTime at ? at.toInstant() : time);
        return point;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void orderAndLimitsAreThoseOfTimes(Class<T> type, List<T> times) throws Exception {
        Collections.shuffle(times, new Random(1));
        for (T time : times) {
            run("INSERT INTO t VALUES (?)", time);
        }
        List<T> sorted =
                times.stream().sorted((a, b) -> point(a).compareTo(point(b))).toList();

        assertThat(rows("SELECT at FROM t ORDER BY at"))
                .extracting(row -> point(row.get("at", type)))
                .isEqualTo(sorted.stream().map(SqliteTimesTest::point).toList());
        assertThat(point(rows("SELECT max(at) AS at FROM t").get(0).get("at", type)))
                .isEqualTo(point(sorted.get(sorted.size() - 1)));
        for (T limit : times.subList(0, 10)) {
            long above = times.stream()
                    .filter(each -> point(each).compareTo(point(limit)) > 0)
                    .count();
            long same = times.stream()
                    .filter(each -> point(each).compareTo(point(limit)) == 0)
                    .count();
            assertThat(rows("SELECT count(*) AS n FROM t WHERE at > ?", limit)
                            .get(0)
                            .getLong("n"))
                    .isEqualTo(above);
            assertThat(rows("SELECT count(*) AS n FROM t WHERE at = ?", limit)
                            .get(0)
                            .getLong("n"))
                    .isEqualTo(same);
        }
    }

    /** Of this library before, of SQLite's functions, of others. */
    @Test
    void otherFormsAreRead() throws Exception {
        for (String form : List.of(
                "2024-01-01 00:00:00.5Z",
                "2024-01-01T00:00:00.5Z",
                "2024-01-01 01:00:00.5+01:00",
                "2024-01-01T00:00:00.500000000Z")) {
            run("DELETE FROM t");
            run("INSERT INTO t VALUES (?)", form);
            Row row = rows("SELECT at FROM t").get(0);
            assertThat(row.get("at", Instant.class)).isEqualTo("2024-01-01T00:00:00.5Z");
            assertThat(row.get("at", OffsetDateTime.class).toInstant()).isEqualTo("2024-01-01T00:00:00.5Z");
        }
    }

    @Test
    void functionsOfSqliteUnderstandThem() throws Exception {
        Instant at = Instant.parse("2024-02-29T23:59:59.25Z");
        run("INSERT INTO t VALUES (?)", at);
        assertThat(rows("SELECT unixepoch(at) AS s, strftime('%f', at) AS f, date(at) AS d FROM t")
                        .get(0)
                        .toMap())
                .containsEntry("s", at.getEpochSecond())
                .containsEntry("f", "59.250")
                .containsEntry("d", "2024-02-29");
        assertThat(rows("SELECT count(*) AS n FROM t WHERE at < CURRENT_TIMESTAMP")
                        .get(0)
                        .getLong("n"))
                .isOne();
    }
}
