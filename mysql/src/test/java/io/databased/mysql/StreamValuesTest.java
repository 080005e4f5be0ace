package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Row;
import io.databased.Sql;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream gives what the same statement gives without one; a cursor of the server's would cut what it copies. */
class StreamValuesTest extends MySqlDatabase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CONCAT(f) AS v FROM t",
                "SELECT CONCAT(f, '') AS v FROM t",
                "SELECT CONCAT(d, '|', f) AS v FROM t",
                "SELECT COALESCE(n, b) AS v FROM t",
                "SELECT IF(n > 0, d, s) AS v FROM t",
                "SELECT n * 99999999999999999999999999999999999999999999999999999999999999999 AS v FROM t",
                "SELECT REPEAT(s, 3000) AS v FROM t",
                "SELECT GROUP_CONCAT(s) AS v FROM t GROUP BY n",
                "SELECT s AS v FROM t UNION ALL SELECT f FROM t",
                "SELECT t AS v FROM t",
                "SELECT ts AS v FROM t",
                "SELECT j AS v FROM t",
                "SELECT NULL AS v FROM t",
                "SELECT x'00FF' AS v FROM t WHERE n < 0"
            })
    void areThoseOfTheStatement(String sql) {
        execute(
                "CREATE TABLE t (n INT, f FLOAT(7,3), d DOUBLE, b VARBINARY(5), s VARCHAR(20), t TIME(6), ts TIMESTAMP(6) NULL,"
                        + " j JSON)");
        execute(
                "INSERT INTO t VALUES (1234567, 1234.567, 0.1, 'x', 'text', '-838:59:58.999999', '2024-02-29 23:59:59.123456',"
                        + " '{\"a\": [1, null]}'), (-1, -1234.567, 1e300, x'FF', 'é', '12:00', NULL, 'null')");
        List<Object> streamed = new ArrayList<>();
        await(database().forEach(Sql.sql(sql), row -> streamed.add(text(row))));
        assertThat(streamed)
                .isEqualTo(await(database().fetchAll(sql)).stream()
                        .map(StreamValuesTest::text)
                        .toList());
    }

    private static String text(Row row) {
        Object value = row.get("v");
        return value instanceof byte[] bytes
                ? java.util.HexFormat.of().formatHex(bytes)
                : value == null ? "null" : value.getClass().getName() + " " + value;
    }

    @Test
    void thePartsOfABoundTime() {
        Map<String, ?> values = Map.of("t", LocalTime.of(1, 2, 3, 456_789_000));
        List<String> streamed = new ArrayList<>();
        await(database().forEach(Sql.sql("SELECT CONCAT(:t) AS v", values), row -> streamed.add(row.getString("v"))));
        assertThat(streamed).containsExactly("01:02:03.456789");
    }

    /** What comes in many windows comes whole and in order. */
    @Test
    void manyRowsInOrder() {
        String rows = "WITH RECURSIVE seq(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seq WHERE n < 999)"
                + " SELECT a.n * 1000 + b.n AS v FROM seq AS a CROSS JOIN seq AS b WHERE a.n < 100 ORDER BY v";
        int[] next = {0};
        await(database()
                .forEach(Sql.sql(rows), row -> assertThat(row.getInt("v")).isEqualTo(next[0]++)));
        assertThat(next[0]).isEqualTo(100_000);
    }

    /** The server waits for who reads a stream slowly as long as it waits for who asks nothing. */
    @Test
    void theServerIsPatient() {
        Row waits = one(database(), "SELECT @@net_write_timeout AS w, @@wait_timeout AS i", Map.of());
        assertThat(waits.getLong("w")).isGreaterThanOrEqualTo(waits.getLong("i"));
    }
}
