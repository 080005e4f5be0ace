package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.InvalidQueryException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parameters of statements, and the values that are bound to them. */
public interface ParameterContract extends DatabaseContract {
    /** A record with more than the statement takes, and another name for one of it. */
    record Film(String movieTitle, int year, String unused) {}

    @Test
    @Tag("S14")
    default void recordGivesNamedParametersTheirValues(Database database) {
        Film alien = new Film("Alien", 1979, "");
        await(database.execute(
                sql("INSERT INTO movies (title) VALUES (:movie_title)").bind(alien)));
        await(database.execute(sql("INSERT INTO movies (title) VALUES (:movieTitle)")
                .bind(alien)
                .bind("movieTitle", "Aliens")));
        await(database.executeMany(
                "INSERT INTO movies (title) VALUES (:movieTitle)",
                List.of(new Film("Heat", 1995, ""), new Film("Ran", 1985, ""))));

        assertThat(titles(database)).containsExactlyInAnyOrder("Alien", "Aliens", "Heat", "Ran");
        assertThat(failure(
                        database.execute(
                                sql("DELETE FROM movies WHERE title = :name").bind(alien)),
                        InvalidQueryException.class))
                .hasMessageContaining("name has no value");
        assertThat(failure(
                        database.executeMany(
                                "INSERT INTO movies (title) VALUES (?)",
                                Collections.singletonList(new Object[] {"Alien"})),
                        InvalidQueryException.class))
                .hasMessageContaining("Arrays.asList(array)");
    }

    /** A bean, as classes of other languages are beans, too. */
    class FilmBean {
        private final String movieTitle;

        FilmBean(String movieTitle) {
            this.movieTitle = movieTitle;
        }

        public String getMovieTitle() {
            return movieTitle;
        }

        public boolean isOld() {
            return movieTitle.length() > 3;
        }

        public String getUnused() {
            throw new IllegalStateException("not asked for");
        }
    }

    @Test
    @Tag("S14")
    default void beanGivesNamedParametersTheirValues(Database database) {
        await(database.execute(
                sql("INSERT INTO movies (title) VALUES (:movie_title)").bind(new FilmBean("Alien"))));
        await(database.executeMany(
                "INSERT INTO movies (title) VALUES (:movieTitle)", List.of(new FilmBean("Heat"), new FilmBean("Ran"))));
        await(database.execute(sql("DELETE FROM movies WHERE title = :movieTitle AND :old = :is_old")
                .bind(new FilmBean("Ran"))));

        assertThat(titles(database)).containsExactlyInAnyOrder("Alien", "Heat");
        for (Object nameless : List.of("Alien", 1, new Object(), Map.of("title", "Alien"), List.of(1), new int[0])) {
            assertThat(failure(
                            database.execute(sql("DELETE FROM movies WHERE title = :title")
                                    .bind(nameless)),
                            InvalidQueryException.class))
                    .hasMessageContaining("is neither a record nor a bean");
        }
    }

    @Test
    @Tag("S23")
    default void bindsNamedAndPositionalParameters(Database database) {
        await(database.execute("INSERT INTO movies (title, released) VALUES (?, ?)", List.of("Alien", 1979)));
        await(database.execute(
                "INSERT INTO movies (title, released) VALUES (:title, :released)",
                Map.of("title", "Aliens", "released", 1986)));
        await(database.execute(
                sql("INSERT INTO movies (title, released) VALUES (?, ?)").values("Alien 3", null)));

        assertThat(await(database.fetchAll(sql("SELECT title FROM movies WHERE released > :year OR released > :year")
                        .bind("year", 1980)
                        .value(String.class))))
                .containsExactly("Aliens");
        assertThat(await(database.fetchOne(
                        sql("SELECT title FROM movies WHERE released IS NULL").value(String.class))))
                .contains("Alien 3");
    }

    @Test
    @Tag("S23")
    @Tag("R36")
    @Tag("I6")
    default void refusesMissingUnusedAndMiscountedParameters(Database database) {
        String named = "SELECT title FROM movies WHERE title = :title";
        String positional = "SELECT title FROM movies WHERE title = ?";

        assertThat(failure(database.fetchAll(named), InvalidQueryException.class))
                .hasMessageContaining("title");
        assertThat(failure(
                        database.fetchAll(named, Map.of("title", "Alien", "year", 1979)), InvalidQueryException.class))
                .hasMessageContaining("year");
        failure(database.fetchAll(positional), InvalidQueryException.class);
        failure(database.fetchAll(positional, List.of("Alien", 1979)), InvalidQueryException.class);
        failure(database.fetchAll(positional, List.of()), InvalidQueryException.class);
    }

    @Test
    @Tag("R36")
    @Tag("I9")
    @Tag("I10")
    default void refusesNulAndLoneSurrogatesInTextAndValues(Database database) {
        for (String bad : List.of("a\0b", "a\ud800b")) {
            failure(insert(database, bad), InvalidQueryException.class);
            failure(database.execute("INSERT INTO movies (title) VALUES ('" + bad + "')"), InvalidQueryException.class);
        }

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R36")
    @Tag("I8")
    default void valuesAreBoundAndNeverPartOfTheSql(Database database) {
        String hostile = "'); DROP TABLE movies; -- :x ?";

        await(insert(database, hostile));

        assertThat(titles(database)).containsExactly(hostile);
    }

    @Test
    @Tag("R36")
    default void expandsCollectionsOfWhichAnEmptyOneMatchesNothing(Database database) {
        await(database.executeMany(
                "INSERT INTO movies (title, released) VALUES (?, ?)",
                List.of(List.of("Alien", 1979), List.of("Aliens", 1986), List.of("Alien 3", 1992))));
        String query = "SELECT title FROM movies WHERE released IN (:years) ORDER BY id";

        assertThat(await(database.fetchAll(
                        sql(query).bind("years", List.of(1979, 1992)).value(String.class))))
                .containsExactly("Alien", "Alien 3");
        assertThat(await(database.fetchAll(query, Map.of("years", List.of())))).isEmpty();
        assertThat(await(database.fetchAll(query, Map.of("years", new int[] {1979, 1992}))))
                .hasSize(2);
        assertThat(await(database.fetchAll("SELECT title FROM movies WHERE title NOT IN (?)", List.of((Object)
                        new String[] {"Alien", "Aliens"}))))
                .hasSize(1);
    }

    @Test
    @Tag("R36")
    @Tag("I7")
    default void understandsMarkersOnlyWhereTheyAreMarkers(Database database) {
        String query = "SELECT ':a ?' AS quoted /* :b ? */, :c AS bound -- :d ?\n FROM movies";
        await(insert(database, "Alien"));

        Map<String, Object> row = await(database.fetchOne(
                        query.replace(":c", "CAST(:c AS " + wholeNumber() + ")"), Collections.singletonMap("c", 7)))
                .orElseThrow()
                .toMap();

        assertThat(row.values()).hasSize(2).contains(":a ?");
    }
}
