package io.databased.films;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What belongs together in one transaction. */
@Service
class FilmService {
    /** A film with its cast. */
    record Details(Film film, List<String> cast) {}

    private final FilmRepository films;

    FilmService(FilmRepository films) {
        this.films = films;
    }

    /** @param page from 1; one that is not there is the nearest */
    @Transactional(readOnly = true)
    public FilmPage find(String text, int page) {
        long found = films.count(text);
        int number = Math.max(1, Math.min(page, new FilmPage(List.of(), 1, found).last()));
        return new FilmPage(films.find(text, FilmPage.SIZE, (number - 1) * FilmPage.SIZE), number, found);
    }

    @Transactional(readOnly = true)
    public Optional<Details> details(long id) {
        return films.get(id).map(film -> new Details(film, films.cast(id)));
    }

    /** @return false if there is no such film */
    @Transactional
    public boolean update(Film film) {
        return films.update(film);
    }
}
