package io.databased.examples.importer;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.SessionOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Loads films and their casts into an SQLite file, all or nothing but for bad lines, and asks a few questions.
 *
 * <p>Arguments: the file of JSON lines, by default {@code DATABASED_MOVIES} of the environment, else a small one that
 * comes with the program; then the SQLite file to create, by default a temporary one.
 */
public final class ImportMovies {
    /** What an import did. */
    record Result(int loaded, List<BadLine> badLines) {}

    private ImportMovies() {}

    public static void main(String[] args) throws IOException {
        String source = args.length > 0 ? args[0] : System.getenv("DATABASED_MOVIES");
        DatabaseUrl url = DatabaseUrl.ofScheme("sqlite").withDatabase(args.length > 1 ? args[1] : "");
        try (BufferedReader lines = open(source);
                Database database = Database.builder(url).build()) {
            BlockingDatabase movies = database.blocking().connect();
            long start = System.nanoTime();
            Result result = load(movies, lines, Progress.onTerminal());
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%n%,d films in %.1f s%n", result.loaded(), seconds);
            result.badLines().forEach(bad -> System.out.println("line " + bad.line() + ": " + bad.reason()));
            print(new Answers(movies));
        }
    }

    /** Creates the tables and fills them, in one session. */
    static Result load(BlockingDatabase database, BufferedReader lines, Progress progress) throws IOException {
        List<BadLine> badLines = new ArrayList<>();
        FilmReader films = new FilmReader(lines, badLines::add);
        int loaded = database.session(SessionOptions.named("import"), session -> {
            Schema.create(session);
            return new Loader(films, badLines::add, progress).load(session);
        });
        badLines.sort(Comparator.comparingLong(BadLine::line)); // films are read ahead of being loaded
        return new Result(loaded, List.copyOf(badLines));
    }

    static BufferedReader open(@Nullable String file) throws IOException {
        if (file != null) {
            return Files.newBufferedReader(Path.of(file));
        }
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ImportMovies.class.getResourceAsStream("movies.jsonl")),
                StandardCharsets.UTF_8));
    }

    private static void print(Answers answers) {
        System.out.println("Busiest actors:");
        answers.busiestActors(5).forEach(actor -> System.out.println("  " + actor.what() + ", " + actor.number()));
        System.out.println("Films by decade:");
        answers.filmsByDecade().forEach(decade -> System.out.println("  " + decade.what() + "s: " + decade.number()));
        System.out.println("Longest title: " + answers.longestTitle().what());
    }
}
