package io.databased.films;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fills an empty database from a file with a film on each line: all of them, or none. Lines that are no film are left out. */
@Component
class FilmImport implements ApplicationRunner {
    private static final int BATCH = 1000;

    private final FilmRepository films;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Resource file;

    FilmImport(
            FilmRepository films,
            TransactionTemplate transaction,
            JsonMapper json,
            @Value("${films.file:classpath:films/movies.jsonl}") Resource file) {
        this.films = films;
        this.transaction = transaction;
        this.json = json;
        this.file = file;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        transaction.executeWithoutResult(status -> {
            films.createTables();
            if (films.count("") == 0) {
                read();
            }
        });
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
            List<List<Object>> batch = new ArrayList<>();
            List<List<Object>> roles = new ArrayList<>();
            int id = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode film = parse(line);
                if (film.path("title").isString() && film.path("year").isInt()) {
                    id++;
                    batch.add(List.of(
                            id, film.path("title").asString(), film.path("year").asInt()));
                    addRoles(id, film.path("cast"), roles);
                }
                if (batch.size() == BATCH) {
                    films.add(batch, roles);
                    batch.clear();
                    roles.clear();
                }
            }
            films.add(batch, roles);
        } catch (IOException e) {
            throw new IllegalStateException("The films could not be read: " + e.getMessage(), e);
        }
    }

    private JsonNode parse(String line) {
        try {
            return json.readTree(line);
        } catch (JacksonException malformed) {
            return json.missingNode();
        }
    }

    private static void addRoles(int film, JsonNode cast, List<List<Object>> roles) {
        int place = 0;
        for (JsonNode name : cast) {
            roles.add(List.of(film, ++place, name.asString()));
        }
    }
}
