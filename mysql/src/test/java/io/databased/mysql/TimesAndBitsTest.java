package io.databased.mysql;

import static io.databased.jooq.Jooq.jooq;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.databased.DatabasedException;
import io.databased.Json;
import io.databased.MappingException;
import io.databased.Row;
import io.databased.Sql;
import io.databased.StatementException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
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
        assertThat(await(database()
                                .fetchOne(jooq(select(field(DSL.name("t"), SQLDataType.LOCALTIME(6)))
                                        .from(table(DSL.name("o"))))))
                        .orElseThrow()
                        .value1())
                .isEqualTo(time);
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
        failure(
                database()
                        .fetchOne(jooq(select(field(DSL.name("t"), SQLDataType.LOCALTIME(6)))
                                .from(table(DSL.name("o"))))),
                DatabasedException.class);
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
