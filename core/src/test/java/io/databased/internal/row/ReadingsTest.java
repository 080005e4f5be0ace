package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Converter;
import io.databased.Json;
import io.databased.MappingException;
import io.databased.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingsTest {
    private static final Conversions PLAIN = Conversions.of(List.of());
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private enum Mood {
        CALM
    }

    private record Money(long cents) {}

    private static final class MoneyConverter implements Converter<Money, Long> {
        @Override
        public Class<Money> type() {
            return Money.class;
        }

        @Override
        public Class<Long> databaseType() {
            return Long.class;
        }

        @Override
        public Long toDatabase(Money value) {
            return value.cents;
        }

        @Override
        public Money fromDatabase(Long value) {
            if (value < 0) {
                throw new IllegalArgumentException("negative");
            }
            return new Money(value);
        }
    }

    @Test
    void readsNullAsNull() {
        assertThat(read(null, String.class)).isNull();
        assertThat(read(null, int.class)).isNull();
    }

    @Test
    void readsWholeNumbersThatFit() {
        assertThat(read(7L, int.class)).isEqualTo(7);
        assertThat(read(-128L, Byte.class)).isEqualTo((byte) -128);
        assertThat(read((short) 7, Long.class)).isEqualTo(7L);
        assertThat(read(7.0, Integer.class)).isEqualTo(7);
        assertThat(read(new BigDecimal("7.00"), Short.class)).isEqualTo((short) 7);
        assertThat(read(BigInteger.TWO, long.class)).isEqualTo(2L);
        assertThat(read("9223372036854775807", Long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(read(new BigDecimal("1E+30"), BigInteger.class)).isEqualTo(BigInteger.TEN.pow(30));
        assertThat(read(0x1p80, BigInteger.class)).isEqualTo(BigInteger.ONE.shiftLeft(80));
        assertThat(read(0x1p80f, BigInteger.class)).isEqualTo(BigInteger.ONE.shiftLeft(80));
    }

    @Test
    void refusesWholeNumbersThatDoNotFit() {
        refuses(128L, Byte.class);
        refuses(1L << 31, int.class);
        refuses(0x1p63, Long.class);
        refuses(7.5, Integer.class);
        refuses(Double.NaN, Long.class);
        refuses("7.5", Long.class);
        refuses("seven", Long.class);
        refuses("", Long.class);
        refuses(true, Integer.class);
        refuses(new BigDecimal("1E+1000000000"), BigInteger.class);
        refuses(new BigDecimal("1E-1000000000"), BigInteger.class);
        refuses("1E+1000000000", Long.class);
        refuses(Double.POSITIVE_INFINITY, BigInteger.class);
    }

    @Test
    void readsDecimalsExactly() {
        assertThat(read("12345678901234567890.123456789", BigDecimal.class))
                .isEqualTo(new BigDecimal("12345678901234567890.123456789"));
        assertThat(read(Long.MAX_VALUE, BigDecimal.class)).isEqualTo(BigDecimal.valueOf(Long.MAX_VALUE));
        assertThat(read(0.1, BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
        assertThat(read(0.1f, BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
        assertThat(read(2e23, BigDecimal.class)).isEqualByComparingTo("2e23");
        refuses(Double.NaN, BigDecimal.class);
    }

    @Test
    void readsBinaryFractionsThatStandForTheDecimal() {
        assertThat(read(new BigDecimal("0.10000000000000000000000000"), double.class))
                .isEqualTo(0.1);
        assertThat(read("1e23", Double.class)).isEqualTo(1e23);
        assertThat(read("-0.0", Double.class)).isEqualTo(-0.0);
        assertThat(read("NaN", Double.class)).isNaN();
        assertThat(read("-Infinity", Float.class)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(read(1L << 53, Double.class)).isEqualTo(0x1p53);
        assertThat(read(0.1, Float.class)).isEqualTo(0.1f);
        assertThat(read((double) 0.1f, Float.class)).isEqualTo(0.1f);
        assertThat(read(0.1f, Double.class)).isEqualTo((double) 0.1f);
        refuses(new BigDecimal("0.1234567890123456789"), Double.class);
        refuses((1L << 53) + 1, Double.class);
        refuses(Long.MAX_VALUE, Double.class);
        refuses("1e400", Double.class);
        refuses("1e-400", Double.class);
        refuses("0x1p3", Double.class);
        refuses(Math.PI, Float.class);
        refuses(16777217, Float.class);
    }

    @Test
    void readsTruth() {
        assertThat(read(true, boolean.class)).isTrue();
        assertThat(read(1L, Boolean.class)).isTrue();
        assertThat(read(0, Boolean.class)).isFalse();
        assertThat(read("T", Boolean.class)).isTrue();
        assertThat(read("false", Boolean.class)).isFalse();
        refuses(2L, Boolean.class);
        refuses("yes", Boolean.class);
    }

    @Test
    void readsTexts() {
        assertThat(read(7L, String.class)).isEqualTo("7");
        assertThat(read(ID, String.class)).isEqualTo(ID.toString());
        assertThat(read(new Json("[1]"), String.class)).isEqualTo("[1]");
        assertThat(read(LocalDate.EPOCH, String.class)).isEqualTo("1970-01-01");
        assertThat(read("x", char.class)).isEqualTo('x');
        assertThat(read("{}", Json.class)).isEqualTo(new Json("{}"));
        assertThat(read("CALM", Mood.class)).isEqualTo(Mood.CALM);
        refuses(new byte[] {65}, String.class);
        refuses(List.of("a"), String.class);
        refuses("xy", Character.class);
        refuses("calm", Mood.class);
        refuses(0L, Mood.class);
    }

    @Test
    void readsUuids() {
        byte[] bytes = new byte[16];
        Arrays.setAll(new Object[16], i -> bytes[i] = (byte) (i * 0x11));

        assertThat(read(ID.toString(), UUID.class)).isEqualTo(ID);
        assertThat(read(bytes, UUID.class)).isEqualTo(ID);
        refuses("1-1-1-1-1", UUID.class);
        refuses("00112233-4455-6677-8899-aabbccddeefg", UUID.class);
        refuses("00112233-44550-6677-889-aabbccddeeff", UUID.class);
        refuses(new byte[15], UUID.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-02T03:04:05.678", "2024-01-02 03:04:05.678", "2024-01-02 03:04:05.678000"})
    void readsDateTimesAsIsoAndSqlWriteThem(String text) {
        assertThat(read(text, LocalDateTime.class)).isEqualTo(LocalDateTime.parse("2024-01-02T03:04:05.678"));
        refuses(text, Instant.class);
        refuses(text, LocalDate.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02T01:04:05Z",
                "2024-01-02 03:04:05+02",
                "2024-01-02 03:04:05+02:00",
                "2024-01-02T03:04:05+02:00:00"
            })
    void readsDateTimesWithAnOffset(String text) {
        Instant instant = Instant.parse("2024-01-02T01:04:05Z");

        assertThat(read(text, Instant.class)).isEqualTo(instant);
        assertThat(read(text, OffsetDateTime.class).toInstant()).isEqualTo(instant);
        assertThat(read(text, ZonedDateTime.class).toInstant()).isEqualTo(instant);
        refuses(text, LocalDateTime.class);
    }

    @Test
    void readsTimes() {
        OffsetDateTime offset = OffsetDateTime.parse("2024-01-02T03:04:05+02:00");

        assertThat(read("2024-01-02", LocalDate.class)).isEqualTo(LocalDate.of(2024, 1, 2));
        assertThat(read("03:04", LocalTime.class)).isEqualTo(LocalTime.of(3, 4));
        assertThat(read("PT1.5S", Duration.class)).isEqualTo(Duration.ofMillis(1500));
        assertThat(read(offset, Instant.class)).isEqualTo(offset.toInstant());
        assertThat(read(offset.toZonedDateTime(), OffsetDateTime.class)).isEqualTo(offset);
        refuses("2023-02-29", LocalDate.class);
        refuses("2023-02-29 03:04:05Z", OffsetDateTime.class);
        refuses("24:00:00", LocalTime.class);
        refuses(1704164645L, Instant.class);
        refuses(offset, LocalDateTime.class);
        refuses(LocalDateTime.MIN, Instant.class);
    }

    @Test
    void readsADateFromItsMidnightOnly() {
        LocalDateTime midnight = LocalDate.EPOCH.atStartOfDay();

        assertThat(read(midnight, LocalDate.class)).isEqualTo(LocalDate.EPOCH);
        assertThat(read("1970-01-01 00:00:00", LocalDate.class)).isEqualTo(LocalDate.EPOCH);
        refuses(midnight.plusNanos(1), LocalDate.class);
        refuses(midnight.atOffset(ZoneOffset.UTC), LocalDate.class);
        refuses("1970-01-01 00:00:00Z", LocalDate.class);
    }

    @Test
    void readsArrays() {
        List<Object> list = Arrays.asList(1L, null, 3L);

        assertThat((Object) read(list, List.class)).isSameAs(list);
        assertThat(read(list, Integer[].class)).containsExactly(1, null, 3);
        assertThat(read(List.of(1L, 2L), int[].class)).containsExactly(1, 2);
        assertThat(read(List.of(List.of("a"), List.of()), String[][].class)).isEqualTo(new String[][] {{"a"}, {}});
        refuses(list, int[].class);
        refuses(List.of("a"), int[].class);
        refuses("a", String[].class);
    }

    @Test
    void givesValuesAsTheyAreForSupertypes() {
        byte[] bytes = {1};

        assertThat(read(bytes, Object.class)).isSameAs(bytes);
        assertThat(read(bytes, byte[].class)).isSameAs(bytes);
        assertThat(read(7L, Number.class)).isEqualTo(7L);
        refuses("7", Number.class);
    }

    @Test
    void usesTheConverterOfTheType() {
        Conversions conversions = Conversions.of(List.of(new MoneyConverter()));

        assertThat(conversions.fromDatabase("5", Money.class, "price")).isEqualTo(new Money(5));
        assertThat(conversions.fromDatabase(List.of(5), Money[].class, "prices"))
                .containsExactly(new Money(5));
        assertThatThrownBy(() -> conversions.fromDatabase("five", Money.class, "price"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("java.lang.Long")
                .hasMessageNotContaining("five");
        assertThatThrownBy(() -> conversions.fromDatabase(-5L, Money.class, "price"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"price\"")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("R37")
    void namesTheColumnAndTheTypesButNotTheValue() {
        for (Class<?> type :
                List.of(int.class, BigDecimal.class, LocalDate.class, Instant.class, Mood.class, Date.class)) {
            assertThatThrownBy(() -> read("s3cret", type))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("\"c\"")
                    .hasMessageContaining("java.lang.String")
                    .hasMessageContaining(type.getTypeName())
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }

    @Test
    void proposesAConverterForTypesThatNeedOne() {
        assertThatThrownBy(() -> read("a", StringBuilder.class)).hasMessageContaining("register a Converter");
        assertThatThrownBy(() -> read("a", Date.class)).hasMessageEndingWith("; ask for an Instant or a LocalDateTime");
        assertThatThrownBy(() -> read("a", Row.class)).hasMessageEndingWith("; ask for rows: leave value(…) out");
        assertThatThrownBy(() -> read("a", int.class)).hasMessageContaining("ask for a type that can hold it");
        assertThatThrownBy(() -> read("a", Money.class))
                .hasMessageEndingWith(
                        "; to fill a record from a whole row use mapTo(Money.class); for one column register"
                                + " a Converter with the DatabaseBuilder");
    }

    @Test
    void namesTheConstantsThatAnEnumHas() {
        assertThatThrownBy(() -> read("calm", Mood.class)).hasMessageEndingWith("; it is read from the names [CALM]");
        assertThatThrownBy(() -> read(0L, Mood.class)).hasMessageEndingWith("; it is read from the names [CALM]");
        assertThatThrownBy(() -> read("x", ChronoUnit.class))
                .hasMessageEndingWith("[NANOS, MICROS, MILLIS, SECONDS, MINUTES, HOURS, HALF_DAYS, DAYS, …]");
    }

    @Test
    void saysWhatTimesHave() {
        String without = "; it has no zone: read it as a LocalDateTime";
        String with = "; it has a zone: read it as an OffsetDateTime or an Instant";

        for (Class<?> type : List.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class)) {
            assertThatThrownBy(() -> read("2024-01-02 03:04:05", type)).hasMessageEndingWith(without);
            assertThatThrownBy(() -> read(LocalDateTime.MIN, type)).hasMessageEndingWith(without);
            assertThatThrownBy(() -> read("yesterday", type)).hasMessageEndingWith("; ask for a type that can hold it");
        }
        assertThatThrownBy(() -> read(OffsetDateTime.MIN, LocalDateTime.class)).hasMessageEndingWith(with);
        assertThatThrownBy(() -> read("2024-01-02T03:04:05Z", LocalDateTime.class))
                .hasMessageEndingWith(with);
        assertThatThrownBy(() -> read(LocalDate.MIN, LocalDateTime.class))
                .hasMessageEndingWith("; ask for a type that can hold it");
    }

    private static <T> T read(Object value, Class<T> type) {
        return PLAIN.fromDatabase(value, type, "c");
    }

    private static void refuses(Object value, Class<?> type) {
        assertThatThrownBy(() -> read(value, type))
                .as("%s to %s", value, type)
                .isInstanceOf(MappingException.class)
                .hasNoCause();
    }
}
