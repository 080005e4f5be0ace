package io.databased.sqlite;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqliteValuesTest {
    private final Sqlite sqlite = memory();

    Sqlite memory() {
        return Sqlite.memory();
    }

    @AfterAll
    void close() {
        sqlite.close();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, null),
                Arguments.of(true, 1L),
                Arguments.of(false, 0L),
                Arguments.of((byte) -1, -1L),
                Arguments.of((short) 7, 7L),
                Arguments.of(7, 7L),
                Arguments.of(Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of(0.5f, 0.5),
                Arguments.of(0.1, 0.1),
                Arguments.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
                Arguments.of(new BigDecimal("1E+3"), 1000L),
                Arguments.of(new BigDecimal("5"), 5L),
                Arguments.of(new BigDecimal("5.00"), 5.0),
                Arguments.of(new BigDecimal("0.00"), 0.0),
                Arguments.of(new BigDecimal("-0.1"), -0.1),
                Arguments.of(new BigDecimal("9223372036854775807"), Long.MAX_VALUE),
                Arguments.of(new BigDecimal("9223372036854775808"), 9.223372036854775807E18),
                Arguments.of(new BigDecimal("1E+20"), 1e20),
                Arguments.of(new BigDecimal("1E-400"), 0.0),
                Arguments.of(new BigDecimal("123456789012.345"), 123456789012.345),
                Arguments.of(new BigDecimal("1234567890123.456"), 1234567890123.456),
                Arguments.of(new BigDecimal("0.12345678901234567890"), 0.12345678901234568),
                Arguments.of(BigInteger.valueOf(Long.MIN_VALUE), Long.MIN_VALUE),
                Arguments.of(BigInteger.TWO.pow(63), 9.223372036854775807E18),
                Arguments.of("", ""),
                Arguments.of("text \u00fc\ud83d\ude00", "text \u00fc\ud83d\ude00"),
                Arguments.of(new byte[0], new byte[0]),
                Arguments.of(new byte[] {0, -1}, new byte[] {0, -1}),
                Arguments.of(LocalDate.of(2024, 2, 29), "2024-02-29"),
                Arguments.of(LocalTime.of(1, 2), "01:02:00"),
                Arguments.of(LocalDateTime.of(2024, 2, 29, 0, 0, 0, 5_000_000), "2024-02-29 00:00:00.005"),
                Arguments.of(OffsetDateTime.parse("2024-02-29T01:02:03+05:30"), "2024-02-28 19:32:03.000000000Z"),
                Arguments.of(OffsetTime.parse("01:02+05:30"), "01:02:00.000000000+05:30"),
                Arguments.of(OffsetTime.parse("01:02-05:30:15"), "01:02:00.000000000-05:30:15"),
                Arguments.of(Instant.parse("2024-02-29T01:02:03.5Z"), "2024-02-29 01:02:03.500000000Z"),
                Arguments.of(new UUID(1, 2), "00000000-0000-0001-0000-000000000002"),
                Arguments.of(new Json("{}"), "{}"),
                Arguments.of(Duration.ofMinutes(90), "PT1H30M"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void storesAndReads(@Nullable Object bound, @Nullable Object read) {
        assertThat(sqlite.single("SELECT ?", bound)).isEqualTo(read);
    }

    @Test
    void writesTimesThatItsFunctionsUnderstand() {
        assertThat(sqlite.single("SELECT unixepoch(?)", OffsetDateTime.parse("1970-01-01T02:00:01+02:00")))
                .isEqualTo(1L);
        assertThat(sqlite.single("SELECT unixepoch(?)", Instant.ofEpochSecond(7)))
                .isEqualTo(7L);
        assertThat(sqlite.single("SELECT datetime(?) = ?", LocalDateTime.MIN.withYear(2000), "2000-01-01 00:00:00"))
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
    void readsTextInTheEncodingOfTheDatabase(String encoding) {
        try (Sqlite other = memory()) {
            other.execute("PRAGMA encoding = '" + encoding + "'");
            other.execute("CREATE TABLE t (x TEXT)");
            for (String text : List.of("", "a", "\u00fc\u6f22\ud83d\ude00", "x".repeat(10_000))) {
                other.execute("INSERT INTO t VALUES (?)", text);
            }

            assertThat(other.single("PRAGMA encoding")).isEqualTo(encoding);
            assertThat(other.fetch("SELECT x FROM t WHERE x = x || ''"))
                    .extracting(row -> row[0])
                    .containsExactly("", "a", "\u00fc\u6f22\ud83d\ude00", "x".repeat(10_000));
            assertThat(other.fetch("SELECT 'k', typeof('k') FROM t WHERE x >= '' OR x = 'k'"))
                    .containsOnly(new Object[] {"k", "text"});
        }
    }

    @Test
    void leavesTheCallersValuesAlone() {
        Object[] values = {true, "x"};
        sqlite.fetch("SELECT ?, ?", values);

        assertThat(values).containsExactly(true, "x");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(Double.NaN, Kind.DATA),
                Arguments.of(Float.NaN, Kind.DATA),
                Arguments.of(List.of(1), Kind.UNSUPPORTED));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatItWouldLose(Object value, Kind kind) {
        BackendException failure = sqlite.refused("SELECT ?", value);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.effect()).isEqualTo(BackendException.Effect.STATEMENT);
    }

    /** As other programs store it; U+FFFD in its place would be another text. */
    @ParameterizedTest
    @ValueSource(strings = {"ff41", "41c3", "eda080", "c080", "efbfbdff", "61ff62"})
    void textThatIsNoUtf8IsRefusedByColumn(String bytes) {
        String text = "CAST(x'" + bytes + "' AS TEXT) AS t";
        for (String sql : List.of("SELECT 1 AS n, " + text, "SELECT 'a' AS t UNION ALL SELECT " + text)) {
            BackendException refused = failure(sqlite.session.run(Sqlite.fetching(sql)), BackendException.class);
            assertThat(refused.kind()).isEqualTo(Kind.DATA);
            assertThat(refused).hasMessageContaining("column \"t\"").hasMessageContaining("CAST(t AS BLOB)");
        }
        assertThat(sqlite.single("SELECT CAST(CAST(x'efbfbd41' AS TEXT) AS TEXT)"))
                .isEqualTo("\uFFFDA");
    }
}
