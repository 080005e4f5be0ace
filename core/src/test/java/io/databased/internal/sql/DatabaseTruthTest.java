package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks real databases whether we read a text as they do. */
class DatabaseTruthTest {
    private static final String SQLITE = "jdbc:sqlite::memory:";
    private static final String H2 = "jdbc:h2:mem:";
    private static final String[] NOISE = {
        ":x", "?", "?1", "@a", "$b", ";", "--", "/*", "x", "\n", " ", "\\", "é", "[", "`"
    };
    private static final String[] READS = {
        "SELECT * FROM t",
        "VALUES (1)",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "SELECT replace('DELETE', 'D', 'INSERT')",
        "SELECT 1 AS \"UPDATE\"",
        "EXPLAIN DELETE FROM t",
        "EXPLAIN QUERY PLAN UPDATE t SET a = 1"
    };
    private static final String[] WRITES = {
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t VALUES (1) RETURNING a",
        "REPLACE INTO t VALUES (1)",
        "DELETE FROM t",
        "UPDATE t SET a = 1 WHERE a IN (SELECT 1)",
        "WITH x AS (SELECT 1 AS a) DELETE FROM t WHERE a IN (SELECT a FROM x)",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "CREATE TABLE u (a)",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; SELECT CASE WHEN 1 THEN 2 END; END",
        "DROP TABLE t",
        "ALTER TABLE t RENAME TO u"
    };

    @Test
    @Tag("R36")
    @Tag("I7")
    void sqliteReturnsEveryValueFromItsPlace() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SQLITE)) {
            Seeds.forEach(3_000, random -> comparesOneRow(connection, random));
        }
    }

    private static void comparesOneRow(Connection connection, RandomGenerator random) {
        StringBuilder text = new StringBuilder("SELECT ");
        List<Object> expected = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        int columns = 1 + random.nextInt(6);
        for (int i = 0; i < columns; i++) {
            text.append(i == 0 ? "" : ", ").append(comment(random));
            String noise = noise(random);
            if (random.nextBoolean()) {
                values.add(noise);
                text.append('?');
            } else {
                text.append('\'').append(noise).append('\'');
            }
            expected.add(noise);
            text.append(comment(random)).append(alias(random));
        }
        BoundSql bound = parse(text.toString(), SqlSyntax.sqlite()).bind(values);
        assertThat(row(connection, bound)).isEqualTo(expected);
    }

    private static String comment(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> "/* " + noise(random).replace("/*/*", "/*") + " ' */";
            case 1 -> "-- " + noise(random).replace("\n", "") + "'\r ?\n";
            default -> "";
        };
    }

    private static String alias(RandomGenerator random) {
        String noise = noise(random);
        return switch (random.nextInt(4)) {
            case 0 -> " AS \"" + noise + "\"\"?\"";
            case 1 -> " AS [" + noise + "']";
            case 2 -> " AS `" + noise.replace("`", "``") + "\"`";
            default -> "";
        };
    }

    private static String noise(RandomGenerator random) {
        StringBuilder noise = new StringBuilder();
        int length = random.nextInt(5);
        for (int i = 0; i < length; i++) {
            noise.append(Seeds.oneOf(random, NOISE));
        }
        return noise.toString();
    }

    @Test
    @Tag("R34")
    void sqliteAgreesOnWhatReads() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SQLITE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a)");
            statement.execute("PRAGMA query_only = ON");
            Seeds.forEach(3_000, random -> comparesTheKind(statement, random));
        }
    }

    private static void comparesTheKind(Statement statement, RandomGenerator random) {
        String plain = random.nextBoolean() ? Seeds.oneOf(random, READS) : Seeds.oneOf(random, WRITES);
        String sql = comment(random) + spread(plain, random) + comment(random);
        boolean reads = parse(sql, SqlSyntax.sqlite()).kind() == StatementKind.READ;
        try {
            statement.execute(sql);
            assertThat(reads).as(sql).isTrue();
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("readonly");
            assertThat(reads).as(sql).isFalse();
        }
    }

    private static String spread(String sql, RandomGenerator random) {
        String blank = Seeds.oneOf(random, " ", "  ", "\n", " /* SELECT ' */ ", " -- INSERT '\n");
        return (random.nextBoolean() ? sql.toLowerCase(Locale.ROOT) : sql).replace(" ", blank);
    }

    @ParameterizedTest
    @ValueSource(strings = {SQLITE, H2})
    void anEmptyListMatchesNothingAndItsNegationEverything(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a INT)");
            statement.execute("INSERT INTO t VALUES (1), (2), (NULL)");

            assertThat(countWhere(connection, "a IN (:ids)")).isZero();
            assertThat(countWhere(connection, "a NOT IN (:ids)")).isEqualTo(3);
            assertThat(countWhere(connection, "NOT a IN (:ids)")).isEqualTo(3);
            assertThat(countWhere(connection, "NOT a NOT IN (:ids /* none */ )"))
                    .isZero();
            assertThat(countWhere(connection, "a = 1 AND a NOT IN (:ids) OR a IN (:ids)"))
                    .isEqualTo(1);
        }
    }

    private static int countWhere(Connection connection, String condition) {
        ParsedSql parsed = parse("SELECT count(*) FROM t WHERE " + condition, SqlSyntax.standard());
        return ((Number) row(connection, parsed.bind(Map.of("ids", List.of()))).get(0)).intValue();
    }

    private static ParsedSql parse(String sql, SqlSyntax syntax) {
        return ParsedSql.parse(sql, syntax, (index, value, place) -> "?");
    }

    private static List<Object> row(Connection connection, BoundSql bound) {
        try (PreparedStatement statement = connection.prepareStatement(bound.sql())) {
            for (int i = 0; i < bound.values().size(); i++) {
                statement.setObject(i + 1, bound.values().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                return row;
            }
        } catch (SQLException e) {
            throw new AssertionError(bound.sql(), e);
        }
    }
}
