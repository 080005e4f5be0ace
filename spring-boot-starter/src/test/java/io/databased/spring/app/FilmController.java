package io.databased.spring.app;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Films over HTTP. */
@RestController
class FilmController {
    private final FilmService films;

    FilmController(FilmService films) {
        this.films = films;
    }

    @GetMapping("/films")
    List<Film> all() {
        return films.all();
    }

    @PostMapping("/films")
    void add(@RequestBody List<Film> added) {
        films.addAll(added);
    }
}
