package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R36")
@Tag("S23")
class BindingTest {
    @Test
    void putsNamedValuesInTheOrderOfTheirPlaces() {
        BoundSql bound = parse("SELECT :b, :a, :b").bind(Map.of("a", 1, "b", 2));

        assertThat(bound.sql()).isEqualTo("SELECT $1, $2, $3");
        assertThat(bound.values()).containsExactly(2, 1, 2);
    }

    @Test
    void sendsTheSameTextEachTime() {
        ParsedSql parsed = parse("SELECT :a");

        assertThat(parsed.bind(Map.of("a", 1)).sql())
                .isSameAs(parsed.bind(Map.of("a", 2)).sql());
    }

    @Test
    void bindsNull() {
        assertThat(parse("SELECT :a").bind(Collections.singletonMap("a", null)).values())
                .containsExactly((Object) null);
        assertThat(parse("SELECT ?").bind(Arrays.asList((Object) null)).values())
                .containsExactly((Object) null);
    }

    @Test
    void bindsNothing() {
        assertThat(parse("SELECT 1").bindNone().values()).isEmpty();
        assertThat(parse("SELECT 1").bind(Map.of()).values()).isEmpty();
        refuses(() -> parse("SELECT :a").bindNone(), ":a has no value");
        refuses(() -> parse("SELECT ?").bindNone(), "1 positional parameter (?), but 0 values");
    }

    @Test
    @Tag("I6")
    void namesWhatDoesNotFit() {
        ParsedSql named = parse("SELECT :yaer");

        refuses(
                () -> named.bind(Map.of("year", 1)),
                ":yaer has no value, and no parameter takes :year; are :yaer and :year the same name,"
                        + " written in two ways?");
        refuses(() -> named.bind(Map.of()), ":yaer has no value; give a value, or null");
        refuses(
                () -> named.bind(Map.of("yaer", 1, "zzzzzz", 2)),
                "no parameter of the query takes the value of :zzzzzz");
        refuses(
                () -> named.bind(Map.of("yaer", 1, "year", 2)),
                "no parameter of the query takes the value of :year; did you mean :yaer?");
        refuses(() -> named.bind(List.of(1)), "named parameters (:yaer), but 1 positional value was given");
        refuses(() -> parse("SELECT ?").bind(List.of(1, 2)), "1 positional parameter (?), but 2 values were given");
        refuses(() -> parse("SELECT ?").bind(Map.of("a", 1)), "named values were given");
        refuses(
                () -> parse("SELECT {a}").bind(Map.of("a", 1)),
                "no parameter of the query takes the value of :a; leave it out, or write :a where it belongs");
    }

    private record Film(String title, int year) {}

    @Test
    @Tag("I6")
    void tellsThatOneValueIsSeveral() {
        ParsedSql two = parse("INSERT INTO t VALUES (?, ?)");

        refuses(() -> two.bind(List.of(List.of("Alien", 1979))), "the one value is a collection: give its elements");
        refuses(() -> two.bind(List.of(new Film("Alien", 1979))), "the one value is a record: give its components");
        refuses(() -> two.bind(List.of("Alien")), "but 1 value was given; give one value for each ?");
        refuses(
                () -> parse("SELECT 1").bind(List.of(List.of())),
                "but 1 value was given; write ? where a value belongs");
    }

    @Test
    void tellsThatANameHasNoColonOfItsOwn() {
        refuses(
                () -> parse("SELECT :id").bind(Map.of(":id", 1)),
                ":id has no value, and no parameter takes ::id; give the name without its colon: id");
    }

    @Test
    @Tag("I6")
    void tellsOfParametersInsideQuotes() {
        refuses(
                () -> parse("SELECT 'a' LIKE '%?%'").bind(List.of("x")),
                "; the ? at offset 18 is inside quotes, so it is no parameter: write ? without quotes; the % of a LIKE"
                        + " belongs to the value");
        refuses(
                () -> parse("SELECT 'a' LIKE '%:part%'").bind(Map.of("part", "x")),
                "; the :part at offset 18 is inside quotes, so it is no parameter: write :part without quotes; the %"
                        + " of a LIKE belongs to the value");
        refuses(() -> parse("SELECT \"?\"").bind(List.of("x")), "the ? at offset 8 is inside quotes");
        refuses(() -> parse("SELECT \":x\"").bind(Map.of("x", 1)), "the :x at offset 8 is inside quotes");
        refuses(() -> parse("SELECT ?, 'what?'").bind(List.of()), "0 values were given; give one value for each ?");
        refuses(() -> parse("SELECT '12:30'").bind(Map.of("x", 1)), "takes the value of :x; leave it out");
        refuses(() -> parse("SELECT ':party :par'").bind(Map.of("par", 1)), "the :par at offset 15 is inside quotes");
    }

    @Test
    @Tag("I6")
    void tellsOfParametersBehindColons() {
        String told = "is read as a colon and a name, as the database reads it: for a parameter behind a colon write a"
                + " blank between them, : :hi";
        Map<String, Integer> bounds = Map.of("lo", 1, "hi", 2);
        refuses(() -> parse("SELECT a[:lo::hi]").bind(bounds), "the :hi at offset 13 " + told);
        refuses(() -> parse("SELECT a[:lo:hi]").bind(bounds), "the :hi at offset 12 " + told);
        refuses(() -> parse("SELECT a[:lo :hi]").bind(bounds), "the :hi at offset 13 " + told);
        refuses(() -> parse("SELECT a[:lo\\:hi]").bind(bounds), "the :hi at offset 13 " + told);
        assertThat(parse("SELECT a[:lo : :hi]").bind(bounds).values()).containsExactly(1, 2);
    }

    @Test
    void tellsHowParametersAreWrittenWhereThereAreNone() {
        String told =
                "0 positional parameters (?), but 1 value was given; write ? where a value belongs, or :name and give";
        refuses(() -> parse("SELECT %s").bind(List.of("x")), told);
        refuses(() -> parse("SELECT {0}").bind(List.of("x")), told);
    }

    @Test
    @Tag("I6")
    void tellsThatAListIsOneValue() {
        refuses(
                () -> parse("SELECT 1 IN (?)").bind(List.of(1, 2)),
                "2 values were given; the whole list is the one value of IN (?): List.of(ids)");
        refuses(() -> parse("SELECT 1 IN (?, ?)").bind(List.of(1, 2, 3)), "give one value for each ?");
        refuses(() -> parse("SELECT 1 IN (?)").bind(List.of()), "give one value for each ?");
    }

    @Test
    @Tag("I9")
    @Tag("I10")
    void refusesTextThatCannotBeStored() {
        refuses(() -> parse("SELECT :a").bind(Map.of("a", "s3cret\0")), ":a holds a NUL character at offset 6");
        refuses(() -> parse("SELECT ?, ?").bind(List.of(1, "x\ud83d")), "parameter 2 holds half of a surrogate pair");
        refuses(() -> parse("SELECT ?").bind(List.of((Object) new String[] {"\udc00"})), "parameter 1 holds half");
        refuses(() -> parse("SELECT 1 IN (?)").bind(List.of(List.of("\0"))), "parameter 1 holds a NUL");
    }

    @Test
    void expandsCollectionsInLists() {
        BoundSql bound = parse("SELECT 1 WHERE a IN (:ids) AND b NOT IN ( :x /* ) */ ) AND c = :c")
                .bind(Map.of("ids", List.of(1, 2, 3), "x", List.of(4), "c", 5));

        assertThat(bound.sql()).isEqualTo("SELECT 1 WHERE a IN ($1, $2, $3) AND b NOT IN ( $4 /* ) */ ) AND c = $5");
        assertThat(bound.values()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void makesAnEmptyListMatchNothing() {
        BoundSql bound = parse("SELECT 1 WHERE a in (:ids) AND b NOT IN (:ids) AND c = :c")
                .bind(Map.of("ids", List.of(), "c", 5));

        assertThat(bound.sql())
                .isEqualTo("SELECT 1 WHERE a in (NULL) IS NOT NULL AND b NOT IN (NULL) IS NULL AND c = $1");
        assertThat(bound.values()).containsExactly(5);
    }

    @Test
    void refusesCollectionsElsewhere() {
        List<Integer> ids = List.of(1);

        refuses(() -> parse("SELECT :ids").bind(Map.of("ids", ids)), ":ids is a collection");
        refuses(() -> parse("SELECT 1 IN (0, ?)").bind(List.of(ids)), "parameter 1 is a collection");
        refuses(() -> parse("SELECT 1 IN (f(?))").bind(List.of(ids)), "write IN (?)");
        refuses(() -> parse("SELECT 1 IN (?)").bind(List.of(List.of(ids))), "holds another one");
    }

    @Test
    void leavesBytesAndArraysWhole() {
        byte[] bytes = {1};
        int[] ids = {1, 2};

        assertThat(parse("SELECT 1 IN (?)").bind(List.of(bytes)).values()).containsExactly((Object) bytes);
        assertThat(parse("SELECT 1 = ANY(?)").bind(List.of(ids)).values()).containsExactly((Object) ids);
        assertThat(parse("SELECT a IN (?)").bind(List.of(List.of(ids))).values())
                .containsExactly((Object) ids);
    }

    /** As a whole an array would equal nothing, and {@code NOT IN} find every row. */
    @Test
    void expandsArraysInLists() {
        ParsedSql parsed = parse("SELECT a NOT IN (?)");

        for (Object array : List.of(new int[] {1, 2}, new Integer[] {1, 2})) {
            BoundSql bound = parsed.bind(List.of(array));
            assertThat(bound.sql()).isEqualTo("SELECT a NOT IN ($1, $2)");
            assertThat(bound.values()).containsExactly(1, 2);
        }
        assertThat(parsed.bind(List.of(new long[0])).sql()).isEqualTo("SELECT a NOT IN (NULL) IS NULL");
        refuses(() -> parsed.bindBatch(List.of(List.of(new int[] {1}))), "a list cannot expand in it");
        refuses(() -> parsed.bind(List.of((Object) new String[] {"\0"})), "parameter 1 holds a NUL");
        refuses(() -> parsed.bind(List.of((Object) new Object[] {List.of(1)})), "holds another one");
    }

    @Test
    void bindsBatches() {
        BoundSql.Batch batch = parse("INSERT INTO t VALUES (:a)").bindBatch(List.of(Map.of("a", 1), Map.of("a", 2)));

        assertThat(batch.sql()).isEqualTo("INSERT INTO t VALUES ($1)");
        assertThat(batch.rows()).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void namesTheRowThatDoesNotFit() {
        ParsedSql parsed = parse("INSERT INTO t VALUES (?)");

        refuses(
                () -> parsed.bindBatch(List.of(List.of(1), List.of())),
                "set of values 2 (the first is 1): the query has 1 positional");
        refuses(
                () -> parsed.bindBatch(List.of("x")),
                "set of values 1 (the first is 1): the values are neither a List, nor a Map, nor a record or bean, but a"
                        + " java.lang.String; give one of them for each row, also for one value: List.of(List.of(value))."
                        + " If you wrote List.of(array), which makes a row of each element: List.of(Arrays.asList(array))");
        refuses(() -> parsed.bindBatch(List.of(Set.of(1))), "nor a record or bean, but a java.util.Set; give one");
        refuses(
                () -> parsed.bindBatch(List.of(new Object[] {1, 2})), // a list of two numbers
                "set of values 1 (the first is 1): the values are neither a List, nor a Map, nor a record or bean, but a java.lang.Integer;");
        refuses(() -> parsed.bindBatch(Collections.singletonList(null)), "the values are null");
        refuses(
                () -> parsed.bindBatch(List.of(List.of(List.of(1)))),
                "set of values 1 (the first is 1): parameter 1 is a collection");
    }

    @Test
    @Tag("R37")
    void neverShowsValues() {
        ParsedSql parsed = parse("SELECT 's3cret', ?");

        assertThat(parsed.toString()).doesNotContain("s3cret");
        assertThat(parsed.bind(List.of("s3cret")).toString()).doesNotContain("s3cret");
        assertThat(parse("SELECT ?").bindBatch(List.of(List.of("s3cret"))).toString())
                .doesNotContain("s3cret");
    }

    private static ParsedSql parse(String sql) {
        return ParsedSql.parse(sql, SqlSyntax.postgresql(), (index, value, place) -> "$" + index);
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("s3cret");
    }
}
