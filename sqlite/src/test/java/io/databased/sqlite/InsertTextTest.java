package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.UpdateResult;
import io.databased.jdbc.product.InsertText;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keywords are those of the statement, whatever its comments, texts and names hold. */
class InsertTextTest {
    private final Database database = Database.of("sqlite:///:memory:");

    @BeforeEach
    void create() throws Exception {
        database.connect().get(60, TimeUnit.SECONDS);
        run("CREATE TABLE k (id INTEGER PRIMARY KEY, v)");
        run("CREATE TABLE \"do update\" (id INTEGER PRIMARY KEY, v)");
        run("CREATE TABLE no_rowid (id TEXT PRIMARY KEY, v) WITHOUT ROWID");
        run("INSERT INTO k VALUES (7, 1)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UpdateResult run(String sql) throws Exception {
        return database.execute(sql).get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "INSERT INTO k VALUES (1, 2); k",
                "insert or replace into main . k VALUES (1, 2); k",
                "INSERT /* into x */ INTO /* 'into y */ k VALUES (1, 2); k",
                "WITH x AS (SELECT 'into y' AS \"into z\") INSERT INTO [k] SELECT 1, * FROM x; k",
                "REPLACE INTO \"a \"\"b\"\"\".`c``d`(v) VALUES (1); c`d",
                "INSERT INTO caf\u00e9(v) VALUES (1); caf\u00e9"
            })
    void theTableIsFound(String sql, String table) {
        assertThat(InsertText.of(sql)).isEqualTo(new InsertText(table, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO k VALUES (7, 'x') ON CONFLICT DO UPDATE SET v = 2",
                "INSERT INTO k VALUES (7, 'x') ON CONFLICT (id) do/**/update SET v = 2",
                "INSERT INTO k VALUES (7, 'x') ON CONFLICT (id) DO -- nothing\n UPDATE SET v = 2",
                "WITH x AS (SELECT 'into k') INSERT INTO no_rowid SELECT 'a', * FROM x",
                "INSERT /* into k */ INTO no_rowid VALUES ('a', 'into k')"
            })
    void noKeyIsToldWhereNoneWasGenerated(String sql) throws Exception {
        assertThat(run(sql)).isEqualTo(new UpdateResult(1, null));
    }

    /** The one before is the same. */
    @Test
    void theKeyIsToldWhateverTheTextHolds() throws Exception {
        run("INSERT INTO \"do update\" VALUES (7, 'x')");
        run("DELETE FROM \"do update\"");

        assertThat(run("INSERT INTO \"do update\" (v) VALUES ('do update') /* do update */")
                        .key())
                .isIn(1L, 7L);
        run("DELETE FROM k");
        run("INSERT INTO k VALUES (7, 1)");
        run("DELETE FROM k");
        assertThat(run("INSERT INTO k VALUES (7, 'on conflict do update')").key())
                .isEqualTo(7L);
        run("DELETE FROM k");
        assertThat(run("INSERT INTO k /* do update */ VALUES (7, 'x') ON CONFLICT DO NOTHING")
                        .key())
                .isEqualTo(7L);
    }
}
