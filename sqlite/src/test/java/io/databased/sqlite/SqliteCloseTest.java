package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("R4")
@Tag("R33")
class SqliteCloseTest {
    @TempDir
    Path folder;

    /** Writers and readers close at the same time; whichever is last, the file alone must be the database. */
    @RepeatedTest(10)
    void leavesNothingBesideTheFile() throws Exception {
        Path file = folder.resolve("movies.sqlite");
        try (Database database = Database.of("sqlite:///" + file)) {
            database.connect().join();
            database.execute("CREATE TABLE movies (title TEXT)").join();
            database.execute("INSERT INTO movies VALUES (?)", List.of("Dune")).join();
            assertThat(database.fetchAll("SELECT title FROM movies").join()).hasSize(1);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        Files.delete(file);
    }
}
