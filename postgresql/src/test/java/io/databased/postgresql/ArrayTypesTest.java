package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.InvalidQueryException;
import io.databased.Json;
import io.databased.StatementException.Kind;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrayTypesTest extends TypesTest {
    /** An array with NULL for each class of elements. */
    static Stream<Arguments> arrays() {
        return Stream.<Object>of(
                        new Boolean[] {true, null, false},
                        new Short[] {1, null, Short.MIN_VALUE},
                        new Integer[] {1, null, Integer.MIN_VALUE},
                        new Long[] {1L, null, Long.MAX_VALUE},
                        new Float[] {0.1f, null, Float.NaN},
                        new Double[] {0.1, null, Double.POSITIVE_INFINITY},
                        new BigDecimal[] {new BigDecimal("1.50"), null, new BigDecimal("12345678901234567890.5")},
                        new BigInteger[] {BigInteger.TWO.pow(100), null},
                        new String[] {"a,\"b\\", null, "", "null", "{}", "Agnès \uD83D\uDE00"},
                        new LocalDate[] {LocalDate.of(2024, 2, 29), null},
                        new LocalTime[] {LocalTime.of(1, 2, 3, 4_000), null},
                        new OffsetTime[] {OffsetTime.parse("01:02+03:00"), null},
                        new LocalDateTime[] {LocalDateTime.of(2024, 2, 29, 1, 2), null},
                        new OffsetDateTime[] {OffsetDateTime.parse("2024-02-29T01:02Z"), null},
                        new Instant[] {Instant.parse("2024-02-29T01:02:03Z"), null},
                        new ZonedDateTime[] {ZonedDateTime.parse("2024-02-29T01:02Z"), null},
                        new Duration[] {Duration.ofHours(36), null, Duration.ofMillis(-1)},
                        new UUID[] {UUID.randomUUID(), null},
                        new Json[] {new Json("{\"a\": [1, \"x,\\\"y\"]}"), null, new Json("null"), new Json("\"s\"")},
                        new byte[][] {{0, -1}, null, {}},
                        new Character[] {'c', null})
                .map(array -> Arguments.of(array));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void comesBackWithItsNulls(@Nullable Object[] array) {
        assertThat(read(array.getClass(), "?", (Object) array)).isEqualTo(array);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anEmptyOneIsOfTheTypeOfItsClass(@Nullable Object[] array) {
        Object empty = Array.newInstance(array.getClass().getComponentType(), 0);
        assertThat(read("?", empty)).isEqualTo(List.of());
        assertThat(read("pg_typeof(?)::text", empty)).isEqualTo(read("pg_typeof(?)::text", (Object) array));
        assertThat(read("(SELECT count(*) FROM unnest(?))", empty)).isEqualTo(0L);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void oneOfNullsIsOfTheTypeOfItsClass(@Nullable Object[] array) {
        Object nulls = Array.newInstance(array.getClass().getComponentType(), 2);
        assertThat(read("?", nulls)).isEqualTo(list(null, null));
        assertThat(read("pg_typeof(?)::text", nulls)).isEqualTo(read("pg_typeof(?)::text", (Object) array));
    }

    @Test
    void primitivesAreElements() {
        assertThat(read(int[].class, "?", new int[] {3, 1})).containsExactly(3, 1);
        assertThat(read(long[].class, "?", new long[] {})).isEmpty();
        assertThat(read(boolean[].class, "?", new boolean[] {true})).containsExactly(true);
        assertThat(read(double[].class, "?", new double[] {0.1})).containsExactly(0.1);
    }

    @Test
    void findsWhatIsAmongTheElements() {
        assertThat(read("2 = ANY(?)", new int[] {1, 2})).isEqualTo(true);
        assertThat(read("2 = ANY(?)", new long[] {})).isEqualTo(false);
        assertThat(read("2 = ANY(?)", (Object) new Integer[] {null})).isNull();
        assertThat(read("'b' = ANY(?)", (Object) new String[] {"a", "b"})).isEqualTo(true);
        assertThat(read("(SELECT sum(i) FROM unnest(?) AS n (i))", new int[] {1, 2, 3}))
                .isEqualTo(6L);
    }

    @Test
    void wholeNumbersOfSeveralClassesAreOfTheWidest() {
        Object[] mixed = {(short) 1, 2, Long.MAX_VALUE};
        assertThat(read("?", (Object) mixed)).isEqualTo(List.of(1L, 2L, Long.MAX_VALUE));
    }

    @Test
    void elementsOfSeveralTypesAreRefused() {
        for (Object[] mixed : new Object[][] {{1, 2.5}, {1, "a"}, {1.5, 1}, {1, BigDecimal.ONE}}) {
            assertThat(refusal("SELECT ?", (Object) mixed)).hasMessageContaining("several types");
        }
    }

    @Test
    void aBatchOfArraysLosesNoDigit() {
        execute("CREATE TABLE lists (id serial, l int8[])");
        await(database.executeMany(
                "INSERT INTO lists (l) VALUES (?)",
                List.of(list((Object) new Integer[0]), list((Object) null), list((Object) new int[] {1}), list((Object)
                        new long[] {Long.MAX_VALUE}))));
        assertThat(read("(SELECT sum(n) FROM lists, unnest(l) AS t (n))"))
                .isEqualTo(BigDecimal.valueOf(Long.MAX_VALUE).add(BigDecimal.ONE));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void aBatchTakesArraysOfNullsBesideOthers(@Nullable Object[] array) {
        String type = read(String.class, "pg_typeof(?)::text", (Object) array);
        Object nulls = Array.newInstance(array.getClass().getComponentType(), 2);
        execute("DROP TABLE IF EXISTS several");
        execute("CREATE TABLE several (a " + type + ")");
        await(database.executeMany(
                "INSERT INTO several VALUES (?)", List.of(list((Object) array), list(nulls), list((Object) array))));
        assertThat(read("(SELECT count(*) FROM several WHERE a[1] IS NOT NULL)"))
                .isEqualTo(2L);
    }

    @Test
    @Tag("R36")
    void aListExpandsInAndOnlyInAnIn() {
        assertThat(await(database.fetchAll("SELECT 1 WHERE 2 IN (:ids)", Map.of("ids", List.of(1, 2)))))
                .hasSize(1);
        assertThat(failure(
                        database.fetchAll("SELECT 2 = ANY(:ids)", Map.of("ids", List.of(1))),
                        InvalidQueryException.class))
                .hasMessageContaining("bind an array");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_535})
    @Tag("I12")
    void aListMayBeAsLongAsTheProtocolCounts(int length) {
        List<Integer> ids = java.util.Collections.nCopies(length, 1);
        assertThat(await(database.fetchAll("SELECT 1 WHERE 1 IN (:ids)", Map.of("ids", ids))))
                .hasSize(Math.min(length, 1));
    }

    @Test
    @Tag("I12")
    void onePlaceMoreIsRefusedAndAnArrayHasRoom() {
        int[] ids = new int[65_536];
        assertThat(failure(
                                database.fetchAll(
                                        "SELECT 1 WHERE 1 IN (:ids)",
                                        Map.of("ids", java.util.Collections.nCopies(65_536, 1))),
                                io.databased.StatementException.class)
                        .kind())
                .isEqualTo(Kind.DATA);
        assertThat(read("0 = ANY(?)", ids)).isEqualTo(true);
    }

    @Test
    void arraysOfTypesThatTheDriverDoesNotKnowAreListsOfText() {
        assertThat(read("array['[1,5)'::int4range, NULL]")).isEqualTo(list("[1,5)", null));
        assertThat(read("array[(1, 'a,b')]::text")).isEqualTo("{\"(1,\\\"a,b\\\")\"}");
        assertThat(read("'[5:6]={1,2}'::int4[]")).isEqualTo(List.of(1, 2));
    }

    @Test
    void elementsOfADomainOverAnArrayAreLists() {
        execute("CREATE DOMAIN pair AS int[] CHECK (cardinality(value) = 2)");
        execute("CREATE DOMAIN couple AS pair");
        execute("CREATE DOMAIN times AS timestamptz[]");

        assertThat(read("ARRAY['{1,2}', NULL, '{3,4}']::couple[]")).isEqualTo(list(List.of(1, 2), null, List.of(3, 4)));
        assertThat(read("ARRAY['{\"2024-01-01 00:00:00+00\",NULL}', '{}']::times[]"))
                .isEqualTo(List.of(list(OffsetDateTime.parse("2024-01-01T00:00:00Z"), null), List.of()));
    }

    @Test
    void elementsOfADomainAreOfItsBaseHoweverManyDomainsAreBetween() {
        execute("CREATE DOMAIN counted AS int CHECK (value > 0)");
        execute("CREATE DOMAIN small AS counted CHECK (value < 100)");
        execute("CREATE DOMAIN tiny AS small CHECK (value < 10)");
        execute("CREATE DOMAIN counts AS small[]");
        for (String type : List.of("counted[]", "small[]", "tiny[]", "counts")) {
            assertThat(read("'{1,NULL}'::" + type)).as(type).isEqualTo(list(1, null));
        }
        execute("CREATE DOMAIN cents AS numeric(10,2)");
        execute("CREATE DOMAIN price AS cents");
        assertThat(read("'{{1.5},{NaN}}'::price[]"))
                .isEqualTo(List.of(List.of(new BigDecimal("1.50")), List.of(Double.NaN)));
    }

    @Test
    void arraysOfArraysGoAsText() {
        assertThat(refusal("SELECT ?", (Object) new int[][] {{1}}).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(read("(CAST(CAST(? AS text) AS int[][]))[2][1]", "{{1},{2}}"))
                .isEqualTo(2);
    }
}
