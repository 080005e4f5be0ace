package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import io.databased.UpdateResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decimals and numbers without a sign are computed as what they are, wherever a parameter stands. */
class ExactNumbersTest extends MySqlDatabase {
    private static final BigInteger LARGEST = new BigInteger("18446744073709551615");

    private Object computed(String sql, Object... values) {
        Object mine = await(database().fetchOne(sql, Arrays.asList(values)))
                .orElseThrow()
                .get(0);
        assertThat(new BigDecimal(String.valueOf(mine))).as(sql).isEqualByComparingTo(byJdbc(sql, values));
        return mine;
    }

    private String byJdbc(String sql, Object... values) {
        try (var connection = server.connect(name());
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setBigDecimal(
                        i + 1, values[i] instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) values[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT 0.3 = 0.1 * ?, 3, 1",
        "SELECT ? + 0.1, 12345678901234567890.2, 12345678901234567890.3",
        "SELECT ? - 12345678901234567890, 12345678901234567891.5, 1.5",
        "SELECT ABS(0 + ?), -12345678901234567890.5, 12345678901234567890.5",
        "SELECT COALESCE(?), 0.10, 0.10",
        "SELECT 12345678901234567891 > ?, 12345678901234567890.9, 1"
    })
    void decimalsAreComputedAsDecimals(String sql, BigDecimal value, BigDecimal right) {
        assertThat(new BigDecimal(computed(sql, value).toString())).isEqualByComparingTo(right);
    }

    @Test
    void balanceKeepsItsCents() {
        execute("CREATE TABLE acc (id INT PRIMARY KEY, bal DECIMAL(20,2))");
        execute("INSERT INTO acc VALUES (1, 12345678901234567.89)");
        await(database().execute("UPDATE acc SET bal = bal + ?", List.of(new BigDecimal("0.01"))));
        assertThat(balance()).isEqualTo("12345678901234567.90");
        await(database()
                .executeMany(
                        "UPDATE acc SET bal = bal + ?",
                        List.of(List.of(new BigDecimal("0.01")), List.of(1), List.of(new BigDecimal("0.01")))));
        assertThat(balance()).isEqualTo("12345678901234568.92");
        assertThat(await(database()
                        .fetchAll("SELECT id FROM acc WHERE bal > ?", List.of(new BigDecimal("12345678901234568.9")))))
                .hasSize(1);
    }

    private BigDecimal balance() {
        return one(database(), "SELECT bal FROM acc", Map.of()).get("bal", BigDecimal.class);
    }

    /** What the same parameter was before must not matter. */
    @Test
    void typeOfAParameterMayChange() {
        execute("CREATE TABLE v (i INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(50))");
        List<Object> values = Arrays.asList(
                "abc",
                new BigDecimal("1.50"),
                new byte[] {'x', 'y'},
                null,
                LARGEST,
                7,
                new BigDecimal("2.5"),
                "z",
                1.5);
        values.forEach(value -> await(database().execute("INSERT INTO v (v) VALUES (?)", Arrays.asList(value))));
        assertThat(await(database().fetchAll("SELECT v FROM v ORDER BY i")))
                .extracting(row -> row.get(0))
                .containsExactly("abc", "1.50", "xy", null, LARGEST.toString(), "7", "2.5", "z", "1.5");
    }

    @Test
    void numbersWithoutASignAreComputedWithoutOne() {
        assertThat(computed("SELECT ? = 18446744073709551615", LARGEST)).isIn(1, 1L);
        assertThat(computed("SELECT ? - 1", LARGEST)).hasToString("18446744073709551614");
        assertThat(computed("SELECT ? > 18446744073709551614", LARGEST)).isIn(1, 1L);
        assertThat(computed("SELECT ? MOD 10", LARGEST)).hasToString("5");
        assertThat(await(database().fetchOne("SELECT ? & 255", List.of(LARGEST)))
                        .orElseThrow()
                        .get(0))
                .hasToString("255");
    }

    @Test
    void whatNoDecimalHoldsIsANumberStill() {
        execute("CREATE TABLE v (d DOUBLE, m DECIMAL(65,30))");
        await(database().execute("INSERT INTO v (d) VALUES (?)", List.of(new BigDecimal("1E-40"))));
        await(database().execute("INSERT INTO v (d) VALUES (?)", List.of(new BigDecimal("-1E+100"))));
        assertThat(await(database().fetchAll("SELECT d FROM v")))
                .extracting(row -> row.get(0))
                .containsExactly(1e-40, -1e100);
        failure(
                database().execute("INSERT INTO v (m) VALUES (?)", List.of(new BigDecimal("1E+70"))),
                StatementException.class);
    }

    /** They find their row by the index. */
    @Test
    void exactNumbersUseIndexes() {
        execute("CREATE TABLE k (id BIGINT UNSIGNED PRIMARY KEY, m DECIMAL(20,2), KEY by_m (m))");
        await(database()
                .executeMany(
                        "INSERT INTO k VALUES (?, ?)",
                        java.util.stream.IntStream.range(0, 2_000)
                                .mapToObj(i -> List.of(i, i))
                                .toList()));
        execute("INSERT INTO k VALUES (18446744073709551615, 5000.5)");
        execute("ANALYZE TABLE k");
        for (Map.Entry<String, Object> each : Map.<String, Object>of("id", LARGEST, "m", new BigDecimal("5000.50"))
                .entrySet()) {
            var plan = await(database()
                            .fetchOne(
                                    "EXPLAIN FORMAT=TRADITIONAL SELECT * FROM k WHERE " + each.getKey() + " = ?",
                                    List.of(each.getValue())))
                    .orElseThrow();
            assertThat(plan.getString("type")).as(each.getKey()).isIn("const", "ref");
        }
    }

    @Test
    void keysBeyondTheLargestLongAreTold() {
        execute("CREATE TABLE k (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v INT)");
        execute("ALTER TABLE k AUTO_INCREMENT = 18446744073709551610");
        UpdateResult result = await(database().execute("INSERT INTO k (v) VALUES (1)"));
        assertThat(result.key()).isEqualTo(new BigInteger("18446744073709551610"));
        assertThat(one(database(), "SELECT id FROM k", Map.of()).get("id")).isEqualTo(result.key());
        execute("CREATE TABLE edge (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v INT)");
        execute("ALTER TABLE edge AUTO_INCREMENT = 9223372036854775807");
        assertThat(await(database().execute("INSERT INTO edge (v) VALUES (1)")).key())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(await(database().execute("INSERT INTO edge (v) VALUES (2)")).key())
                .isEqualTo(BigInteger.ONE.shiftLeft(63));
    }
}
