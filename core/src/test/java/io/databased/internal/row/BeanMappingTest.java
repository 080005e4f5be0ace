package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import io.databased.Row;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BeanMappingTest {
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));

    private enum Mood {
        CALM
    }

    public static class Named {
        private String title = "";

        public String getTitle() {
            return title;
        }

        public void setTitle(String title) {
            this.title = title;
        }
    }

    /** Inherits a property, has setters as Lombok's chains are, and something that is none. */
    static final class Movie extends Named {
        private int releaseYear;
        private @Nullable Double rating = 1.0;
        private boolean open;
        private Optional<Mood> mood = Optional.empty();
        private OptionalInt seen = OptionalInt.empty();

        static void setAll(String all) {
            throw new AssertionError(all);
        }

        public void set(String any) {
            throw new AssertionError(any);
        }

        public void setBoth(String one, String other) {
            throw new AssertionError(one + other);
        }

        void setHidden(String hidden) {
            throw new AssertionError(hidden);
        }

        public int getReleaseYear() {
            return releaseYear;
        }

        public Movie setReleaseYear(int year) {
            this.releaseYear = year;
            return this;
        }

        public Movie setReleaseYear(String year) {
            throw new AssertionError(year);
        }

        public void setRating(@Nullable Double rating) {
            this.rating = rating;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        public void setMood(Optional<Mood> mood) {
            this.mood = mood;
        }

        public void setSeen(OptionalInt seen) {
            this.seen = seen;
        }
    }

    private static final class Picky {
        private Picky() {}

        public void setAmount(long amount) {
            if (amount < 0) {
                throw new IllegalArgumentException("s3cret");
            }
            if (amount > 100) {
                throw new AssertionError("of the user");
            }
        }
    }

    private static final class Unclear {
        public void setAmount(long amount) {}

        public void setAmount(String amount) {}
    }

    private static final class Refusing {
        Refusing() {
            throw new IllegalStateException("s3cret");
        }

        public void setAmount(long amount) {}
    }

    private static final class WithoutSetters {}

    private interface Titled {}

    private static final class WithArguments {
        WithArguments(String title) {}

        public void setTitle(String title) {}
    }

    private abstract static class Unfinished {
        public void setTitle(String title) {}
    }

    private final class Inner {
        public void setTitle(String title) {}
    }

    @Test
    void takesColumnsByNameInAnyOrderAndIgnoresOthers() {
        Movie movie = map(
                List.of("id", "RATING", "release_year", "Title", "mood", "seen", "open"),
                Movie.class,
                1L,
                null,
                1979L,
                "Alien",
                "CALM",
                7L,
                1L);

        assertThat(movie.getTitle()).isEqualTo("Alien");
        assertThat(movie.getReleaseYear()).isEqualTo(1979);
        assertThat(movie.rating).isNull();
        assertThat(movie.isOpen()).isTrue();
        assertThat(movie.mood).contains(Mood.CALM);
        assertThat(movie.seen).hasValue(7);
    }

    @Test
    void anOptionalPropertyIsEmptyForNull() {
        Movie movie = map(
                List.of("title", "release_year", "rating", "is_open", "mood", "seen"),
                Movie.class,
                null,
                1979L,
                4.5,
                true,
                null,
                null);

        assertThat(movie.mood).isEmpty();
        assertThat(movie.seen).isEmpty();
        assertThat(movie.isOpen()).as("by the name of its getter").isTrue();
        assertThat(movie.getTitle()).isNull();
    }

    @Test
    void namesThePropertiesWithoutColumns() {
        assertThatThrownBy(() -> map(List.of("id", "title", "seen", "open"), Movie.class, 1L, "Alien", 1L, 1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("properties [mood, rating, releaseYear] of")
                .hasMessageContaining("Movie")
                .hasMessageContaining("[id, title, seen, open]");
    }

    @Test
    @Tag("S26")
    void refusesAPropertyWithSeveralColumns() {
        assertThatThrownBy(() -> map(List.of("title", "TITLE"), Named.class, "a", "b"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("several columns are named \"title\"");
    }

    @Test
    void refusesNullForAPrimitive() {
        assertThatThrownBy(() -> map(List.of("amount"), Picky.class, (Object) null))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"amount\" is NULL, and amount of ")
                .hasMessageContaining("Picky is of type long");
    }

    @Test
    @Tag("R37")
    void namesTheColumnThatDoesNotConvertAndNotItsValue() {
        assertThatThrownBy(() -> map(List.of("amount"), Picky.class, "s3cret"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"amount\"")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void reportsASetterOrConstructorThatRefuses() {
        assertThatThrownBy(() -> map(List.of("amount"), Picky.class, -1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("setAmount of ")
                .hasMessageContaining("Picky refused column \"amount\"")
                .hasMessageNotContaining("s3cret")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map(List.of("amount"), Picky.class, 101L)).isExactlyInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> map(List.of("amount"), Refusing.class, 1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("the constructor of ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void saysHowMapsAndRowsAreRead() {
        assertThatThrownBy(() -> map(List.of("title"), Map.class, "Alien"))
                .hasMessage("java.util.Map is neither a record nor a bean; write map(Row::toMap)");
        assertThatThrownBy(() -> map(List.of("title"), Row.class, "Alien"))
                .hasMessage("io.databased.Row is neither a record nor a bean; leave mapTo out: rows stay rows");
    }

    @Test
    void saysWhatAClassLacks() {
        Map<Class<?>, String> lacking = Map.of(
                WithoutSetters.class,
                "Here it has no setter: give it public ones, or make it a record, or",
                WithArguments.class,
                "Here it has no constructor without parameters: give it one, or make it a record, or",
                Unfinished.class,
                "Here it is abstract: give a class that is not, or",
                Inner.class,
                "Here it is an inner class, whose constructor takes the outer object: make it static, or",
                Titled.class,
                "Here it is an interface: give a class, or",
                Mood.class,
                "Read one column by value(Mood.class), or");
        lacking.forEach((type, message) -> assertThatThrownBy(() -> map(List.of("title"), type, "Alien"))
                .hasMessageContaining(" neither a record nor a bean, which is a class with a constructor without"
                        + " parameters, and setters. " + message + " map the row yourself"));
    }

    @Test
    void refusesWhatCannotBeFilled() {
        for (Class<?> type : List.of(
                WithoutSetters.class,
                WithArguments.class,
                Unfinished.class,
                Inner.class,
                Mood.class,
                String.class,
                Integer.class,
                int.class,
                Object.class,
                Runnable.class,
                AbstractList.class,
                Properties.class,
                String[].class)) {
            assertThatThrownBy(() -> map(List.of("title"), type, "Alien"))
                    .as(type.getName())
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining(type.getTypeName() + " is neither a record nor a bean");
        }
        assertThatThrownBy(() -> map(List.of("amount"), Unclear.class, 1L))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("property amount of ")
                .hasMessageContaining("2 setters");
    }

    private <T> T map(List<String> columns, Class<T> type, @Nullable Object... values) {
        return shapes.of(columns).row(values).mapTo(type);
    }
}
