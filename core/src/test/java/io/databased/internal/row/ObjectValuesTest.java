package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.InvalidQueryException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R36")
class ObjectValuesTest {
    private record Movie(String title, int releaseYear) {}

    private static final Movie DUNE = new Movie("Dune", 2021);

    @Test
    void takesWhatTheNamesAskFor() {
        assertThat(ObjectValues.of(DUNE, Set.of("release_year"), Map.of())).isEqualTo(Map.of("release_year", 2021));
        assertThat(ObjectValues.of(DUNE, Set.of("title", "rating"), Map.of("rating", 8)))
                .isEqualTo(Map.of("title", "Dune", "rating", 8));
    }

    @Test
    void leavesNamesThatAreNearlyTheSameToWhoKnowsBoth() {
        assertThat(ObjectValues.of(DUNE, Set.of("rating"), Map.of("ratng", 8))).isEqualTo(Map.of("ratng", 8));
    }

    @Test
    @Tag("R37")
    void namesWhatTheObjectHas() {
        assertThatThrownBy(() -> ObjectValues.of(DUNE, Set.of("release_yaer"), Map.of()))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(":release_yaer has no value: " + Movie.class.getTypeName()
                        + " has [title, releaseYear]; are :release_yaer and releaseYear the same name, written in two"
                        + " ways?");
        assertThatThrownBy(() -> ObjectValues.of(DUNE, Set.of("rating"), Map.of()))
                .hasMessage(":rating has no value: " + Movie.class.getTypeName()
                        + " has [title, releaseYear]; add it by bind(name, value)");
    }
}
