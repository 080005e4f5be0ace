package io.databased.films;

import static io.databased.Sql.sql;

import io.databased.BlockingQueryable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/** The films, in SQL that SQLite and PostgreSQL both understand. */
@Repository
class FilmRepository {
    private static final String FOUND = " FROM films WHERE lower(title) LIKE :pattern ESCAPE '!'";

    private final BlockingQueryable database;

    FilmRepository(BlockingQueryable database) {
        this.database = database;
    }

    void createTables() {
        database.execute("CREATE TABLE IF NOT EXISTS films ("
                + "id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, year INTEGER NOT NULL)");
        database.execute("CREATE TABLE IF NOT EXISTS roles (film_id INTEGER NOT NULL REFERENCES films (id), "
                + "place INTEGER NOT NULL, name VARCHAR(200) NOT NULL, PRIMARY KEY (film_id, place))");
    }

    void add(List<List<Object>> films, List<List<Object>> roles) {
        database.executeMany("INSERT INTO films (id, title, year) VALUES (?, ?, ?)", films);
        database.executeMany("INSERT INTO roles (film_id, place, name) VALUES (?, ?, ?)", roles);
    }

    /** Films whose title holds the text, whatever the case. */
    List<Film> find(String text, int limit, int offset) {
        return database.fetchAll(sql(
                        "SELECT id, title, year" + FOUND + " ORDER BY title, id LIMIT :limit OFFSET :offset",
                        Map.of("pattern", pattern(text), "limit", limit, "offset", offset))
                .mapTo(Film.class));
    }

    long count(String text) {
        return database.fetchExactlyOne("SELECT count(*) AS found" + FOUND, Map.of("pattern", pattern(text)))
                .getLong("found");
    }

    Optional<Film> get(long id) {
        return database.fetchOne(sql("SELECT id, title, year FROM films WHERE id = ?", List.of(id))
                .mapTo(Film.class));
    }

    List<String> cast(long id) {
        return database.fetchAll("SELECT name FROM roles WHERE film_id = ? ORDER BY place", List.of(id)).stream()
                .map(row -> row.getString("name"))
                .toList();
    }

    boolean update(Film film) {
        return database.execute(
                                "UPDATE films SET title = :title, year = :year WHERE id = :id",
                                Map.of("id", film.id(), "title", film.title(), "year", film.year()))
                        .affectedRows()
                == 1;
    }

    private static String pattern(String text) {
        String literal = text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }
}
