package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R22")
@Tag("P15")
class SqliteResetTest {
    @TempDir
    private Path directory;

    private static void reset(Sqlite sqlite) {
        await(sqlite.session.reset());
    }

    @Test
    @Tag("R34")
    void keepsADatabaseInMemory() {
        try (Sqlite sqlite = Sqlite.memory()) {
            sqlite.execute("CREATE TABLE t (x)");
            sqlite.execute("INSERT INTO t VALUES (1)");
            sqlite.begin();
            sqlite.execute("INSERT INTO t VALUES (2)");

            reset(sqlite);

            assertThat(await(sqlite.session.inTransaction())).isFalse();
            assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(1L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foreign_keys, 0",
        "busy_timeout, 1",
        "synchronous, 0",
        "trusted_schema, 1",
        "query_only, 1",
        "recursive_triggers, 1",
        "cache_size, 77",
        "temp_store, 2",
        "ignore_check_constraints, 1",
        "reverse_unordered_selects, 1",
        "writable_schema, 1",
        "max_page_count, 999",
        "legacy_alter_table, 1",
        "secure_delete, 1",
        "wal_autocheckpoint, 5",
        "locking_mode, exclusive"
    })
    void bringsSettingsBack(String pragma, String value) {
        for (Sqlite fresh : new Sqlite[] {Sqlite.memory(), Sqlite.file(directory.resolve("a.db"))}) {
            try (Sqlite sqlite = fresh) {
                Object before = sqlite.single("PRAGMA " + pragma);
                sqlite.fetch("PRAGMA " + pragma + "=" + value);

                reset(sqlite);

                assertThat(sqlite.single("PRAGMA " + pragma)).isEqualTo(before);
            }
        }
    }

    @Test
    void forgetsCaseSensitivity() {
        try (Sqlite sqlite = Sqlite.memory()) {
            sqlite.execute("PRAGMA case_sensitive_like=ON");
            assertThat(sqlite.single("SELECT 'A' LIKE 'a'")).isEqualTo(0L);

            reset(sqlite);

            assertThat(sqlite.single("SELECT 'A' LIKE 'a'")).isEqualTo(1L);
        }
    }

    @Test
    void dropsTemporaryObjectsAndDetachesDatabases() {
        try (Sqlite sqlite = Sqlite.file(directory.resolve("a.db"))) {
            sqlite.execute("CREATE TABLE t (x)");
            sqlite.execute("CREATE TEMP TABLE \"a \"\" b\" (x INTEGER PRIMARY KEY AUTOINCREMENT, y UNIQUE)");
            sqlite.execute("CREATE TEMP VIEW v AS SELECT 1");
            sqlite.execute("CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END");
            sqlite.execute(
                    "ATTACH ? AS \"o\"\"ther\"", directory.resolve("b.db").toString());

            reset(sqlite);

            assertThat(sqlite.fetch("SELECT name FROM temp.sqlite_schema WHERE name NOT LIKE 'sqlite%'"))
                    .isEmpty();
            assertThat(sqlite.fetch("PRAGMA database_list"))
                    .extracting(row -> row[1])
                    .doesNotContain("o\"ther");
            assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(0L);
        }
    }
}
