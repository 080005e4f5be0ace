package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.InvalidQueryException;
import io.databased.Row;
import io.databased.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R22")
@Tag("P15")
class SqliteResetTest {
    private static final Set<String> OF_THE_FILE_OR_THE_PROCESS = Set.of(
            "application_id",
            "auto_vacuum",
            "data_store_directory",
            "default_cache_size",
            "encoding",
            "hard_heap_limit",
            "journal_mode",
            "page_size",
            "schema_version",
            "soft_heap_limit",
            "temp_store_directory",
            "user_version");

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

    /** By SQLite's own list: what gives one value, and another when it was set. */
    @Test
    void bringsEverySettingBack() {
        List<String> pragmas;
        try (Sqlite sqlite = Sqlite.memory()) {
            pragmas = sqlite.fetch("SELECT name FROM pragma_pragma_list").stream()
                    .map(row -> String.valueOf(row[0]))
                    .filter(name -> !OF_THE_FILE_OR_THE_PROCESS.contains(name))
                    .toList();
        }
        int settings = 0;
        for (String pragma : pragmas) {
            try (Sqlite sqlite = Sqlite.file(directory.resolve(pragma + ".db"))) {
                List<Object> before = value(sqlite, pragma);
                for (int value = 0; before.size() == 1 && value < 3; value++) {
                    sqlite.fetch("PRAGMA " + pragma + "=" + value);
                    settings += value(sqlite, pragma).equals(before) ? 0 : 1;

                    reset(sqlite);

                    assertThat(value(sqlite, pragma)).as("%s=%s", pragma, value).isEqualTo(before);
                }
            }
        }
        assertThat(settings).isGreaterThan(30);
    }

    private static List<Object> value(Sqlite sqlite, String pragma) {
        return sqlite.fetch("PRAGMA " + pragma).stream().flatMap(Arrays::stream).toList();
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

    /** SQLite sets it when it prepares the statement, whether that is run or explained. */
    @Test
    void settingsBehindExplainAreForgotten() {
        String file = directory.resolve("a.db").toString();
        for (String url : List.of("sqlite:///" + file, "sqlite:///:memory:", "jdbc:sqlite:" + file)) {
            try (Database database = await(Database.of(url).connect())) {
                for (String set : List.of("case_sensitive_like=ON", "recursive_triggers=ON", "query_only=ON")) {
                    await(database.fetchAll("EXPLAIN PRAGMA " + set));
                    await(database.session(session -> session.fetchAll("EXPLAIN QUERY PLAN PRAGMA " + set)));
                }
                String question =
                        "SELECT 'A' LIKE 'a' AS alike, recursive_triggers AS set_too FROM pragma_recursive_triggers";
                List<Row> rows = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    rows.add(await(database.fetchExactlyOne(question)));
                }
                rows.add(await(database.session(session -> session.fetchExactlyOne(question))));

                assertThat(rows).as(url).allSatisfy(row -> {
                    assertThat(row.getLong("alike")).isOne();
                    assertThat(row.getLong("set_too")).isZero();
                });
                await(database.execute("CREATE TABLE IF NOT EXISTS written (x)"));
            }
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

    /** By whichever form it is made: SQLite's schema {@code temp} belongs to the connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER temp.r AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.x + 100); END",
                "CREATE TRIGGER \"TEMP\".r AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.x + 100); END",
                "CREATE TABLE temp.t (x)",
                "CREATE VIEW temp.t AS SELECT 7 AS x"
            })
    void nothingInTheTemporarySchemaReachesTheNextSession(String sql) {
        try (Database database =
                await(Database.of("sqlite:///" + directory.resolve("temp.db")).connect())) {
            await(database.execute("CREATE TABLE t (x)"));
            failure(database.execute(sql), InvalidQueryException.class);
            await(database.session(session -> session.execute(sql)));

            await(database.session(session -> session.execute("INSERT INTO t VALUES (1)")));

            assertThat(await(database.fetchAll(Sql.sql("SELECT x FROM main.t").value(Integer.class))))
                    .containsExactly(1);
        }
    }
}
