package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Sql;
import io.databased.StatementException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One value is read alike by every way to the server, and bound alike. */
class SameValuesTest extends SameServer {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "TINYINT|-128",
                "TINYINT|127",
                "TINYINT UNSIGNED|255",
                "TINYINT(1)|2",
                "TINYINT(1)|-128",
                "TINYINT(1) UNSIGNED|200",
                "BOOLEAN|TRUE",
                "SMALLINT|-32768",
                "SMALLINT UNSIGNED|65535",
                "MEDIUMINT|-8388608",
                "MEDIUMINT UNSIGNED|16777215",
                "INT|-2147483648",
                "INT UNSIGNED|4294967295",
                "BIGINT|-9223372036854775808",
                "BIGINT UNSIGNED|7",
                "BIGINT UNSIGNED|18446744073709551615",
                "BIT(1)|b'1'",
                "BIT(8)|200",
                "BIT(63)|b'111111111111111111111111111111111111111111111111111111111111111'",
                "BIT(64)|18446744073709551615",
                "BIT(64)|9223372036854775808",
                "YEAR|2024",
                "YEAR|1901",
                "YEAR|2155",
                "YEAR|0",
                "TIME|'120:30:15'",
                "TIME|'00:00:00'",
                "TIME|'-838:59:59'",
                "TIME|'838:59:59'",
                "TIME(6)|'-00:00:00.000001'",
                "TIME(6)|'23:59:59.999999'",
                "TIME(3)|'100:00:00.5'",
                "DATE|'1000-01-01'",
                "DATE|'9999-12-31'",
                "DATE|'0000-12-31'",
                "DATETIME|'0000-12-31 23:59:59'",
                "DATETIME(6)|'2024-03-31 02:30:00.000001'",
                "DATETIME|'9999-12-31 23:59:59'",
                "FLOAT|0.5",
                "DOUBLE|0.1",
                "DECIMAL(65,30)|99999999999999999999999999999999999.000000000000000000000000000001",
                "DECIMAL(5,2) UNSIGNED|1.5",
                "CHAR(3)|'a'",
                "VARCHAR(10)|'a '",
                "TEXT|'a'",
                "BINARY(3)|'a'",
                "VARBINARY(3)|x'00ff'",
                "BLOB|x'00ff'",
                "ENUM('a','b')|'b'",
                "SET('a','b')|'a,b'",
                "JSON|'{\"a\": [1.10, 1e3],  \"a\": null}'"
            })
    void columnsAreReadAlike(String type, String literal) {
        execute("CREATE TABLE v (v " + type + ", n " + type + ")");
        execute("INSERT INTO v VALUES (" + literal + ", NULL)");
        assertAlike("SELECT v, n FROM v");
        String value = type.startsWith("BIT") ? "v + 0" : "v";
        assertAlike("SELECT (SELECT " + value + " FROM v) AS v, max(" + value + ") AS n FROM v");
    }

    @Tag("mariadb") // MySQL has no such type
    @Test
    void addressesAreReadAlike() {
        columnsAreReadAlike("INET6", "'::1'");
    }

    private void assertAlike(String sql, Object... values) {
        Row expected = await(database().fetchOne(sql, Arrays.asList(values))).orElseThrow();
        ways.forEach((name, way) -> {
            Row row = await(way.fetchOne(sql, Arrays.asList(values))).orElseThrow();
            for (int i = 0; i < row.columns().size(); i++) {
                assertThat(row.get(i)).as("%s, column %s of %s", name, i, sql).isEqualTo(expected.get(i));
            }
        });
    }

    /** MariaDB sends digits in place of bits where they are no column of a table; in which form cannot always be told. */
    @ParameterizedTest
    @ValueSource(strings = {"500", "255", "5", "53", "18446744073709551615"})
    void bitsThatWereComputedAreReadOrRefused(String number) {
        execute("CREATE TABLE v (v BIT(64))");
        execute("INSERT INTO v VALUES (" + number + ")");
        for (String expression :
                List.of("(SELECT v FROM v)", "max(v)", "IF(1, v, v)", "COALESCE(v, v)", "NULLIF(v, 0)")) {
            String sql = "SELECT CAST(" + expression + " + 0 AS CHAR) AS said, " + expression + " AS v FROM v";
            ways.forEach((name, way) -> {
                try {
                    Row row = await(way.fetchOne(sql)).orElseThrow();
                    assertThat(String.valueOf(row.get("v")))
                            .as(name + ": " + sql)
                            .isEqualTo(row.getString("said"));
                } catch (StatementException refused) {
                    assertThat(refused).hasMessageContaining("bits that were computed");
                }
            });
        }
    }

    /** Connector/J makes up keys for all rows that were affected, MariaDB's driver makes great ones negative. */
    @Tag("mariadb") // MySQL has no RETURNING
    @Test
    void keysAreToldAlike() {
        List<Object> expected = keys(database());

        assertThat(expected)
                .contains(new BigInteger("18446744073709551600"))
                .endsWith(
                        -5L,
                        -2147483648L,
                        new BigInteger("18446744073709551611"),
                        new BigInteger("18446744073709551610"));
        ways.forEach((name, way) -> assertThat(keys(way)).as(name).isEqualTo(expected));
    }

    private static List<Object> keys(Database way) {
        await(way.execute("DROP TABLE IF EXISTS keyed"));
        await(way.execute("CREATE TABLE keyed (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v INT UNIQUE)"));
        List<Object> keys = new ArrayList<>();
        for (String statement : List.of(
                "INSERT INTO keyed (v) VALUES (1)",
                "INSERT INTO keyed (v) VALUES (2), (3)",
                "REPLACE INTO keyed (v) VALUES (2)",
                "INSERT IGNORE INTO keyed (v) VALUES (3)",
                "INSERT INTO keyed (id, v) VALUES (77, 77)",
                "INSERT INTO keyed (v) SELECT 5",
                "INSERT INTO keyed (v) VALUES (8), (9) RETURNING id, v",
                "INSERT IGNORE INTO keyed (v) VALUES (9) RETURNING id",
                "ALTER TABLE keyed AUTO_INCREMENT = 18446744073709551600",
                "INSERT INTO keyed (v) VALUES (6)")) {
            keys.add(await(way.execute(statement)).key());
        }
        await(way.execute("DROP TABLE keyed"));
        await(way.execute("CREATE TABLE keyed (id INT AUTO_INCREMENT PRIMARY KEY, v BIGINT UNSIGNED)"));
        keys.add(await(way.execute("INSERT INTO keyed VALUES ( - 5, 1)")).generatedId());
        keys.add(await(way.execute("INSERT INTO keyed VALUES (?, 1)", List.of(-2147483648)))
                .generatedId());
        keys.add(await(way.execute("REPLACE INTO keyed VALUES (-5, 18446744073709551611)"))
                .key());
        keys.add(await(way.execute("INSERT INTO keyed VALUES (4 - 9 - 1, 15)")).key());
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK", "START TRANSACTION", "CREATE TABLE IF NOT EXISTS other (a INT)"})
    void endsOfTransactionsAreSeenAlike(String body) {
        execute("CREATE PROCEDURE ends() BEGIN " + body + "; END");
        ways.forEach((name, way) -> {
            StatementException failure = failure(
                    way.session(session -> session.execute("DO 1")
                            .thenCompose(begun -> session.execute("CALL ends()"))
                            .thenCompose(called -> session.execute("DO 1"))),
                    StatementException.class);
            assertThat(failure.kind()).as(name).isEqualTo(StatementException.Kind.TRANSACTION_ENDED);
        });
    }

    /** No row is left out in silence. */
    @Test
    void procedureThatGivesSeveralResultsIsRefusedByEveryWay() {
        execute("CREATE TABLE v (v INT)");
        execute("CREATE PROCEDURE two() BEGIN INSERT INTO v VALUES (1); SELECT 1 AS a; SELECT 2 AS a, 3 AS b; END");
        execute("CREATE PROCEDURE alike() BEGIN SELECT 1 AS a; INSERT INTO v VALUES (1); SELECT 2 AS a; END");
        execute("CREATE PROCEDURE one() BEGIN INSERT INTO v VALUES (1); SELECT 1 AS a; INSERT INTO v VALUES (1); END");
        ways.forEach((name, way) -> {
            for (String several : List.of("CALL two()", "CALL alike()")) {
                for (CompletableFuture<?> refused : List.of(
                        way.fetchAll(several), way.fetchOne(several), way.forEach(Sql.sql(several), row -> {}))) {
                    assertThat(failure(refused, StatementException.class))
                            .as(name)
                            .hasMessageContaining("the procedure gave several results")
                            .extracting(StatementException::kind)
                            .isEqualTo(StatementException.Kind.UNSUPPORTED);
                }
                await(way.execute(several));
            }
            assertThat(await(way.fetchAll("CALL one()"))).as(name).hasSize(1);
            List<Row> streamed = new ArrayList<>();
            await(way.forEach(Sql.sql("CALL one()"), streamed::add));
            assertThat(streamed).as(name).hasSize(1);
        });
    }

    @Test
    void expressionsAreReadAlike() {
        assertAlike("SELECT TIMEDIFF('2024-01-05', '2024-01-01') AS a, CAST(5 AS UNSIGNED) AS b, 5 AS c, TRUE AS d,"
                + " YEAR('2024-01-01') AS e, 5.50 AS f, 1 = 1 AS g, NULL AS h, '120:30:15' AS i,"
                + " SEC_TO_TIME(-5) AS j, CAST('10:00:00.5' AS TIME(1)) AS k, JSON_OBJECT('a', 1) AS l,"
                + " JSON_EXTRACT('[1.10]', '$[0]') AS m, JSON_ARRAYAGG(1) AS n, COALESCE(JSON_ARRAY(1), 'x') AS o");
    }

    /** Instants are instants, whatever the zone of the JVM is, as far as the driver's connection has the server's. */
    @Test
    void timestampsAreInstants() {
        execute("CREATE TABLE v (v TIMESTAMP(6))");
        for (Database way : ways.values()) {
            execute("DELETE FROM v");
            await(way.execute("INSERT INTO v VALUES (?)", List.of(Instant.parse("2024-03-31T01:30:00.5Z"))));
            for (Database reader : ways.values()) {
                assertThat(await(reader.fetchOne("SELECT v FROM v"))
                                .orElseThrow()
                                .get("v", Instant.class))
                        .isEqualTo("2024-03-31T01:30:00.5Z");
            }
        }
    }

    static Stream<Arguments> bound() {
        return Stream.of(
                Arguments.of("TIME(6)", Duration.parse("PT120H30M15.5S")),
                Arguments.of("TIME(6)", Duration.parse("-PT0.000001S")),
                Arguments.of("TIME(6)", Duration.parse("-PT838H59M59S")),
                Arguments.of("TIME(6)", LocalTime.of(23, 59, 59, 999_999_000)),
                Arguments.of("TIME(6)", LocalTime.of(23, 59, 59, 999_999_999)),
                Arguments.of("TIME(6)", Duration.ofSeconds(-1, -999_999_999)),
                Arguments.of("DATETIME(6)", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999)),
                Arguments.of("TIMESTAMP(6)", Instant.parse("2024-12-31T23:59:59.999999999Z")),
                Arguments.of("VARCHAR(20)", OffsetTime.parse("10:00+02:00")),
                Arguments.of("CHAR(36)", new UUID(1, 2)),
                Arguments.of(isMariaDb() ? "UUID" : "VARCHAR(36)", new UUID(1, 2)),
                Arguments.of("CHAR(1)", 'x'),
                Arguments.of("TINYINT(1)", true),
                Arguments.of("BIT(1)", true),
                Arguments.of("BIT(64)", Long.MAX_VALUE),
                Arguments.of("YEAR", 2024),
                Arguments.of("DATE", LocalDate.of(2024, 2, 29)),
                Arguments.of("DATETIME(6)", LocalDateTime.of(2024, 3, 31, 2, 30, 0, 1_000)),
                Arguments.of("DECIMAL(30,10)", new BigDecimal("12345678901234567.8901")),
                Arguments.of("BIGINT UNSIGNED", new BigDecimal("18446744073709551615").toBigInteger()),
                Arguments.of("VARBINARY(3)", new byte[] {0, -1}));
    }

    @ParameterizedTest
    @MethodSource("bound")
    void valuesAreBoundAlike(String type, Object value) {
        execute("CREATE TABLE v (way INT, v " + type + ")");
        List<Database> all = new ArrayList<>(ways.values());
        for (int i = 0; i < all.size(); i++) {
            await(all.get(i).execute("INSERT INTO v VALUES (?, ?)", List.of(i, value)));
        }
        List<Row> rows = await(database().fetchAll("SELECT hex(v) AS h, CAST(v AS CHAR) AS c FROM v ORDER BY way"));
        assertThat(rows).hasSize(all.size()).extracting(row -> row.get("h")).doesNotContainNull();
        assertThat(rows.stream().map(Row::toMap).distinct()).hasSize(1);
        for (Database way : all) {
            assertThat(await(way.fetchAll("SELECT count(*) AS n FROM v WHERE v = ?", List.of(value)))
                            .get(0)
                            .getLong("n"))
                    .isEqualTo(all.size());
        }
    }

    /** Its driver says that they are a boolean, which they are for MySQL only in name. */
    @Test
    void zeroDatesAreNullByEveryWay() {
        execute("CREATE TABLE v (d DATE, t DATETIME)");
        await(database()
                .session(session -> session.execute("INSERT IGNORE INTO v VALUES ('0000-00-00', '0000-00-00')")));
        assertAlike("SELECT d, t FROM v");
    }

    @Test
    void theZoneOfTheJvmDoesNotBendLocalTimes() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            closeAllWays();
            connectByAllWays();
            execute("CREATE TABLE v (t DATETIME, d DATE, h TIME)");
            Map<String, Object> values = new HashMap<>();
            values.put("t", LocalDateTime.of(2024, 3, 31, 2, 30));
            values.put("d", LocalDate.of(1893, 4, 1));
            values.put("h", LocalTime.of(2, 30));
            for (Database way : ways.values()) {
                execute("DELETE FROM v");
                await(way.execute("INSERT INTO v VALUES (:t, :d, :h)", values));
                Row row = await(database()
                                .fetchOne("SELECT CAST(t AS CHAR) AS t, CAST(d AS CHAR) AS d,"
                                        + " CAST(h AS CHAR) AS h FROM v"))
                        .orElseThrow();
                assertThat(row.toMap())
                        .containsEntry("t", "2024-03-31 02:30:00")
                        .containsEntry("d", "1893-04-01")
                        .containsEntry("h", "02:30:00");
                assertAlike("SELECT t, d, h FROM v");
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
