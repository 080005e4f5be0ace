package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Json;
import io.databased.MappingException;
import io.databased.Row;
import io.databased.Sql;
import io.databased.StatementException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesAndBitsTest extends MySqlDatabase {
    record Opening(LocalTime t) {}

    @ParameterizedTest
    @CsvSource({"09:30:01", "00:00:00", "23:59:59.999999", "00:00:00.000001", "12:00:00.5"})
    void timeOfDayIsReadAsOne(String text) {
        execute("CREATE TABLE o (t TIME(6))");
        LocalTime time = LocalTime.parse(text);
        await(database().execute("INSERT INTO o VALUES (?)", List.of(time)));
        assertThat(await(database().fetchOne(Sql.sql("SELECT t FROM o").mapTo(Opening.class))))
                .contains(new Opening(time));
        assertThat(await(database().fetchOne(Sql.sql("SELECT t FROM o").value(LocalTime.class))))
                .contains(time);
    }

    @ParameterizedTest
    @CsvSource({"-00:00:00.000001", "24:00:00", "838:59:59", "-838:59:59"})
    void lengthOfTimeIsNoTimeOfDay(String text) {
        execute("CREATE TABLE o (t TIME(6))");
        execute("INSERT INTO o VALUES ('" + text + "')");
        Row row = one(database(), "SELECT t FROM o", Map.of());
        assertThat(row.get("t")).isInstanceOf(Duration.class);
        assertThatThrownBy(() -> row.get("t", LocalTime.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("java.time.Duration that does not convert to java.time.LocalTime");
    }

    @Test
    void durationsGoBothWays() {
        execute("CREATE TABLE o (t TIME(6))");
        for (String text : List.of("-PT838H59M59S", "PT838H59M59S", "-PT0.000001S", "PT24H", "-PT23H59M59.999999S")) {
            Duration length = Duration.parse(text);
            Row row = one(database(), "SELECT CAST(:t AS TIME(6)) AS t", Map.of("t", length));
            assertThat(row.get("t")).isEqualTo(length);
        }
    }

    @Test
    void bitsHaveNoSign() {
        execute("CREATE TABLE b (one BIT, many BIT(64))");
        execute("INSERT INTO b VALUES (b'1', 18446744073709551615), (b'0', 9223372036854775808), (NULL, 1)");
        List<Row> rows = await(database().fetchAll("SELECT * FROM b"));
        assertThat(rows)
                .extracting(row -> row.get("many"))
                .containsExactly(new BigInteger("18446744073709551615"), new BigInteger("9223372036854775808"), 1L);
        assertThat(rows).extracting(row -> row.get("one")).containsExactly(1L, 0L, null);
        assertThat(await(database()
                        .fetchAll("SELECT * FROM b WHERE many = ?", List.of(new BigInteger("18446744073709551615")))))
                .hasSize(1);
    }

    /** The servers send some of them as digits, and MySQL some as characters: 255 would be read as 50111. */
    @ParameterizedTest
    @CsvSource({"8, 255", "8, 127", "8, 200", "8, 128", "7, 65", "16, 50111", "16, 258", "33, 8589934591", "64, 49087"})
    void computedBitsAreReadAsTheyAreOrRefused(int length, long bits) {
        execute("CREATE TABLE c (v BIT(" + length + "))");
        execute("INSERT INTO c VALUES (" + bits + ")");
        for (String computed : List.of(
                "SELECT IF(1 = 1, v, NULL) AS v FROM c",
                "SELECT CASE WHEN 1 = 1 THEN v END AS v FROM c",
                "SELECT COALESCE(v, v) AS v FROM c",
                "SELECT IFNULL(v, v) AS v FROM c",
                "SELECT NULLIF(v, 1) AS v FROM c",
                "SELECT MAX(v) AS v FROM c",
                "SELECT v FROM c UNION ALL SELECT v FROM c")) {
            for (boolean streamed : List.of(true, false)) {
                List<Object> read = new ArrayList<>();
                Throwable refused = (streamed
                                ? database().forEach(Sql.sql(computed), row -> read.add(row.get(0)))
                                : database()
                                        .fetchAll(computed)
                                        .thenAccept(rows -> rows.forEach(r -> read.add(r.get(0)))))
                        .handle((done, failure) -> failure)
                        .join();
                if (refused == null) {
                    assertThat(read)
                            .as(computed)
                            .isNotEmpty()
                            .allSatisfy(value -> assertThat(number(value)).isEqualTo(BigDecimal.valueOf(bits)));
                } else {
                    assertThat(refused).hasStackTraceContaining("v + 0");
                }
            }
        }
    }

    private static BigDecimal number(Object value) {
        return new BigDecimal(value.toString());
    }

    /** MySQL decides that the parameter is a decimal, and sends what it was given later all the same. */
    @Test
    void textWhereADecimalWasAnnouncedLosesNoConnection() {
        String sql = "SELECT CONNECTION_ID() AS id, IF(1 = 1, ?, 0) AS v";
        Object connection = first(sql, "12.7").get("id");
        for (String text : List.of("ab", "1e", "", "ä")) {
            Throwable refused = database()
                    .fetchAll(sql, List.of(text))
                    .handle((rows, failure) -> failure)
                    .join();
            if (refused != null) {
                assertThat(refused).hasStackTraceContaining("column \"v\" has a text");
            }
        }
        assertThat(first(sql, "12.8").get("id")).isEqualTo(connection);
    }

    /** There may be no parameter at all. */
    @Test
    void bitsWhereANumberWasAnnouncedAreToldAsBits() {
        execute("CREATE TABLE mixed (b BIT(5), n TINYINT)");
        execute("INSERT INTO mixed VALUES (b'10101', 1)");
        Throwable refused = database()
                .fetchAll("SELECT CASE WHEN 1 THEN b ELSE n END AS v FROM mixed")
                .handle((rows, failure) -> failure)
                .join();
        if (refused != null) {
            assertThat(refused)
                    .hasStackTraceContaining("column \"v\" has a text, or bits")
                    .hasStackTraceContaining("add 0 to bits");
        }
        assertThat(await(database().fetchExactlyOne("SELECT CASE WHEN 1 THEN b + 0 ELSE n END AS v FROM mixed"))
                        .getLong("v"))
                .isEqualTo(21);
    }

    private Row first(String sql, Object value) {
        return await(database().fetchExactlyOne(Sql.sql(sql, List.of(value))));
    }

    @Test
    void yearsSetsAndChoicesAreWhatTheyAre() {
        execute("CREATE TABLE y (y YEAR, s SET('a','b','c'), e ENUM('x','yes, no',''))");
        execute("INSERT INTO y VALUES (1901, '', 'x'), (2155, 'a,c', 'yes, no'), (0, 'a,b,c', '')");
        assertThat(await(database().fetchAll("SELECT * FROM y")))
                .extracting(Row::toMap)
                .containsExactly(
                        Map.of("y", 1901, "s", "", "e", "x"),
                        Map.of("y", 2155, "s", "a,c", "e", "yes, no"),
                        Map.of("y", 0, "s", "a,b,c", "e", ""));
    }

    @Test
    void datesReachFromTheYearZeroTo9999() {
        execute("CREATE TABLE d (d DATE, t DATETIME(6))");
        for (LocalDateTime time : List.of(
                LocalDateTime.of(0, 1, 1, 0, 0),
                LocalDateTime.of(1000, 1, 1, 0, 0, 0, 1_000),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(2024, 2, 29, 12, 0))) {
            execute("DELETE FROM d");
            await(database().execute("INSERT INTO d VALUES (?, ?)", List.of(time.toLocalDate(), time)));
            Row row = one(database(), "SELECT * FROM d", Map.of());
            assertThat(row.get("d")).isEqualTo(time.toLocalDate());
            assertThat(row.get("t")).isEqualTo(time);
        }
        for (Object beyond : List.of(LocalDate.of(10_000, 1, 1), LocalDate.of(-1, 1, 1), LocalDateTime.MAX)) {
            assertThat(failure(database().fetchOne("SELECT ?", List.of(beyond)), StatementException.class))
                    .hasMessageContaining("years 0 to 9999");
        }
    }

    /** Text for text, whatever a parser would make of it. */
    @Test
    void jsonIsWhatTheServerSays() {
        execute("CREATE TABLE j (j JSON)");
        for (String json : List.of(
                "{\"b\": 1, \"a\": [1.10, 1e300, null, \"\\u00e4\"]}",
                "[".repeat(30) + "]".repeat(30),
                "12345678901234567890.123456789",
                "\"text\"",
                "null")) {
            execute("DELETE FROM j");
            await(database().execute("INSERT INTO j VALUES (?)", List.of(new Json(json))));
            Row row = one(database(), "SELECT j, CAST(j AS CHAR) AS said FROM j", Map.of());
            assertThat(row.get("j", Json.class).text()).isEqualTo(row.getString("said"));
        }
    }
}
