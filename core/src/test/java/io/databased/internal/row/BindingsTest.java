package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R36")
class BindingsTest {
    private static final Conversions PLAIN = Conversions.of(List.of());

    private enum Mood {
        CALM,
        WILD {
            @Override
            public String toString() {
                return "very wild";
            }
        }
    }

    private interface Coded {
        int code();
    }

    private enum Rank implements Coded {
        LOW,
        HIGH;

        @Override
        public int code() {
            return 10 * ordinal();
        }
    }

    private static class Money {
        final long cents;

        Money(long cents) {
            this.cents = cents;
        }
    }

    private static final class Euros extends Money {
        Euros(long cents) {
            super(cents);
        }
    }

    @Test
    void givesTheSameArrayWhenNothingNeedsConverting() {
        Object[] values = {
            null,
            true,
            (byte) 1,
            (short) 1,
            1,
            1L,
            1f,
            1d,
            BigDecimal.ONE,
            BigInteger.ONE,
            "a",
            new byte[1],
            LocalDate.EPOCH,
            LocalTime.NOON,
            LocalDateTime.MIN,
            OffsetDateTime.MIN,
            Duration.ZERO,
            new UUID(1, 2),
            new Json("{}")
        };
        Object[] before = values.clone();

        assertThat(PLAIN.toDatabase(values)).isSameAs(values).containsExactly(before);
    }

    @Test
    void leavesTheArrayOfTheUserAloneWhenOneValueIsConverted() {
        Object[] values = {1, Mood.CALM, "a"};
        Character[] characters = {'a'};

        assertThat(PLAIN.toDatabase(values)).containsExactly(1, "CALM", "a");
        assertThat(values[1]).isEqualTo(Mood.CALM);
        assertThat(PLAIN.toDatabase((Object[]) characters)).containsExactly("a");
    }

    @Test
    void bindsWhatHasAStandardForm() {
        Instant instant = Instant.parse("2024-01-02T03:04:05.000000006Z");

        assertThat(bind('x')).isEqualTo("x");
        assertThat(bind(Mood.WILD)).isEqualTo("WILD");
        assertThat(bind(instant)).isEqualTo(instant.atOffset(ZoneOffset.UTC));
        assertThat(bind(instant.atZone(ZoneId.of("Europe/Berlin"))))
                .isEqualTo(OffsetDateTime.parse("2024-01-02T04:04:05.000000006+01:00"));
        assertThat(PLAIN.toDatabase((Object) null)).isNull();
    }

    @Test
    void bindsCollectionsAndArraysAsLists() {
        assertThat(bind(Arrays.asList(1, null, Mood.CALM))).isEqualTo(Arrays.asList(1, null, "CALM"));
        assertThat(bind(Set.of("a"))).isEqualTo(List.of("a"));
        assertThat(bind(new int[] {1, 2})).isEqualTo(List.of(1, 2));
        assertThat(bind(new String[][] {{"a"}, {"b", null}}))
                .isEqualTo(List.of(List.of("a"), Arrays.asList("b", null)));
    }

    @Test
    @Tag("I6")
    void refusesOtherTypesNamingTheTypeAndNotTheValue() {
        assertThatThrownBy(() -> bind(new StringBuilder("s3cret")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("java.lang.StringBuilder")
                .hasMessageContaining("register a Converter")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> bind(new WriteOnly<>(String.class, String.class, given -> "s3cret")))
                .hasMessageContaining("to give its components to :names, write sql(…).bind(record), or register")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> bind(new Date())).hasMessage("a java.util.Date cannot be bound; bind its toInstant()");
        assertThatThrownBy(() -> bind(List.of(new Date()))).hasMessageContaining("java.util.Date");
        assertThatThrownBy(() -> bind(Optional.of("s3cret")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("orElse(null)")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesTextsThatDatabasesCannotKeep() {
        Conversions broken = Conversions.of(List.of(new WriteOnly<>(Money.class, String.class, money -> "a\0b")));

        assertThatThrownBy(() -> bind('\0')).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> bind('\ud800')).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> bind(List.of("a\udc00"))).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> broken.toDatabase(new Money(1))).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> bind(new Json("\0"))).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> bind(new Json[] {new Json("\ud800")})).isInstanceOf(InvalidQueryException.class);
        assertThat(bind(List.of("\ud83d\ude00"))).isEqualTo(List.of("\ud83d\ude00"));
    }

    @Test
    @Tag("R37")
    void refusesInstantsThatNoDateReaches() {
        for (Instant instant : List.of(Instant.MIN, Instant.MAX)) {
            assertThatThrownBy(() -> bind(instant))
                    .isInstanceOf(InvalidQueryException.class)
                    .hasMessageContaining("Instant.MAX")
                    .hasNoCause();
        }
    }

    @Test
    void usesTheConverterOfTheClassOrOfItsNearestAncestor() {
        Converter<?, ?> money = new WriteOnly<>(Money.class, Long.class, m -> m.cents);
        Converter<?, ?> coded = new WriteOnly<>(Coded.class, Integer.class, Coded::code);
        Converter<?, ?> texts = new WriteOnly<>(CharSequence.class, String.class, text -> "never");
        Converter<?, ?> instants = new WriteOnly<>(Instant.class, Long.class, Instant::toEpochMilli);
        Conversions conversions = Conversions.of(List.of(money, coded, texts, instants));

        assertThat(conversions.toDatabase(new Money(5))).isEqualTo(5L);
        assertThat(conversions.toDatabase(new Euros(6))).isEqualTo(6L);
        assertThat(conversions.toDatabase(Rank.HIGH)).isEqualTo(10);
        assertThat(conversions.toDatabase((Object) "a")).isEqualTo("a");
        assertThat(conversions.toDatabase(Instant.EPOCH)).isEqualTo(0L);
        assertThat(conversions.toDatabase(List.of(new Money(7)))).isEqualTo(List.of(7L));
    }

    @Test
    void bindsWhatAConverterGivesAsItBindsAnythingElse() {
        Conversions conversions =
                Conversions.of(List.of(new WriteOnly<>(Money.class, Instant.class, m -> Instant.EPOCH)));

        assertThat(conversions.toDatabase(new Money(5))).isEqualTo(Instant.EPOCH.atOffset(ZoneOffset.UTC));
    }

    @Test
    void reportsAConverterThatFailsOrGivesNull() {
        IllegalStateException cause = new IllegalStateException("s3cret");
        Conversions failing = Conversions.of(List.of(new WriteOnly<Money, String>(Money.class, String.class, m -> {
            throw cause;
        })));
        Conversions giving =
                Conversions.of(List.of(new WriteOnly<Money, String>(Money.class, String.class, m -> null)));

        assertThatThrownBy(() -> failing.toDatabase(new Money(5)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("Money")
                .hasMessageNotContaining("s3cret")
                .hasCause(cause);
        assertThatThrownBy(() -> giving.toDatabase(new Money(5)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("null");
    }

    @Test
    void refusesTwoConvertersOfOneType() {
        Converter<?, ?> converter = new WriteOnly<>(Money.class, Long.class, m -> m.cents);

        assertThatThrownBy(() -> Conversions.of(List.of(converter, converter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Money");
    }

    private static Object bind(Object value) {
        return PLAIN.toDatabase(value);
    }

    private record WriteOnly<T, D>(Class<T> type, Class<D> databaseType, Function<T, D> binding)
            implements Converter<T, D> {
        @Override
        public D toDatabase(T value) {
            return binding.apply(value);
        }

        @Override
        public T fromDatabase(D value) {
            throw new UnsupportedOperationException();
        }
    }
}
