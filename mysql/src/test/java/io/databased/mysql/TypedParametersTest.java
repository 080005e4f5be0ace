package io.databased.mysql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Row;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter is computed as what a literal of its type is, also where nothing around it tells its type. */
class TypedParametersTest extends MySqlDatabase {
    private static final byte[] BYTES = {'A', (byte) 0xFF, 0};

    /** What a literal says, and the value that is bound in its place. */
    private static final Map<String, Object> LITERALS = Map.of(
            "TIME'30:00:00.500001'",
            Duration.parse("PT30H0.500001S"),
            "TIME'-838:59:58.999999'",
            Duration.parse("-PT838H59M58.999999S"),
            "TIME'01:02:03.000004'",
            LocalTime.of(1, 2, 3, 4_000),
            "TIME'10:30:00" + (TestServer.isMySql() ? ".000000'" : "'"),
            LocalTime.of(10, 30),
            "TIMESTAMP'2024-02-29 01:02:03.000004'",
            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000),
            "TIMESTAMP'2024-02-29 01:02:03.500001'",
            Instant.parse("2024-02-29T01:02:03.500001Z"),
            "x'41FF00'",
            BYTES,
            "18446744073709551615",
            new BigInteger("18446744073709551615"));

    private @Nullable Object read(String sql, Object... values) {
        Row row = await(database().fetchExactlyOne(sql(sql).values(values)));
        return row.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "CAST(? AS CHAR)",
                "CONVERT(?, CHAR(40))",
                "CAST(? AS BINARY)",
                "CONCAT(?)",
                "COALESCE(?)",
                "CONCAT('x', ?)",
                "IF(1, ?, 'x')",
                "HEX(?)",
                "LENGTH(?)",
                "SHA2(?, 256)",
                "MAX(?)",
                "(SELECT ?)",
                "REPEAT(?, 2)"
            })
    void isComputedAsALiteralIs(String expression) {
        LITERALS.forEach((literal, value) -> assertThat(read("SELECT " + expression + " AS v", value))
                .as(expression + " of " + literal)
                .isEqualTo(read("SELECT " + expression.replace("?", literal) + " AS v")));
    }

    /** An index is used as with a literal: the type is that of the column. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATETIME(6)",
                "TIMESTAMP(6)",
                "TIME(6)",
                "VARBINARY(40)",
                "VARCHAR(40)",
                "BLOB",
                "BIGINT UNSIGNED"
            })
    void isStoredAndFoundAsALiteralIs(String type) {
        execute("CREATE TABLE s (id INT AUTO_INCREMENT PRIMARY KEY, v " + type + " NULL)");
        LITERALS.forEach((literal, value) -> {
            boolean text = type.startsWith("VAR") || type.equals("BLOB");
            boolean same = type.startsWith("DATETIME") || type.startsWith("TIMESTAMP")
                    ? literal.startsWith("TIMESTAMP")
                    : type.startsWith("TIME") ? literal.startsWith("TIME'") : literal.startsWith("1");
            boolean otherText = (type.startsWith("VARCHAR") && value instanceof byte[]) || literal.contains("10:30");
            if ((!text && !same) || (text && otherText)) {
                return;
            }
            execute("DELETE FROM s");
            execute("INSERT INTO s (v) VALUES (" + literal + ")");
            await(database().execute("INSERT INTO s (v) VALUES (?)", List.of(value)));
            await(database().execute("INSERT INTO s (v) SELECT ?", List.of(value)));
            await(database().execute("UPDATE s SET v = ? ORDER BY id DESC LIMIT 1", List.of(value)));
            await(database().executeMany("INSERT INTO s (v) VALUES (?)", List.of(List.of(value), List.of(value))));
            assertThat(read("SELECT GROUP_CONCAT(DISTINCT HEX(v)) FROM s"))
                    .as(literal)
                    .isEqualTo(read("SELECT HEX(v) FROM s ORDER BY id LIMIT 1"));
            assertThat(read("SELECT COUNT(*) FROM s WHERE v = ?", value)).isEqualTo(5L);
        });
    }

    @Test
    void numbersWithoutASignHaveNoneInDocuments() {
        BigInteger largest = new BigInteger("18446744073709551615");
        String right = "18446744073709551615";
        assertThat(read("SELECT CAST(JSON_ARRAY(?) AS CHAR) AS v", largest)).isEqualTo("[" + right + "]");
        if (TestServer.isMySql()) { // MariaDB has no such cast
            assertThat(read("SELECT CAST(CAST(? AS JSON) AS CHAR) AS v", largest))
                    .isEqualTo(right);
        }
    }

    /** A batch has one text for all of its values. */
    @Test
    void timesOfABatchMayBeLongerThanTheType() {
        execute("CREATE TABLE s (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40))");
        List<Duration> times = List.of(
                Duration.ofSeconds(1),
                Duration.parse("PT838H59M58.5S"),
                Duration.parse("PT900H0.5S"),
                Duration.parse("PT838H0.000001S"));
        await(database()
                .executeMany(
                        "INSERT INTO s (v) VALUES (?)",
                        times.stream().map(List::of).toList()));
        assertThat(await(database().fetchAll("SELECT v FROM s ORDER BY id")))
                .extracting(row -> row.getString("v").replaceFirst("\\.?0+$", ""))
                .containsExactly("00:00:01", "838:59:58.5", "900:00:00.5", "838:00:00.000001");
    }
}
