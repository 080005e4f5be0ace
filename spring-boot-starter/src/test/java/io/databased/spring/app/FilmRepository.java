package io.databased.spring.app;

import static io.databased.Sql.sql;

import io.databased.BlockingQueryable;
import java.util.List;
import org.springframework.stereotype.Repository;

// tag::boot-repository
@Repository
public class FilmRepository {
    private final BlockingQueryable films;

    FilmRepository(BlockingQueryable films) {
        this.films = films;
    }

    public void add(Film film) {
        films.execute("INSERT INTO films (title, year) VALUES (?, ?)", List.of(film.title(), film.year()));
    }

    public List<Film> all() {
        return films.fetchAll(
                sql("SELECT title, year FROM films ORDER BY title").mapTo(Film.class));
    }
}
// end::boot-repository
