package io.databased.spring.app;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// tag::boot-service
@Service
public class FilmService {
    private final FilmRepository films;

    FilmService(FilmRepository films) {
        this.films = films;
    }

    /** All of them, or none. */
    @Transactional
    public void addAll(List<Film> added) {
        added.forEach(films::add);
    }

    @Transactional(readOnly = true)
    public List<Film> all() {
        return films.all();
    }
}
// end::boot-service
