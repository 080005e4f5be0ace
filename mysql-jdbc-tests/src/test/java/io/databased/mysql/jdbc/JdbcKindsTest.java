package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Sql;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is what it is, whatever was bound before to the same statement that the server has prepared on the same connection. */
class JdbcKindsTest extends ServerDatabase {
    private static final List<@Nullable Object> VALUES = Arrays.asList(
            1.5,
            "text",
            Long.MIN_VALUE,
            9007199254740993L,
            new BigDecimal("12345678901234567890.5"),
            LocalTime.of(10, 30),
            Duration.ZERO,
            LocalDateTime.of(2024, 3, 31, 2, 30),
            LocalDate.of(2024, 2, 29),
            null,
            "2024",
            true);

    /** MariaDB's driver sends a date to MySQL in a form that the server refuses. */
    private static List<@Nullable Object> values(String driver) {
        return VALUES.stream()
                .filter(value -> !(value instanceof LocalDate) || driver.equals("mysql"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Database way(String driver) {
        return await(Database.builder(jdbcUrl(driver) + "&useServerPrepStmts=true")
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
    }

    private static List<List<@Nullable Object>> rows(Database way, String sql, @Nullable Object... values) {
        return await(way.fetchAll(sql, Arrays.asList(values))).stream()
                .map(row -> Stream.of("v", "t").map(row::get).toList())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mariadb"})
    void isReadAsByAStatementThatIsNew(String driver) {
        try (Database way = way(driver)) {
            int texts = 0;
            for (Object before : values(driver)) {
                for (Object value : values(driver)) {
                    String mark = "/* " + texts++ + " */";
                    String right = "/* right " + mark.substring(3);
                    String sql = "SELECT IF(1 = 1, ?, 0) AS v, CONCAT(?, '|') AS t " + mark;
                    rows(way, sql, before, before);
                    assertThat(rows(way, sql, value, value))
                            .as("%s behind %s", value, before)
                            .isEqualTo(rows(way, sql + right, value, value));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mariadb"})
    void isComparedAndStoredAsByAStatementThatIsNew(String driver) {
        execute("CREATE TABLE k (id INT, v VARCHAR(60))");
        execute("INSERT INTO k VALUES (1, '1'), (2, '01'), (3, '1.0')");
        try (Database way = way(driver)) {
            Sql<Long> found =
                    Sql.sql("SELECT count(*) FROM k WHERE v IN (?, ?)").value(Long.class);
            assertThat(await(way.fetchExactlyOne(found.values(1, 1)))).isEqualTo(3);
            assertThat(await(way.fetchExactlyOne(found.values("1", "1")))).isEqualTo(1);
            assertThat(await(way.fetchExactlyOne(found.values(1, 1)))).isEqualTo(3);

            List<List<@Nullable Object>> sets = values(driver).stream()
                    .flatMap(first -> values(driver).stream().flatMap(second -> Stream.of(first, second)))
                    .map(value -> Arrays.<@Nullable Object>asList(9, value))
                    .toList();
            await(way.executeMany("INSERT INTO k VALUES (?, ?)", sets));
            for (int i = 0; i < sets.size(); i++) {
                await(way.execute(
                        "INSERT /* " + i + " */ INTO k VALUES (8, ?)",
                        Arrays.asList(sets.get(i).get(1))));
            }
            String stored = "SELECT v, NULL AS t FROM k WHERE id = ? ORDER BY v";
            assertThat(rows(way, stored, 9)).isEqualTo(rows(way, stored, 8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mariadb"})
    void isReadAsTheColumnIsNow(String driver) {
        try (Database way = way(driver)) {
            for (String column : List.of("v TINYINT", "v TINYINT UNSIGNED", "t INT, v SMALLINT UNSIGNED")) {
                String value = column.equals("v TINYINT") ? "-19" : "237";
                await(way.execute("DROP TABLE IF EXISTS shape"));
                await(way.execute("CREATE TABLE shape (" + column + ")"));
                await(way.execute("INSERT INTO shape (v) VALUES (?)", List.of(Integer.valueOf(value))));

                assertThat(await(way.fetchExactlyOne("SELECT * FROM shape")).getString("v"))
                        .as(column)
                        .isEqualTo(value);
            }
        }
    }
}
