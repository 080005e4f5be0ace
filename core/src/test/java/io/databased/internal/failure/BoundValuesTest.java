package io.databased.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.SqlStates;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A bound value is never told; the condition still is. */
@Tag("R37")
final class BoundValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // a word, several, one that is written in another case
                "no funds on canary | canary | no funds on …",
                "no funds on two words today | two words | no funds on … today",
                "relation \"canary\" does not exist | Canary | relation \"…\" does not exist",
                "CANARY sings | canary | … sings",
                // within quotes, escapes and other signs
                "syntax error near 'O''Brien' | O'Brien | syntax error near '…'",
                "bad {\\\"a\\\": \\\"b\\\"} given | {\"a\": \"b\"} | bad {\\\"…\\\"} given",
                "path 'C:\\\\tmp' | C:\\tmp | path '…'",
                "(canary,12) is wrong | canary | (…,12) is wrong",
                // parts of longer words are other words
                "no information | in | no information",
                "the canaries | canary | the canaries",
                "items_pkey | items | …_pkey",
                // words of every sentence say nothing, but where a value is quoted
                "no funds for you | for | no funds for you",
                "a table is full | a | a table is full",
                "A table is full | a | A table is full",
                "no funds on A today | A | no funds on … today",
                "no funds on a | a | no funds on …",
                "Duplicate entry 'a' for a key | a | Duplicate entry '…' for a key",
                "key (id)=(a) is not a key | a | key (id)=(…) is not a key",
                "value: a is not | a | value: … is not",
                "a = not so | not | a = … so",
                "is not a number | is not | … a number",
                // what is left says what happened
                "no funds on bo today | bo | no funds on … today",
                "a table is full | table | a … is full",
                "relation \"users\" does not exist | users | relation \"…\" does not exist",
                // cut by the database
                "Incorrect value: 'canary-4711-wi' for column | canary-4711-with-more | Incorrect value: '…' for column",
                "near 'nary-4711-with-more' | canary-4711-with-more | near '…'",
                "near \"canary-4711...\" | canary-4711-with-more | near \"…...\"",
                "user_canary4711x | canary4711 | user_…",
                // signs alone
                "bad password ?!%& | ?!%& | bad password …",
                "ends. | . | ends.",
                // other scripts
                "账户金丝雀余额不足 | 金丝雀 | 账户…余额不足",
                "残高カナリア不足 | カナリア | 残高…不足",
                "kein Geld für Müller | müller | kein Geld für …",
                "no 🐦🐦 here | 🐦🐦 | no … here",
            })
    void aTextIsTakenOut(String message, String value, String told) {
        assertThat(told(message, value)).isEqualTo(told);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("balance is 42", 42, "balance is …"),
                Arguments.of("balance is -42", -42L, "balance is -…"),
                Arguments.of("balance is 42 of 420", 42, "balance is … of 420"),
                Arguments.of("price 12.50 is too high", new BigDecimal("12.5"), "price … is too high"),
                Arguments.of("price 12.5 is too high", new BigDecimal("12.50"), "price … is too high"),
                Arguments.of("price $1,234.50", new BigDecimal("1234.5"), "price $…"),
                Arguments.of("10000000000 and 1e+10", 1.0E10, "… and …"),
                Arguments.of("0.1 of 0.10", 0.1f, "… of …"),
                Arguments.of("nothing of NaN", Double.NaN, "nothing of …"),
                Arguments.of("1,2,3", 2, "1,…,3"),
                Arguments.of("it is true", true, "it is …"),
                Arguments.of("on 2024-02-29", LocalDate.of(2024, 2, 29), "on …"),
                Arguments.of("at 10:00:00", LocalTime.of(10, 0), "at …:00"),
                Arguments.of(
                        "at 2024-02-29 10:20:30.5+01", OffsetDateTime.parse("2024-02-29T10:20:30.5+01:00"), "at … …"),
                Arguments.of(
                        "of 123e4567e89b12d3a456426614174000",
                        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                        "of …"),
                Arguments.of("bytes \\x63616e617279", "canary".getBytes(StandardCharsets.UTF_8), "bytes \\…"),
                Arguments.of("Duplicate 'canary'", "canary".getBytes(StandardCharsets.UTF_8), "Duplicate '…'"),
                Arguments.of("{a,b} are not c", List.of("a", List.of("c")), "{…,b} are not …"),
                Arguments.of("{a,b} are not c", new Object[] {"b"}, "{a,…} are not c"),
                Arguments.of("bad \"two\\nlines\"", "two\nlines", "bad \"…\""),
                Arguments.of("null is no value", null, "null is no value"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueOfAnyTypeIsTakenOut(String message, @Nullable Object value, String told) {
        assertThat(told(message, value)).isEqualTo(told);
    }

    @Test
    void valuesMayOverlap() {
        assertThat(told("not 'my canary sings'", "my canary", "canary sings")).isEqualTo("not '…'");
        assertThat(told("not 'my canary sings'", "canary", "my canary sings")).isEqualTo("not '…'");
    }

    @Test
    void theValuesOfABatchAreTakenOut() {
        Command batch = Command.batch("INSERT", List.of(new Object[] {"x"}, new Object[] {"y"}))
                .build();
        assertThat(BoundValues.without(batch, failure("no funds on y", null))).hasMessage("no funds on …");
    }

    @Test
    void whichSetHasFailedStays() {
        Command batch = Command.batch("INSERT", List.of(new Object[] {1}, new Object[] {2}))
                .build();
        BackendException refused = failure("no funds on 2", DatabaseMessage.of("no funds on 2"))
                .with("no funds on 2", Kind.CHECK, Effect.STATEMENT, null)
                .ofSet(2, 2);
        assertThat(BoundValues.without(batch, refused)).hasMessage("no funds on … (set of values 2 of 2)");
    }

    /** What the database has not said, we have not from it. */
    @Test
    void ourOwnWordsStay() {
        Command command = command("a", "unique");
        BackendException ours = failure("a key is there already: key 'p'", DatabaseMessage.of("Duplicate key 'p'"));
        assertThat(BoundValues.without(command, ours)).isSameAs(ours);
        BackendException phrase = failure(SqlStates.phrase(Kind.OTHER), DatabaseMessage.of("a unique database"));
        assertThat(BoundValues.without(command, phrase)).isSameAs(phrase);
        BackendException codeless = new BackendException("a unique reason", Kind.OTHER, Effect.STATEMENT, null);
        assertThat(BoundValues.without(command, codeless)).isSameAs(codeless);
    }

    @Test
    void whatTheDatabaseSaidAndTheCodesStay() {
        DatabaseMessage said = DatabaseMessage.of("no funds on canary");
        BackendException told = BoundValues.without(command("canary"), failure("no funds on canary", said));
        assertThat(told).hasMessage("no funds on …").hasNoCause();
        assertThat(told.databaseMessage()).isSameAs(said);
        assertThat(told.sqlState()).isEqualTo("P0001");
        assertThat(told.vendorCode()).isEqualTo(7);
    }

    /** Both are gone through once: by each piece of one in the other this would take days. */
    @Test
    void aLongTextOfALongValueIsTakenOut() {
        String value = new Random(7)
                .ints(4_000_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String told = told("no room for '" + value.substring(1_000_000, 1_009_000) + "...'", value);
        assertThat(told).isEqualTo("no room for '…...'");
        told = told("no room for '" + value.substring(1_000_000, 1_300_000) + "...'", value);
        assertThat(told).isEqualTo("no room for '…");
    }

    /** A hostile server says megabytes. What is behind the cut is looked at where a value begins ahead of it. */
    @ParameterizedTest
    @CsvSource({"canary", "canary-4711-with-more", "4711.5", "?!%&", "金丝雀"})
    void aLongTextIsCutAndHoldsNoValueAtItsEnd(String value) {
        for (int ahead = 9_900; ahead < 10_010; ahead++) {
            String text = "x".repeat(ahead - 1) + " " + value + " z".repeat(20_000);
            String told = told(text, value);
            assertThat(told).hasSizeLessThanOrEqualTo(10_001).endsWith("…");
            assertThat(told.replaceAll("[xz …]", "")).as("%d ahead", ahead).isEmpty();
        }
    }

    @Test
    void megabytesAreNotLookedThrough() {
        long before = allocated();
        assertThat(told("nay ".repeat(5_000_000), "canary", 4711, "nay")).hasSizeLessThan(10_001);
        assertThat(allocated() - before).isLessThan(200 << 20);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** However a text is quoted, and whatever it is of, neither it nor eight of its letters in a row are told. */
    @Test
    void noTextIsToldHoweverItIsQuoted() {
        Long only = Long.getLong("databased.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? 20_000 : only + 1); seed++) {
            Random random = new Random(seed);
            String value = text(random, 1 + random.nextInt(30));
            String quoted = quoted(random, value);
            String cut = quoted.length() > 12 && random.nextBoolean() ? quoted.substring(0, 12) : quoted;
            String message = "the value " + cut + " is of no use";
            String told = told(message, value);
            String letters = letters(value);
            for (int i = 0; i + 8 <= letters.length(); i++) {
                assertThat(letters(told)).as("-Ddatabased.seed=" + seed).doesNotContain(letters.substring(i, i + 8));
            }
            if (cut.equals(quoted)) {
                assertThat(told).as("-Ddatabased.seed=" + seed).contains("…");
                assertThat(letters(told)).as("-Ddatabased.seed=" + seed).isEqualTo("thevalueisofnouse");
            }
        }
    }

    private static String text(Random random, int length) {
        String signs = "abcdefgXYZ0123789 '\"\\-_.,äß金";
        StringBuilder text = new StringBuilder("v");
        for (int i = 0; i < length; i++) {
            text.append(signs.charAt(random.nextInt(signs.length())));
        }
        return text.append('w').toString();
    }

    private static String quoted(Random random, String value) {
        return switch (random.nextInt(5)) {
            case 0 -> "'" + value.replace("'", "''") + "'";
            case 1 -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case 2 -> "\"" + value.toLowerCase(Locale.ROOT) + "\"";
            case 3 -> "(" + value + ")";
            default -> value;
        };
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    private static String told(String message, @Nullable Object... values) {
        return BoundValues.without(command(values), failure(message, null)).getMessage();
    }

    private static Command command(@Nullable Object... values) {
        return Command.execute("SELECT", Arrays.copyOf(values, values.length)).build();
    }

    private static BackendException failure(String message, @Nullable DatabaseMessage said) {
        return new BackendException(
                        message, Kind.OTHER, Effect.STATEMENT, "P0001", 7, new IllegalStateException(message))
                .withDatabaseMessage(said);
    }
}
