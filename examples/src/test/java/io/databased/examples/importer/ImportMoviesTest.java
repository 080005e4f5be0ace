package io.databased.examples.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.examples.importer.Answers.Count;
import io.databased.examples.importer.ImportMovies.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Films go in, bad lines stay out. */
class ImportMoviesTest {
    /** The size of the one edition of a large file whose numbers are known here. */
    private static final long KNOWN_EDITION = 4_945_365;

    @TempDir
    Path folder;

    /** A file, null for the one of the example, and what is in it: the sizes are films, people and roles. */
    record Source(Path file, List<Integer> sizes, int badLines, Count busiest, String longestTitle) {
        int films() {
            return sizes.get(0);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void loadsEveryFilmAndNamesEveryBadLine(Source source) throws IOException {
        String file = source.file() == null ? null : source.file().toString();
        try (BufferedReader lines = ImportMovies.open(file);
                Database database = database()) {
            Result result = ImportMovies.load(database.blocking(), lines, Progress.NONE);

            Answers answers = new Answers(database.blocking());
            assertThat(result.loaded()).isEqualTo(source.films());
            assertThat(result.badLines()).hasSize(source.badLines());
            assertThat(answers.sizes()).isEqualTo(source.sizes());
            assertThat(answers.busiestActors(1)).containsExactly(source.busiest());
            assertThat(answers.longestTitle().what()).startsWith(source.longestTitle());
            assertThat(answers.filmsByDecade().stream().mapToInt(Count::number).sum())
                    .isEqualTo(source.films());
        }
    }

    /** The small file, and a large one, {@code data/movies.jsonl} in a folder beside this project, if there is one. */
    static Stream<Source> sources() throws IOException {
        Source small = new Source(null, List.of(40, 73, 95), 4, new Count("Charlie Chaplin", 7), "Dr. Strangelove");
        return Stream.concat(
                Stream.of(small),
                large().map(file -> new Source(
                        file, List.of(36_273, 28_630, 133_280), 0, new Count("Harold Lloyd", 190), "Naked Gun")));
    }

    private static Stream<Path> large() throws IOException {
        Path parent = Path.of(System.getProperty("basedir", "."))
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent();
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings
                    .map(sibling -> sibling.resolve("data").resolve("movies.jsonl"))
                    .filter(file -> Files.isRegularFile(file) && size(file) == KNOWN_EDITION)
                    .limit(1)
                    .toList()
                    .stream();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhichLineIsBadAndWhy() throws IOException {
        String lines = String.join(
                "\n",
                "{\"title\":\"Alien\",\"year\":1979,\"cast\":[\"Sigourney Weaver\"],\"genres\":[\"Horror\"]}",
                "{\"title\":\"Aliens\"",
                "{\"year\":1992,\"cast\":[]}",
                "{\"title\":\"Alien Resurrection\",\"year\":1997,\"cast\":[\"Sigourney Weaver\"]}",
                "{\"title\":\"Prometheus\",\"year\":\"soon\",\"cast\":[]}");
        try (Database database = database()) {
            Result result =
                    ImportMovies.load(database.blocking(), new BufferedReader(new StringReader(lines)), Progress.NONE);

            assertThat(result.loaded()).isEqualTo(2);
            assertThat(result.badLines()).extracting(BadLine::line).containsExactly(2L, 3L, 5L);
            assertThat(result.badLines().get(1).reason())
                    .startsWith("NOT NULL constraint failed: movies.title [NOT_NULL");
            assertThat(new Answers(database.blocking()).sizes()).isEqualTo(List.of(2, 1, 2));
        }
    }

    private Database database() {
        DatabaseUrl url = DatabaseUrl.ofScheme("sqlite")
                .withDatabase(folder.resolve("movies.sqlite").toString());
        return Database.builder(url).build().connect().join();
    }
}
