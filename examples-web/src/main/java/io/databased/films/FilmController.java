package io.databased.films;

import jakarta.validation.Valid;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages. */
@Controller
class FilmController {
    private final FilmService films;

    FilmController(FilmService films) {
        this.films = films;
    }

    @GetMapping("/")
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "1") int page, Model model) {
        model.addAttribute("q", q);
        model.addAttribute("page", films.find(q.strip(), page));
        return "list";
    }

    @GetMapping("/films/{id}")
    String details(@PathVariable long id, Model model) {
        model.addAttribute("details", found(id));
        return "details";
    }

    @GetMapping("/films/{id}/edit")
    String edit(@PathVariable long id, Model model) {
        Film film = found(id).film();
        model.addAttribute("id", id);
        model.addAttribute("form", new FilmForm(film.title(), film.year()));
        return "edit";
    }

    @PostMapping("/films/{id}")
    String save(
            @PathVariable long id, @Valid @ModelAttribute("form") FilmForm form, BindingResult errors, Model model) {
        if (errors.hasErrors()) {
            model.addAttribute("id", id);
            return "edit";
        }
        Film film = new Film(id, Objects.requireNonNull(form.title()).strip(), Objects.requireNonNull(form.year()));
        if (!films.update(film)) {
            throw notFound(id);
        }
        return "redirect:/films/" + id;
    }

    private FilmService.Details found(long id) {
        return films.details(id).orElseThrow(() -> notFound(id));
    }

    private static ResponseStatusException notFound(long id) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no film " + id);
    }
}
