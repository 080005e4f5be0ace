package io.databased.examples.importer;

import io.databased.BlockingSession;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads films within one session: a child session for each decade, in it one for each batch. A batch that the database
 * refuses is undone and loaded film by film, so that only the bad ones are missing.
 */
final class Loader {
    private static final int BATCH = 1000;
    private static final Set<Kind> FAULTS_OF_A_FILM = EnumSet.of(Kind.NOT_NULL, Kind.CHECK, Kind.UNIQUE, Kind.DATA);

    private final FilmReader films;
    private final Consumer<BadLine> badLines;
    private final Progress progress;
    private @Nullable Film ahead;

    Loader(FilmReader films, Consumer<BadLine> badLines, Progress progress) {
        this.films = films;
        this.badLines = badLines;
        this.progress = progress;
    }

    /** Loads all films, and says how many. */
    int load(BlockingSession session) throws IOException {
        int loaded = 0;
        ahead = films.next();
        while (ahead != null) {
            int decade = ahead.decade();
            loaded += session.transaction(SessionOptions.named(decade + "s"), child -> loadDecade(child, decade));
        }
        return loaded;
    }

    private int loadDecade(BlockingSession session, int decade) throws IOException {
        int loaded = 0;
        for (List<Film> batch = batch(decade); !batch.isEmpty(); batch = batch(decade)) {
            loaded += loadBatch(session, batch);
            progress.loaded(batch.get(batch.size() - 1).line());
        }
        return loaded;
    }

    /** The next films, as long as they are of the decade. */
    private List<Film> batch(int decade) throws IOException {
        List<Film> batch = new ArrayList<>();
        while (ahead != null && ahead.decade() == decade && batch.size() < BATCH) {
            batch.add(ahead);
            ahead = films.next();
        }
        return batch;
    }

    private int loadBatch(BlockingSession session, List<Film> batch) {
        try {
            return session.transaction(child -> insert(child, batch));
        } catch (StatementException refused) {
            requireFaultOfAFilm(refused);
            return batch.stream().mapToInt(film -> loadAlone(session, film)).sum();
        }
    }

    private int loadAlone(BlockingSession session, Film film) {
        try {
            return session.transaction(child -> insert(child, List.of(film)));
        } catch (StatementException refused) {
            requireFaultOfAFilm(refused);
            badLines.accept(new BadLine(film.line(), refused));
            return 0;
        }
    }

    private static void requireFaultOfAFilm(StatementException refused) {
        if (!FAULTS_OF_A_FILM.contains(refused.kind())) {
            throw refused;
        }
    }

    /** All of them; how many. */
    private static int insert(BlockingSession session, List<Film> films) {
        List<List<?>> movies = new ArrayList<>();
        List<List<?>> people = new ArrayList<>();
        List<List<?>> roles = new ArrayList<>();
        for (Film film : films) {
            movies.add(Arrays.asList(film.line(), film.title(), film.year())); // may hold nulls
            for (String name : film.cast()) {
                people.add(List.of(name));
                roles.add(List.of(film.line(), name));
            }
        }
        session.executeMany("INSERT INTO movies (id, title, year) VALUES (?, ?, ?)", movies);
        session.executeMany("INSERT INTO people (name) VALUES (?) ON CONFLICT DO NOTHING", people);
        session.executeMany(
                "INSERT INTO roles (movie_id, person_id) SELECT ?, id FROM people WHERE name = ?"
                        + " ON CONFLICT DO NOTHING",
                roles);
        return films.size();
    }
}
