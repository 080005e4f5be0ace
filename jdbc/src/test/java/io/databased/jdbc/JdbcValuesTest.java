package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
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
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcValuesTest {
    private final H2 h2 = new H2();

    @AfterAll
    void close() {
        h2.close();
    }

    static Stream<Arguments> values() {
        OffsetDateTime offset = OffsetDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_000, ZoneOffset.ofHours(2));
        return Stream.of(
                Arguments.of("boolean", true, true),
                Arguments.of("tinyint", (byte) 7, 7),
                Arguments.of("smallint", (short) 7, 7),
                Arguments.of("int", Integer.MIN_VALUE, Integer.MIN_VALUE),
                Arguments.of("int", 0, 0),
                Arguments.of("bigint", Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of("real", 1.5f, 1.5f),
                Arguments.of("real", 0f, 0f),
                Arguments.of("double precision", 0.1, 0.1),
                Arguments.of("decimal(40,10)", new BigDecimal("1.0000000001"), new BigDecimal("1.0000000001")),
                Arguments.of("decimal(40)", BigInteger.TEN.pow(30), new BigDecimal(BigInteger.TEN.pow(30))),
                Arguments.of("varchar", "text \u00fc\ud83d\ude00", "text \u00fc\ud83d\ude00"),
                Arguments.of("char(3)", "a", "a  "),
                Arguments.of("clob", "long", "long"),
                Arguments.of("varbinary", new byte[] {1, 0, -1}, new byte[] {1, 0, -1}),
                Arguments.of("blob", new byte[] {}, new byte[] {}),
                Arguments.of("date", LocalDate.of(-44, 3, 15), LocalDate.of(-44, 3, 15)),
                Arguments.of("time(9)", LocalTime.of(1, 2, 3, 4), LocalTime.of(1, 2, 3, 4)),
                Arguments.of("timestamp", LocalDateTime.of(2024, 3, 31, 2, 30), LocalDateTime.of(2024, 3, 31, 2, 30)),
                Arguments.of("timestamp with time zone", offset, offset),
                Arguments.of(
                        "timestamp with time zone",
                        Instant.parse("2024-01-01T00:00:00Z"),
                        OffsetDateTime.parse("2024-01-01T00:00:00Z")),
                Arguments.of("uuid", new UUID(1, 2), new UUID(1, 2)),
                Arguments.of("json", new Json("{\"a\":[1,null]}"), new Json("{\"a\":[1,null]}")),
                Arguments.of("json", new Json("\"text\""), new Json("\"text\"")),
                Arguments.of("interval day to second", Duration.ofSeconds(90_061), Duration.ofSeconds(90_061)),
                Arguments.of("int array", Arrays.asList(1, null, 3), Arrays.asList(1, null, 3)),
                Arguments.of("varchar array", List.of("a", "b"), List.of("a", "b")),
                Arguments.of("varchar array", List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void bringsValuesThereAndBack(String type, Object bound, Object read) {
        h2.execute("CREATE TABLE v (id int generated always as identity, x " + type + ")");
        try {
            h2.execute("INSERT INTO v (x) VALUES (?)", bound);
            h2.execute("INSERT INTO v (x) VALUES (?)", new Object[] {null});

            List<Object[]> rows = h2.fetch("SELECT x FROM v ORDER BY id");

            assertThat(rows.get(0)[0])
                    .isEqualTo(read)
                    .isInstanceOf(read instanceof List ? List.class : read.getClass());
            assertThat(rows.get(1)[0]).isNull();
        } finally {
            h2.execute("DROP TABLE v");
        }
    }

    @Test
    void keepsTheColumnNamesOfAStatementUntilTheTableChanges() {
        h2.execute("CREATE TABLE c (a int, b varchar)");
        List<String> first = h2.reply("SELECT * FROM c").columns();

        assertThat(first).containsExactly("A", "B");
        assertThat(h2.reply("SELECT * FROM c").columns()).isSameAs(first);

        h2.execute("ALTER TABLE c ALTER COLUMN b RENAME TO d");
        h2.execute("ALTER TABLE c ADD COLUMN e int");
        assertThat(h2.reply("SELECT * FROM c").columns()).containsExactly("A", "D", "E");
        h2.execute("DROP TABLE c");
    }

    @Test
    void objectsAreBytesAndNotMadeOfThem() {
        assertThat((byte[]) h2.single("SELECT CAST(X'aced00057400026869' AS JAVA_OBJECT)"))
                .startsWith(0xac, 0xed)
                .hasSize(9);
    }

    @Test
    void yearsThatJavaHasNotAreRefused() {
        assertThat(h2.refused("SELECT DATE '1000000000-12-31' AS d").getMessage())
                .isEqualTo("column \"D\" holds a year that Java's types do not have; select it as text");
        assertThat(h2.refused("SELECT TIMESTAMP '-1000000000-01-01 00:00:00' AS at")
                        .getMessage())
                .contains("a year that Java's types do not have");
        assertThat(h2.single("SELECT DATE '999999999-12-31'")).isEqualTo(LocalDate.MAX);
        assertThat(h2.single("SELECT DATE '-999999999-01-01'")).isEqualTo(LocalDate.MIN);
    }

    /** H2 makes another one of those that are longer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'999999999999999999' DAY",
                "'-999999999999999999' HOUR",
                "'999999999999999999' MINUTE",
                "'106751991167301 00:00:00' DAY TO SECOND"
            })
    void intervalsThatAreLongerThanDurationsAreRefused(String interval) {
        for (String value : List.of("INTERVAL " + interval, "ARRAY[INTERVAL " + interval + "]")) {
            assertThat(h2.refused("SELECT " + value + " AS v").getMessage())
                    .isEqualTo(
                            "column \"V\" holds an interval that is longer than a Duration can be; select it as text");
        }
        assertThat(h2.single("SELECT INTERVAL '-999999999999999999' SECOND"))
                .isEqualTo(Duration.ofSeconds(-999_999_999_999_999_999L));
        assertThat(h2.single("SELECT INTERVAL '106751991167299 23:59:59.999999999' DAY TO SECOND"))
                .isEqualTo(Duration.ofDays(106_751_991_167_300L).minusNanos(1));
    }

    @Test
    void whatIsNoNumberIsADouble() {
        for (Double none : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
            assertThat(h2.single("SELECT CAST('" + none + "' AS DECFLOAT)")).isEqualTo(none);
            assertThat(h2.single("SELECT ARRAY[CAST('" + none + "' AS DECFLOAT), 1]"))
                    .isEqualTo(List.of(none, BigDecimal.ONE));
        }
    }

    @Test
    void keysAreNoTimes() {
        h2.execute("CREATE TABLE log (text VARCHAR, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)");
        h2.execute("CREATE TABLE named (id UUID DEFAULT RANDOM_UUID() PRIMARY KEY, v INT)");

        assertThat(h2.execute("INSERT INTO log (text) VALUES ('a')").key()).isNull();
        assertThat(h2.execute("INSERT INTO named (v) VALUES (1)").key()).isInstanceOf(UUID.class);
    }
}
