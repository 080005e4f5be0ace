package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("Q16")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be replaced there")
class SqliteFileTest {
    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("a.db");
    }

    private void replace() throws IOException {
        Path other = directory.resolve("b.db");
        try (Sqlite made = Sqlite.file(other, "journal_mode=delete")) {
            made.execute("CREATE TABLE other (x)");
        }
        Files.move(path(), directory.resolve("old.db"));
        Files.move(other, path());
    }

    private static void assertMoved(BackendException failure, String how) {
        assertThat(failure.kind()).isEqualTo(Kind.SYSTEM);
        assertThat(failure.getMessage()).contains("a.db was " + how);
    }

    @Test
    void aReplacedFileFailsTheValidationAndNewConnections() throws IOException {
        try (Sqlite sqlite = Sqlite.file(path())) {
            await(sqlite.session.validate());
            replace();

            assertMoved(failure(sqlite.session.validate(), BackendException.class), "replaced by another file");
            BackendException refused = failure(sqlite.backend.open(Role.REPLICA), BackendException.class);
            assertMoved(refused, "replaced by another file");
            assertThat(sqlite.backend.permanent(refused)).isTrue();
        }
    }

    @Test
    void aDeletedFileIsNotCreatedAgain() throws IOException {
        try (Sqlite sqlite = Sqlite.file(path())) {
            Files.delete(path());

            assertMoved(failure(sqlite.backend.open(Role.PRIMARY), BackendException.class), "deleted or renamed");
            assertThat(path()).doesNotExist();
        }
    }

    @Test
    void aWriterThatIsNeverIdleNoticesIt() throws IOException {
        try (Sqlite sqlite = Sqlite.file(path(), "synchronous=normal")) {
            sqlite.execute("CREATE TABLE t (x)");
            replace();
            Failures failures = new Failures();
            until(
                    "the other file is noticed",
                    () -> failures.of(sqlite.session.run(Sqlite.executing("INSERT INTO t VALUES (1)"))));

            assertMoved(failures.last(), "replaced by another file");
        }
    }

    @Test
    void theDatabaseSaysSoUntilItIsConnectedAgain() throws IOException {
        PoolOptions always =
                PoolOptions.builder().validateAfterIdle(Duration.ZERO).build();
        try (Database database =
                Database.builder(Sqlite.url(path())).pool(always).build()) {
            await(database.connect());
            await(database.execute("CREATE TABLE t (x)"));
            replace();

            for (String sql : new String[] {"INSERT INTO t VALUES (1)", "SELECT x FROM t"}) {
                assertThatThrownBy(() -> database.fetchAll(sql).join())
                        .rootCause()
                        .hasMessageContaining("replaced by another file");
            }
            await(database.disconnect());
            // Left behind, it would be taken for that of the new file.
            Files.deleteIfExists(directory.resolve("a.db-wal"));
            await(database.connect());
            assertThat(await(database.fetchAll("SELECT x FROM other"))).isEmpty();
        }
    }

    /** What the last of several commands failed with. */
    private static final class Failures {
        private @Nullable BackendException last;

        boolean of(CompletionStage<Reply> reply) {
            last = await(reply.handle((done, failure) -> failure instanceof BackendException e ? e : null));
            return last != null;
        }

        BackendException last() {
            assertThat(last).isNotNull();
            return last;
        }
    }
}
