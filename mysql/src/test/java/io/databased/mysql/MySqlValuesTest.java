package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Row;
import io.databased.Session;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MySqlValuesTest extends MySqlDatabase {
    static Stream<Arguments> values() {
        byte[] bytes = {0, 1, -1, 127, -128, (byte) 0xFB, '\'', '\\'};
        OffsetDateTime time = OffsetDateTime.parse("2024-02-29T23:59:59.123456+05:30");
        Json json = new Json("{\"a\": [1, null]}");
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        return Stream.of(
                Arguments.of("TINYINT", (byte) -128, -128),
                Arguments.of("TINYINT UNSIGNED", 255, 255),
                Arguments.of("TINYINT(1)", true, 1),
                Arguments.of("SMALLINT", (short) -32768, -32768),
                Arguments.of("SMALLINT UNSIGNED", 65535, 65535),
                Arguments.of("MEDIUMINT", -8388608, -8388608),
                Arguments.of("MEDIUMINT UNSIGNED", 16777215, 16777215),
                Arguments.of("INT", Integer.MIN_VALUE, Integer.MIN_VALUE),
                Arguments.of("INT UNSIGNED", 4294967295L, 4294967295L),
                Arguments.of("BIGINT", Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of("BIGINT UNSIGNED", 7, 7L),
                Arguments.of(
                        "BIGINT UNSIGNED",
                        new BigInteger("18446744073709551615"),
                        new BigInteger("18446744073709551615")),
                Arguments.of("DECIMAL(65,30)", new BigDecimal("1e-30"), new BigDecimal("1e-30")),
                Arguments.of(
                        "DECIMAL(65,10)",
                        new BigDecimal("12345678901234567890.0123456789"),
                        new BigDecimal("12345678901234567890.0123456789")),
                Arguments.of("DOUBLE", -0.1, -0.1),
                Arguments.of("DOUBLE", Double.MAX_VALUE, Double.MAX_VALUE),
                Arguments.of("FLOAT", 0.5f, 0.5f),
                Arguments.of("BIT(8)", 200, 200L),
                Arguments.of("BIT(1)", true, 1L),
                Arguments.of("YEAR", 2024, 2024),
                Arguments.of("VARCHAR(50)", "it's \\ \"ä\" 𝄞 ; ? :x", "it's \\ \"ä\" 𝄞 ; ? :x"),
                Arguments.of("CHAR(3)", 'x', "x"),
                Arguments.of("TEXT", "a".repeat(60_000), "a".repeat(60_000)),
                Arguments.of("LONGTEXT", "ä".repeat(3_000_000), "ä".repeat(3_000_000)),
                Arguments.of("VARBINARY(20)", bytes, bytes),
                Arguments.of("BLOB", bytes, bytes),
                Arguments.of("VARBINARY(20)", new byte[0], new byte[0]),
                Arguments.of("ENUM('a','b')", "b", "b"),
                Arguments.of("SET('a','b')", "a,b", "a,b"),
                Arguments.of("DATE", LocalDate.of(9999, 12, 31), LocalDate.of(9999, 12, 31)),
                Arguments.of("DATETIME(6)", time.toLocalDateTime(), time.toLocalDateTime()),
                Arguments.of("DATETIME", LocalDateTime.of(1000, 1, 1, 0, 0), LocalDateTime.of(1000, 1, 1, 0, 0)),
                Arguments.of("TIMESTAMP(6)", time, time.withOffsetSameInstant(ZoneOffset.UTC)),
                Arguments.of("TIMESTAMP", Instant.EPOCH.plusSeconds(1), OffsetDateTime.parse("1970-01-01T00:00:01Z")),
                Arguments.of(
                        "DATETIME(6)",
                        time,
                        time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()),
                Arguments.of("TIME(6)", LocalTime.of(23, 59, 59, 999_999_000), Duration.parse("PT23H59M59.999999S")),
                Arguments.of("TIME(6)", Duration.parse("-PT59.5S"), Duration.parse("-PT59.5S")),
                Arguments.of("TIME", Duration.parse("-PT838H59M59S"), Duration.parse("-PT838H59M59S")),
                Arguments.of("TIME(6)", Duration.ZERO, Duration.ZERO),
                Arguments.of("CHAR(36)", uuid, uuid.toString()),
                Arguments.of("JSON", json, TestServer.isMySql() ? json : json.text()),
                Arguments.of("INT", null, null));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesComeBackAsTheyWere(String type, Object bound, Object read) {
        execute("CREATE TABLE v (v " + type + " NULL)");
        Map<String, Object> values = new HashMap<>();
        values.put("v", bound);
        assertThat(await(database().execute("INSERT INTO v VALUES (:v)", values))
                        .affectedRows())
                .isEqualTo(1);
        assertThat(one(database(), "SELECT v FROM v", Map.of()).get("v")).isEqualTo(read);
    }

    @Test
    void convertsToWhatIsAskedFor() {
        execute("CREATE TABLE v (flag BOOLEAN, at TIMESTAMP(6), id CHAR(36), amount DECIMAL(20,2))");
        UUID id = UUID.randomUUID();
        Instant at = Instant.parse("2024-02-29T23:59:59.123456Z");
        await(database().execute("INSERT INTO v VALUES (?, ?, ?, ?)", List.of(true, at, id, new BigDecimal("1.50"))));
        Row row = one(database(), "SELECT * FROM v", Map.of());
        assertThat(row.getBoolean("flag")).isTrue();
        assertThat(row.get("at", Instant.class)).isEqualTo(at);
        assertThat(row.get("id", UUID.class)).isEqualTo(id);
        assertThat(row.get("amount", BigDecimal.class)).isEqualTo("1.50");
    }

    /** The server has dates that are none; they can be in old tables. */
    @Test
    void zeroDatesAreNull() {
        execute("CREATE TABLE v (d DATE, t DATETIME)");
        await(database()
                .session(session -> session.execute("INSERT IGNORE INTO v VALUES ('0000-00-00', '0000-00-00')")));
        Row row = one(database(), "SELECT d, t FROM v", Map.of());
        assertThat(row.get("d")).isNull();
        assertThat(row.get("t")).isNull();
    }

    @ParameterizedTest
    @MethodSource
    void unbindableValuesAreRefusedAndTheConnectionLives(Object value, Kind kind, String message) {
        execute("CREATE TABLE v (v TEXT)");
        StatementException refused =
                failure(database().execute("INSERT INTO v VALUES (?)", Arrays.asList(value)), StatementException.class);
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused).hasMessageContaining(message);
        assertThat(count(database(), "v")).isZero();
    }

    static Stream<Arguments> unbindableValuesAreRefusedAndTheConnectionLives() {
        return Stream.of(
                Arguments.of(Double.NaN, Kind.DATA, "no NaN"),
                Arguments.of(Float.POSITIVE_INFINITY, Kind.DATA, "no infinity"),
                Arguments.of("ä".repeat(9_000_000), Kind.DATA, "max_allowed_packet"),
                Arguments.of(new byte[17_000_000], Kind.DATA, "max_allowed_packet"));
    }

    /** The server would close the connection. */
    @Test
    void aTextThatIsTooLongIsRefusedAndTheConnectionLives() {
        execute("CREATE TABLE v (v LONGTEXT)");
        long most =
                one(database(), "SELECT @@max_allowed_packet AS m", Map.of()).getLong("m");
        String sql = "INSERT INTO v VALUES ('" + "ä".repeat((int) most / 2) + "')";
        Session session = await(database().session().open());
        await(session.execute("INSERT INTO v VALUES ('short')"));
        Session child = await(session.transaction().open());
        StatementException refused = failure(child.execute(sql), StatementException.class);
        assertThat(refused.kind()).isEqualTo(Kind.DATA);
        assertThat(refused).hasMessageContaining("max_allowed_packet");
        await(child.cancel());
        await(session.commit());
        failure(database().forEach(Sql.sql(sql), row -> {}), StatementException.class);
        assertThat(count(database(), "v")).isEqualTo(1);
        assertThat(database().stats().turnover().destroyed()).isEmpty();
    }

    /** MySQL has a number of its own for parameters. */
    @Test
    void charactersThatAColumnCannotStoreAreRefused() {
        execute(
                "CREATE TABLE v (l VARCHAR(9) CHARACTER SET latin1, u VARCHAR(9) CHARACTER SET utf16, b VARCHAR(9) CHARACTER SET binary)");
        assertThat(failure(database().execute("INSERT INTO v (l) VALUES (?)", List.of("😀")), StatementException.class)
                        .kind())
                .isEqualTo(Kind.DATA);
        await(database().execute("INSERT INTO v VALUES (?, ?, ?)", List.of("ä€", "😀", "ä")));
        Row row = one(database(), "SELECT * FROM v WHERE l = :l AND u = :u", Map.of("l", "ä€", "u", "😀"));
        assertThat(row.get("l")).isEqualTo("ä€");
        assertThat(row.get("u")).isEqualTo("😀");
        assertThat(row.get("b")).isEqualTo("ä".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void geometriesAreRefusedWithARemedy() {
        execute("CREATE TABLE v (g POINT)");
        execute("INSERT INTO v VALUES (POINT(1, 2))");
        StatementException refused = failure(database().fetchAll("SELECT g FROM v"), StatementException.class);
        assertThat(refused).hasMessageContaining("ST_AsText(g)");
        assertThat(one(database(), "SELECT ST_AsText(g) AS g FROM v", Map.of()).getString("g"))
                .isEqualTo("POINT(1 2)");
    }

    /** A row of more than 16 MB comes in several packets. */
    @Test
    void longRowsArriveWhole() {
        Row row = one(database(), "SELECT REPEAT('x', 10000000) AS a, NULL AS n, REPEAT('y', 10000000) AS b", Map.of());
        assertThat(row.getString("a")).hasSize(10_000_000).doesNotContain("y");
        assertThat(row.get("n")).isNull();
        assertThat(row.getString("b")).hasSize(10_000_000).doesNotContain("x");
    }

    @Test
    void tellsGeneratedKeysAndAffectedRows() {
        execute("CREATE TABLE k (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v INT)");
        UpdateResult first = await(database().execute("INSERT INTO k (v) VALUES (1)"));
        assertThat(first.generatedId()).isEqualTo(1);
        UpdateResult three = await(database().execute("INSERT INTO k (v) VALUES (2), (3), (4)"));
        assertThat(three.generatedId()).isEqualTo(2);
        assertThat(three.affectedRows()).isEqualTo(3);
        assertThat(await(database().execute("UPDATE k SET v = 1")).affectedRows())
                .isEqualTo(4);
        assertThat(await(database().execute("UPDATE k SET v = 1")).key()).isNull();
        assertThat(await(database().execute("INSERT INTO k (v) VALUES (5)" + (isMariaDb() ? " RETURNING id" : "")))
                        .affectedRows())
                .isEqualTo(1);
        assertThat(await(database().execute("DELETE FROM k")).affectedRows()).isEqualTo(5);
        assertThat(await(database().execute("CREATE TABLE no_key (i INT)")).affectedRows())
                .isZero();
        assertThat(await(database().execute("INSERT INTO no_key VALUES (1)")).key())
                .isNull();
    }

    @Tag("mariadb")
    @Test
    void returningGivesRows() {
        execute("CREATE TABLE k (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
        assertThat(numbers(database(), "INSERT INTO k (v) VALUES (10), (20) RETURNING id"))
                .containsExactly(1, 2);
        assertThat(numbers(database(), "DELETE FROM k WHERE v = 10 RETURNING id"))
                .containsExactly(1);
        long streamed =
                await(database().forEach(Sql.sql("INSERT INTO k (v) VALUES (30), (40) RETURNING id"), row -> {}));
        assertThat(streamed).isEqualTo(2);
    }

    @Test
    void proceduresGiveTheirFirstResult() {
        execute("CREATE PROCEDURE two() SELECT 1 AS a UNION SELECT 2");
        assertThat(numbers(database(), "CALL two()")).containsExactly(1, 2);
        assertThat(numbers(database(), "SELECT 3")).containsExactly(3);
    }
}
