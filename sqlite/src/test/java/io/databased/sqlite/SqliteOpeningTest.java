package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.DatabaseBackendProvider;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteOpeningTest {
    @TempDir
    private Path directory;

    private BackendException refused(Path file, Role role, String... options) {
        BackendException failure = Sqlite.refused(Sqlite.url(file, options), role);
        assertThat(failure.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(failure.getMessage()).startsWith("cannot open " + file + ": ");
        return failure;
    }

    @Test
    void isFoundByTheScheme() {
        assertThat(ServiceLoader.load(DatabaseBackendProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(provider -> provider.schemes().contains("sqlite")))
                .singleElement()
                .isInstanceOf(SqliteBackendProvider.class);
    }

    @Test
    @Tag("R1")
    void doesNothingBeforeItIsOpened() {
        Path file = directory.resolve("a.db");
        new SqliteBackendProvider().create(DatabaseUrl.parse(Sqlite.url(file)));

        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("R33")
    @Tag("Q13")
    @Tag("S29")
    void setsWhatItPromises(Role role) {
        try (Sqlite sqlite = Sqlite.file(directory.resolve("a.db"))) {
            SessionBackend session = sqlite.open(role);

            assertThat(Sqlite.single(session, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(Sqlite.single(session, "PRAGMA foreign_keys")).isEqualTo(1L);
            assertThat(Sqlite.single(session, "PRAGMA busy_timeout")).isEqualTo(5000L);
            assertThat(Sqlite.single(session, "PRAGMA synchronous")).isEqualTo(2L);
            assertThat(Sqlite.single(session, "PRAGMA trusted_schema")).isEqualTo(0L);
            assertThat(Sqlite.single(session, "PRAGMA query_only")).isEqualTo(role == Role.REPLICA ? 1L : 0L);
            BackendException extension =
                    failure(session.run(Sqlite.fetching("SELECT load_extension('/tmp/x.so')")), BackendException.class);
            assertThat(extension.getMessage()).contains("not authorized");
            await(session.close());
        }
    }

    @Test
    @Tag("R33")
    void setsTheOptionsOfTheUrl() {
        Path file = directory.resolve("a.db");
        try (Sqlite sqlite = Sqlite.file(
                file,
                "busy_timeout=7ms",
                "journal_mode=delete",
                "synchronous=EXTRA",
                "foreign_keys=off",
                "cache_size=-5000",
                "temp_store=memory",
                "mmap_size=1048576")) {
            assertThat(sqlite.single("PRAGMA busy_timeout")).isEqualTo(7L);
            assertThat(sqlite.single("PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(sqlite.single("PRAGMA synchronous")).isEqualTo(3L);
            assertThat(sqlite.single("PRAGMA foreign_keys")).isEqualTo(0L);
            assertThat(sqlite.single("PRAGMA cache_size")).isEqualTo(-5000L);
            assertThat(sqlite.single("PRAGMA temp_store")).isEqualTo(2L);
            assertThat(sqlite.single("PRAGMA mmap_size")).isEqualTo(1048576L);
        }
    }

    @Test
    @Tag("R33")
    @Tag("C9")
    void failsWhenASettingDoesNotTake() {
        // A database in the rollback journal's mode that another program is reading cannot be switched to WAL.
        Path file = directory.resolve("a.db");
        try (Sqlite reading = Sqlite.file(file, "journal_mode=delete")) {
            reading.execute("CREATE TABLE t (x)");
            reading.control(Sqlite.step(
                    io.databased.spi.Command.Control.Kind.BEGIN,
                    0,
                    io.databased.SessionOptions.defaults().withReadOnly()));
            reading.single("SELECT count(*) FROM t");

            BackendException failure = refused(file, Role.PRIMARY, "busy_timeout=10ms");

            assertThat(failure.kind()).isIn(Kind.BUSY, Kind.SYSTEM);
        }
    }

    @ParameterizedTest
    @Tag("I5")
    @ValueSource(
            strings = {
                "enable_load_extension",
                "vfs",
                "cache",
                "immutable",
                "key",
                "hexkey",
                "transaction_mode",
                "date_class",
                "limit_attached",
                "jdbc.explicit_readonly"
            })
    void knowsNoOptionThatRunsCodeOrReadsFiles(String option) {
        assertThat(new SqliteBackendProvider().options()).doesNotContain(option);
    }

    @ParameterizedTest
    @Tag("I5")
    @CsvSource({
        "journal_mode=off",
        "journal_mode=memory",
        "synchronous=off",
        "mode=memory",
        "temp_store=9",
        "cache_size=x",
        "busy_timeout=-1",
        "busy_timeout=5000",
        "busy_timeout=5",
        "busy_timeout=61m",
        "busy_timeout=2h",
        "foreign_keys=maybe"
    })
    void refusesValuesThatAreNotSafe(String option) {
        DatabaseUrl url = DatabaseUrl.parse("sqlite:///a.db?" + option);

        assertThatThrownBy(() -> new SqliteBackendProvider().create(url)).isInstanceOf(InvalidUrlException.class);
    }

    @ParameterizedTest
    @Tag("I5")
    @ValueSource(
            strings = {
                "a%3Fmode=memory.db",
                "a b#c%25.db",
                ":resource:a.db",
                "file:x%3Fmode=memory",
                "ü漢😀.db",
                "'; DROP.db"
            })
    void takesEveryNameForAFile(String encoded) {
        String url = "sqlite:///" + directory.toAbsolutePath() + "/"
                + encoded.replace(" ", "%20").replace("#", "%23");
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        var backend = new SqliteBackendProvider().create(parsed);
        SessionBackend session = await(backend.open(Role.PRIMARY));
        Sqlite.execute(session, "CREATE TABLE t (x)");
        await(session.close());

        assertThat(Path.of(parsed.database().orElseThrow())).isRegularFile();
    }

    @Test
    @Tag("Q9")
    void namesAMissingDirectory() {
        BackendException failure = refused(directory.resolve("no/a.db"), Role.PRIMARY);

        assertThat(failure.kind()).isEqualTo(Kind.SYSTEM);
        assertThat(failure.getMessage()).contains("directory does not exist");
        assertThat(failure.vendorCode()).isEqualTo(14);
        assertThat(new SqliteBackendProvider()
                        .create(DatabaseUrl.parse("sqlite://"))
                        .permanent(failure))
                .isTrue();
    }

    @Test
    @Tag("Q9")
    void namesADirectoryInPlaceOfAFile() {
        assertThat(refused(directory, Role.PRIMARY).getMessage()).contains("it is a directory");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("Q9")
    void doesNotCreateAFileUnlessItMay(Role role) {
        Path file = directory.resolve("a.db");

        assertThat(refused(file, role, "mode=rw").getMessage()).contains("does not exist");
        assertThat(refused(file, role, "mode=ro").getMessage()).contains("does not exist");
        assertThat(file).doesNotExist();
    }

    @Test
    @Tag("R34")
    void createsTheFileForAReaderThatComesFirst() {
        Path file = directory.resolve("a.db");
        try (Sqlite sqlite = Sqlite.memory()) {
            var backend = new SqliteBackendProvider().create(DatabaseUrl.parse(Sqlite.url(file)));
            SessionBackend reader = await(backend.open(Role.REPLICA));
            assertThat(Sqlite.single(reader, "PRAGMA journal_mode")).isEqualTo("wal");
            await(reader.close());
            assertThat(sqlite.single("SELECT 1")).isEqualTo(1L);
        }
    }

    /** While it gets its log SQLite does not wait for others by itself. */
    @Test
    @Tag("R34")
    void createsTheFileForManyAtOnce() {
        for (int round = 0; round < 20; round++) {
            String url = "sqlite:///" + directory.resolve(round + ".db");
            List<Database> databases =
                    Stream.generate(() -> Database.of(url)).limit(10).toList();

            databases.stream().map(Database::connect).toList().forEach(Futures::await);
            databases.stream().map(Database::disconnect).toList().forEach(Futures::await);
        }
    }

    @Test
    @Tag("Q9")
    @Tag("C12")
    void onlyReadsWhenAskedTo() {
        Path file = directory.resolve("a.db");
        try (Sqlite writer = Sqlite.file(file)) {
            writer.execute("CREATE TABLE t (x)");
        }
        try (Sqlite reader = Sqlite.file(file, "mode=ro")) {
            assertThat(reader.single("SELECT count(*) FROM t")).isEqualTo(0L);
            assertThat(reader.refused("INSERT INTO t VALUES (1)").kind()).isEqualTo(Kind.READ_ONLY);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("Q8")
    void namesAFileThatIsNoDatabase(Role role) throws IOException {
        Path file = directory.resolve("a.db");
        Files.writeString(file, "This is certainly no SQLite database, but a text that is long enough for a header.");
        byte[] before = Files.readAllBytes(file);

        BackendException failure = refused(file, role);

        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure.vendorCode()).isEqualTo(26);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    @Tag("Q8")
    void namesDamagedPagesAndTruncatedFiles() throws IOException {
        Path file = directory.resolve("a.db");
        try (Sqlite sqlite = Sqlite.file(file)) {
            sqlite.execute("CREATE TABLE t (x)");
            sqlite.execute("INSERT INTO t SELECT randomblob(1000) FROM json_each('[" + "1,".repeat(200) + "1]')");
        }
        Path truncated =
                Files.write(directory.resolve("truncated.db"), Arrays.copyOf(Files.readAllBytes(file), 4096 * 3 + 17));
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(4096);
            damaged.write(new byte[4096 * 20]);
        }

        assertThat(failureOf(file).kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failureOf(truncated).kind()).isEqualTo(Kind.CORRUPT);
    }

    /** When it is opened, or else when it is read. */
    private static BackendException failureOf(Path broken) {
        var backend = new SqliteBackendProvider().create(DatabaseUrl.parse(Sqlite.url(broken)));
        return failure(
                backend.open(Role.PRIMARY)
                        .thenCompose(session -> session.run(Sqlite.fetching("SELECT sum(length(x)) FROM t"))
                                .whenComplete((reply, failure) -> session.close())),
                BackendException.class);
    }

    @Test
    @Tag("R34")
    void keepsATemporaryDatabaseToItself() {
        try (Sqlite first = Sqlite.temporary();
                Sqlite second = Sqlite.temporary()) {
            first.execute("CREATE TABLE t (x)");

            assertThat(second.refused("SELECT * FROM t").kind()).isEqualTo(Kind.OBJECT);
            assertThat(first.backend.maxConnections(Role.REPLICA, 3)).isZero();
        }
    }

    /** SQLite keeps names that begin so for itself; who writes one has lost a colon. */
    @ParameterizedTest
    @ValueSource(strings = {":memory", "%3Amemory", ":memory:x", ":MEMORY:", ":mem:", ":"})
    void refusesNamesLikeThatOfADatabaseInMemory(String name) {
        DatabaseUrl url = DatabaseUrl.parse("sqlite:///" + name);

        assertThatThrownBy(() -> new SqliteBackendProvider().create(url))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("write sqlite:///:memory: for a database in memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file::memory:", "file:app.db", "FILE:app.db", "file:/app.db", "file%3Aapp.db"})
    void urisOfSqliteAreRefusedWithTheWayThatWorks(String name) {
        DatabaseUrl url = DatabaseUrl.parse("sqlite:///" + name);

        assertThatThrownBy(() -> new SqliteBackendProvider().create(url))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("sqlite:///:memory:")
                .hasMessageContaining("sqlite:///app.db");
    }
}
