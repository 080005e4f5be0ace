package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decimal counts as a number wherever it stands, and keeps its value wherever it is stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqliteNumbersTest {
    private final Sqlite sqlite = memory();

    Sqlite memory() {
        return Sqlite.memory();
    }

    Sqlite file(Path file) {
        return Sqlite.file(file);
    }

    @BeforeAll
    void createTables() {
        sqlite.execute(
                "CREATE TABLE it (id INTEGER PRIMARY KEY, price DECIMAL(10,2), qty INTEGER, exact TEXT, free, js TEXT)");
        sqlite.execute("CREATE VIEW totals (total) AS SELECT price * qty FROM it");
        sqlite.execute(
                "INSERT INTO it VALUES (1, ?, 2, ?, ?, ?)", 1.5, new BigDecimal("3"), new BigDecimal("3"), "{\"a\":3}");
        sqlite.execute(
                "INSERT INTO it VALUES (2, ?, 4, ?, ?, ?)",
                2.5,
                new BigDecimal("10.5"),
                new BigDecimal("10.50"),
                "{\"a\":10.5}");
    }

    @AfterAll
    void close() {
        sqlite.close();
    }

    /** Each gives 3 and 10 (or 10.5) for the two rows; the limits lie between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT price * qty FROM it WHERE price * qty %s ?",
                "SELECT total FROM totals WHERE total %s ?",
                "SELECT js FROM it WHERE json_extract(js, '$.a') %s ?",
                "SELECT js FROM it WHERE js ->> 'a' %s ?",
                "SELECT free FROM it WHERE free %s ?",
                "SELECT sum(price * qty) FROM it GROUP BY id HAVING sum(price * qty) %s ?",
                "SELECT max(free) FROM it GROUP BY id HAVING max(free) %s ?",
                "SELECT id FROM it WHERE CASE WHEN price * qty %s ? THEN 1 ELSE 0 END = 1",
                "SELECT id FROM it WHERE abs(price * qty) %s ?",
                "SELECT id FROM it WHERE coalesce(NULL, price * qty) %s ?",
                "SELECT id FROM it WHERE (SELECT price * qty) %s ?",
                "SELECT id FROM it WHERE CAST(exact AS REAL) %s ?",
                "SELECT id FROM it WHERE iif(qty > 0, price * qty, 0) %s ?",
                "SELECT x FROM (SELECT price * qty AS x FROM it UNION ALL SELECT 0 WHERE 0) WHERE x %s ?",
                "WITH c (x) AS (SELECT price * qty FROM it) SELECT x FROM c WHERE x %s ?",
                "SELECT price FROM it WHERE price * qty * 1.0 %s ? + 0"
            })
    void decimalsAreComparedAsNumbers(String sql) {
        for (String limit : List.of(
                "5", "5.00", "4.99", "5.000000000001", "5E+0", "9.99999999999999", "4.99999999999999999999999")) {
            for (String operator : List.of(">", "<", ">=", "<=")) {
                assertThat(sqlite.fetch(sql.formatted(operator), new BigDecimal(limit)))
                        .as("%s %s", operator, limit)
                        .hasSize(1);
            }
            assertThat(sqlite.fetch(sql.formatted("BETWEEN 0 AND"), new BigDecimal(limit)))
                    .hasSize(1);
        }
        assertThat(sqlite.fetch(sql.formatted(">"), BigInteger.TWO.pow(40))).isEmpty();
    }

    /** What has a point divides as what it is; as a text of the same digits does. */
    @Test
    void decimalsAreComputedWith() {
        assertThat(sqlite.single("SELECT 5 / ?", new BigDecimal("2.00"))).isEqualTo(2.5);
        assertThat(sqlite.single("SELECT 5 / ?", new BigDecimal("2"))).isEqualTo(2L);
        assertThat(sqlite.single("SELECT typeof(? * 2)", new BigDecimal("1.5"))).isEqualTo("real");
        assertThat(sqlite.single("SELECT ? IN (0.1, 0.2)", new BigDecimal("0.10")))
                .isEqualTo(1L);
        assertThat(sqlite.single("SELECT max(?, 7)", new BigDecimal("5"))).isEqualTo(7L);
        assertThat(sqlite.fetch("SELECT 1 LIMIT ?", new BigDecimal("1"))).hasSize(1);
        assertThat(sqlite.fetch(" explain SELECT 1 WHERE 5 > ?", new BigDecimal("1")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT", "DECIMAL(30,10)", "NUMERIC", "REAL", "", "BLOB", "ANY"})
    void decimalsKeepTheirValueAndAreFound(String type) {
        long seed = Long.getLong("databased.seed", 20_241_128);
        Random random = new Random(seed);
        sqlite.execute("CREATE TABLE d (v " + type + ")");
        try {
            for (int i = 0; i < 2_000; i++) {
                int digits = 1 + random.nextInt(15);
                BigInteger unscaled = new BigInteger(50, random).mod(BigInteger.TEN.pow(digits));
                BigDecimal value =
                        new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(25));
                sqlite.execute("DELETE FROM d");
                sqlite.execute("INSERT INTO d VALUES (?)", value);

                Object read = sqlite.single("SELECT v FROM d");

                boolean same = read instanceof Double number
                        ? number == value.doubleValue()
                        : new BigDecimal(read.toString()).compareTo(value) == 0;
                assertThat(same).as("%s is %s, seed %d", value, read, seed).isTrue();
                assertThat(sqlite.single("SELECT count(*) FROM d WHERE v = ?", value))
                        .as("%s, seed %d", value, seed)
                        .isEqualTo(1L);
            }
        } finally {
            sqlite.execute("DROP TABLE d");
        }
    }

    /** By another connection, as by another program: of statements that ran before, and of one that did not. */
    @Test
    void decimalsAreStoredAsTheColumnIsNow(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("changed.db");
        try (Sqlite here = file(file);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement change = other.createStatement()) {
            here.execute("CREATE TABLE c (i INTEGER PRIMARY KEY, v BLOB)");
            String first = "INSERT INTO c VALUES (1, ?)";
            here.execute(first, new BigDecimal("1.50"));
            assertThat(here.single("SELECT v FROM c")).isEqualTo(1.5);
            change.execute("DROP TABLE c");
            change.execute("CREATE TABLE c (i INTEGER PRIMARY KEY, v TEXT)");
            here.execute(first, new BigDecimal("1.50"));
            here.execute("INSERT INTO c VALUES (2, ?)", new BigDecimal("2.50"));
            change.execute("ALTER TABLE c ADD COLUMN w REAL");
            here.execute("UPDATE c SET w = ? WHERE i = 1", new BigDecimal("3.50"));
            assertThat(here.fetch("SELECT v FROM c ORDER BY i"))
                    .extracting(row -> row[0])
                    .containsExactly("1.50", "2.50");
            assertThat(here.single("SELECT w FROM c WHERE i = 1")).isEqualTo(3.5);
        }
    }

    /** Of no such column is there a word in what SQLite is going to do, if all columns of the table are such. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE u (v)|INSERT INTO u VALUES (?)",
                "CREATE TABLE u (v BLOB, w)|INSERT INTO u (w, v) VALUES (1, ?)",
                "CREATE TABLE u (v UNIQUE)|INSERT INTO u VALUES (?)",
                "CREATE TABLE u (w, v)|INSERT INTO u (w, v) VALUES (1, 2), (3, ?)",
                "CREATE TABLE u (v, t TEXT)|INSERT INTO u (v) VALUES (?)",
                "CREATE TABLE u (v); INSERT INTO u VALUES (0)|UPDATE u SET v = ?",
                "CREATE TABLE u (v)|INSERT INTO u SELECT ? WHERE 1"
            })
    void columnsWithoutTypeKeepWhatNoDoubleHolds(String statements) {
        String[] parts = statements.split("\\|");
        for (String prepared : parts[0].split(";")) {
            sqlite.execute(prepared);
        }
        try {
            for (String digits :
                    List.of("99999999999999999999.123456789", "12345678901234567890", "0.1234567890123456789")) {
                sqlite.execute(parts[1], new BigDecimal(digits));
                assertThat(sqlite.single("SELECT v FROM u ORDER BY rowid DESC")).isEqualTo(digits);
            }
            sqlite.execute(parts[1], new BigDecimal("0.1"));
            assertThat(sqlite.single("SELECT v FROM u ORDER BY rowid DESC")).isEqualTo(0.1);
        } finally {
            sqlite.execute("DROP TABLE u");
        }
    }

    /** As they were written, and found by what was written: in every form of a statement. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO p (v, n) VALUES (?, 1)",
                "INSERT INTO p (n, v) VALUES (2, ?)",
                "INSERT INTO p (v, n) VALUES (?, 1), (?, 2)",
                "INSERT INTO p (v) SELECT ? WHERE 1",
                "INSERT INTO p (v) SELECT x FROM (SELECT ? AS x)",
                "REPLACE INTO p (v) VALUES (?)",
                "INSERT INTO p (id, v) VALUES (9, 0) ON CONFLICT (id) DO UPDATE SET v = ?",
                "UPDATE p SET v = ?, n = 3",
                "UPDATE p SET n = 3, v = ? WHERE id = 9",
                "INSERT INTO p (v) VALUES (?) RETURNING id",
                "INSERT INTO strict_p (n, v) VALUES (1, ?)",
                "UPDATE strict_p SET v = ?",
                "INSERT INTO indexed_p (v) VALUES (?)",
                "UPDATE indexed_p SET v = ?",
                // by way of tables that SQLite makes for the statement
                "INSERT INTO p (v) SELECT ? RETURNING id",
                "INSERT INTO p (v, n) VALUES (?, 1), (?, 2) RETURNING n",
                "INSERT INTO p (v) SELECT ? FROM p",
                "INSERT INTO p (n, v) SELECT n, ? FROM p ORDER BY n, v DESC",
                "INSERT INTO p (v) SELECT DISTINCT ? FROM p",
                "INSERT INTO p (v) SELECT ? UNION SELECT 'z' LIMIT 1",
                "INSERT INTO p (id, v) SELECT id, ? FROM p WHERE 1 ON CONFLICT (id) DO UPDATE SET v = excluded.v",
                "INSERT INTO p (v) SELECT coalesce(NULL, ?, v) FROM p",
                "WITH c (x) AS (SELECT ?) INSERT INTO p (v) SELECT x FROM c RETURNING v",
                "UPDATE p SET v = x.y FROM (SELECT ? AS y) AS x",
                "INSERT INTO strict_p (v) SELECT ? RETURNING v",
                "INSERT INTO indexed_p (v, n) VALUES (?, 1), (?, 2) RETURNING v"
            })
    void columnsOfTextKeepTheDigitsAsTheyWereWritten(String sql) {
        sqlite.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, v TEXT, n INTEGER)");
        sqlite.execute("CREATE TABLE strict_p (id INTEGER PRIMARY KEY, v TEXT, n INTEGER) STRICT");
        sqlite.execute("CREATE TABLE indexed_p (id INTEGER PRIMARY KEY, v TEXT, n INTEGER)");
        sqlite.execute("CREATE INDEX on_v ON indexed_p (v)");
        String table = sql.contains("strict_p") ? "strict_p" : sql.contains("indexed_p") ? "indexed_p" : "p";
        sqlite.execute("INSERT INTO " + table + " VALUES (9, 'old', 0)");
        try {
            for (String digits :
                    List.of("1.50", "0.000981", "3", "0.00", "12345678901234567890.12345678901234567890")) {
                BigDecimal value = new BigDecimal(digits);
                Object[] values = Collections.nCopies(
                                (int) sql.chars().filter(c -> c == '?').count(), value)
                        .toArray();
                sqlite.execute(sql, values);

                assertThat(sqlite.fetch("SELECT v FROM " + table))
                        .extracting(row -> row[0])
                        .contains(digits);
                for (String found : List.of(
                        "v = ?",
                        "v IN (?, 'x')",
                        "v BETWEEN ? AND 'z'",
                        "v IS ?",
                        "(v, 1) = (?, 1)",
                        "CASE v WHEN ? THEN 1 END",
                        "v >= ?")) {
                    assertThat(sqlite.fetch("SELECT v FROM " + table + " WHERE " + found, value))
                            .as(found)
                            .extracting(row -> row[0])
                            .contains(digits);
                }
            }
        } finally {
            for (String each : List.of("p", "strict_p", "indexed_p")) {
                sqlite.execute("DROP TABLE " + each);
            }
        }
    }

    /** Only a column of text keeps more than fifteen digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567.8901",
                "12345678901234567890.0123456789",
                "0.1000000000000000055511151231257827",
                "-99999999999999999999999999999999999999.9",
                "9223372036854775808"
            })
    void textKeepsAllDigits(String digits) {
        sqlite.execute("CREATE TABLE w (v TEXT, d DECIMAL(30,4))");
        try {
            sqlite.execute("INSERT INTO w VALUES (?, ?)", new BigDecimal(digits), new BigDecimal(digits));

            assertThat(sqlite.single("SELECT v FROM w")).isEqualTo(digits);
            assertThat(sqlite.single("SELECT count(*) FROM w WHERE v = ?", new BigDecimal(digits)))
                    .isEqualTo(1L);
            // A column that is declared DECIMAL rounds, as SQLite's documents say.
            assertThat(((Number) sqlite.single("SELECT d FROM w")).doubleValue())
                    .isEqualTo(Double.parseDouble(digits));
        } finally {
            sqlite.execute("DROP TABLE w");
        }
    }

    /** SQLite would make an infinity of it. */
    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1.8e308", "-123456789.5e301"})
    void whatNoDoubleHoldsIsRefusedOutsideOfTexts(String digits) {
        BigDecimal beyond = new BigDecimal(digits);
        sqlite.execute("CREATE TABLE w (v TEXT, d DECIMAL(30,4), r REAL, n)");
        try {
            for (String sql : List.of(
                    "SELECT 1 < ?",
                    "INSERT INTO w (d) VALUES (?)",
                    "INSERT INTO w (r) VALUES (?)",
                    "INSERT INTO w (n) VALUES (?)",
                    "SELECT 1 FROM w WHERE d = ?")) {
                assertThatThrownBy(() -> sqlite.execute(sql, beyond))
                        .as(sql)
                        .hasMessageContaining("beyond the greatest");
                assertThatThrownBy(() -> sqlite.execute(sql, beyond))
                        .as(sql)
                        .message()
                        .doesNotContain(digits);
            }
            sqlite.execute("INSERT INTO w (v) VALUES (?)", beyond);
            assertThat(sqlite.single("SELECT v FROM w")).isEqualTo(beyond.toPlainString());
        } finally {
            sqlite.execute("DROP TABLE w");
        }
    }
}
