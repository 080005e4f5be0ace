package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));

    private enum Mood {
        CALM
    }

    record Movie(String title, int releaseYear, Double rating) {}

    private record Hidden(Mood mood, String... rest) {}

    private record Present(
            Optional<Integer> a,
            OptionalInt b,
            OptionalLong c,
            OptionalDouble d,
            Optional<Mood> mood,
            Optional<String[]> all) {}

    private record OfId(Optional<UUID> a) {}

    private record OfAnything(Optional<?> a) {}

    private record Lists(
            List<Long> ids,
            Collection<Mood> moods,
            Iterable<? extends UUID> keys,
            List<List<Long>> table,
            Optional<List<String>> names,
            List<Long>[] parts) {}

    private record Ids(List<Long> ids) {}

    private record Untyped(List<?> any, List<Object> objects) {}

    private record Empty() {}

    private record Ambiguous(int a_b, int ab) {}

    private record Checked(long amount) {
        Checked {
            if (amount < 0) {
                throw new IllegalArgumentException("s3cret");
            }
        }
    }

    private record Failing(long amount) {
        Failing {
            if (amount < 0) {
                throw new AssertionError("of the user");
            }
        }
    }

    @Test
    void takesColumnsByNameInAnyOrderAndIgnoresOthers() {
        Movie movie = map(List.of("id", "RATING", "release_year", "Title"), Movie.class, 1L, null, 1979L, "Alien");

        assertThat(movie).isEqualTo(new Movie("Alien", 1979, null));
    }

    @Test
    void anOptionalComponentIsEmptyForNull() {
        List<String> columns = List.of("a", "b", "c", "d", "mood", "all");
        Present present = map(columns, Present.class, 3L, 4L, 5L, 0.5, "CALM", List.of("x"));
        Present absent = map(columns, Present.class, null, null, null, null, null, null);

        assertThat(present.a()).contains(3);
        assertThat(present.b()).hasValue(4);
        assertThat(present.c()).hasValue(5);
        assertThat(present.d()).hasValue(0.5);
        assertThat(present.mood()).contains(Mood.CALM);
        assertThat(present.all().orElseThrow()).containsExactly("x");
        assertThat(absent)
                .isEqualTo(new Present(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void anOptionalComponentIsReadAsItsClass() {
        assertThatThrownBy(() -> map(List.of("a"), OfId.class, 3L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("column \"a\" holds a java.lang.Long that does not convert to java.util.UUID");
        assertThatThrownBy(() -> map(List.of("a"), OfAnything.class, 3L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("component a of")
                .hasMessageContaining("Optional<String>");
    }

    @Test
    void elementsOfAListAreReadAsTheirClass() {
        String key = "00112233-4455-6677-8899-aabbccddeeff";
        List<String> columns = List.of("ids", "moods", "keys", "table", "names", "parts");
        List<List<Integer>> table = List.of(List.of(1), List.of(2));
        Lists lists = map(
                columns, Lists.class, Arrays.asList(1, null), List.of("CALM"), List.of(key), table, List.of(3), table);

        Long first = lists.ids().get(0);
        assertThat(first).isEqualTo(1L);
        assertThat(lists.ids()).containsExactly(1L, null);
        assertThat(lists.moods()).hasSize(1).contains(Mood.CALM);
        assertThat(lists.keys()).hasSize(1).first().isEqualTo(UUID.fromString(key));
        assertThat(lists.table()).containsExactly(List.of(1L), List.of(2L));
        assertThat(lists.names()).contains(List.of("3"));
        assertThat(lists.parts()).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void aListWithAnElementOfAnotherClassIsRefused() {
        for (Object element : List.of("many", 1.5, List.of(1L), new BigInteger("9223372036854775808"))) {
            assertThatThrownBy(() -> map(List.of("ids"), Ids.class, List.of(1, element)))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("does not convert to java.util.List<java.lang.Long>");
        }
        assertThatThrownBy(() -> map(List.of("ids"), Ids.class, "{1,2}")).isInstanceOf(MappingException.class);
    }

    @Test
    void aListOfAnythingIsAsTheDatabaseGaveIt() {
        List<Object> values = List.of(1, "x", List.of(2L));

        assertThat(map(List.of("any", "objects"), Untyped.class, values, values))
                .isEqualTo(new Untyped(values, values));
    }

    @Test
    void prefersTheColumnThatNeedsNoLeniency() {
        assertThat(map(List.of("ab", "A_B"), Ambiguous.class, 1L, 2L)).isEqualTo(new Ambiguous(2, 1));
    }

    @Test
    void readsConvertedArrayAndPrivateComponents() {
        Hidden hidden = map(List.of("mood", "rest"), Hidden.class, "CALM", List.of("a", "b"));

        assertThat(hidden.mood()).isEqualTo(Mood.CALM);
        assertThat(hidden.rest()).containsExactly("a", "b");
        assertThat(map(List.of("mood"), Empty.class, "CALM")).isEqualTo(new Empty());
    }

    @Test
    void mapsALocalRecord() {
        record Local(int n) {}

        assertThat(map(List.of("n"), Local.class, 5L)).isEqualTo(new Local(5));
    }

    @Test
    void namesTheComponentsWithoutColumns() {
        assertThatThrownBy(() -> map(List.of("id", "title"), Movie.class, 1L, "Alien"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("[releaseYear, rating]")
                .hasMessageContaining("Movie")
                .hasMessageContaining("[id, title]");
    }

    @Test
    @Tag("S26")
    void refusesAComponentWithSeveralColumns() {
        assertThatThrownBy(() -> map(List.of("amount", "AMOUNT"), Checked.class, 1L, 2L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("several columns are named \"amount\"");
        assertThatThrownBy(() ->
                        map(List.of("title", "rating", "release_year", "releaseyear_"), Movie.class, "a", 1.0, 1L, 2L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("releaseyear");
    }

    @Test
    void refusesNullForAPrimitive() {
        assertThatThrownBy(() -> map(List.of("title", "release_year", "rating"), Movie.class, "Alien", null, null))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"release_year\" is NULL")
                .hasMessageContaining("releaseYear")
                .hasMessageContaining("int");
    }

    @Test
    @Tag("R37")
    void namesTheColumnThatDoesNotConvertAndNotItsValue() {
        assertThatThrownBy(() -> map(List.of("title", "release_year", "rating"), Movie.class, "Alien", "s3cret", null))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"release_year\"")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void reportsAConstructorThatRefusesTheRow() {
        assertThatThrownBy(() -> map(List.of("amount"), Checked.class, -1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Checked")
                .hasMessageNotContaining("s3cret")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map(List.of("amount"), Failing.class, -1L)).isExactlyInstanceOf(AssertionError.class);
    }

    @Test
    void refusesWhatIsNoRecordClass() {
        assertThatThrownBy(() -> map(List.of("a"), Record.class, 1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("java.lang.Record is neither a record nor a bean");
    }

    @Test
    void compilesTheMappingOnceForEachShape() {
        RowShape shape = shapes.of(List.of("amount"));

        assertThat(shape.mapping(Checked.class)).isSameAs(shape.mapping(Checked.class));
    }

    private <R> R map(List<String> columns, Class<R> type, Object... values) {
        return shapes.of(columns).row(values).mapTo(type);
    }
}
