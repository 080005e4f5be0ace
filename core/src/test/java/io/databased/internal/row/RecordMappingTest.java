package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));

    private enum Mood {
        CALM
    }

    record Movie(String title, int releaseYear, Double rating) {}

    private record Hidden(Mood mood, String... rest) {}

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
    @SuppressWarnings({"unchecked", "rawtypes"})
    void refusesWhatIsNoRecordClass() {
        assertThatThrownBy(() -> map(List.of("a"), (Class) Record.class, 1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("java.lang.Record is not a record class");
    }

    @Test
    void compilesTheMappingOnceForEachShape() {
        RowShape shape = shapes.of(List.of("amount"));

        assertThat(shape.mapping(Checked.class)).isSameAs(shape.mapping(Checked.class));
    }

    private <R extends Record> R map(List<String> columns, Class<R> type, Object... values) {
        return shapes.of(columns).row(values).as(type);
    }
}
