package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

class SqliteConnectionTest {
    private final Sqlite sqlite = Sqlite.memory();

    @BeforeEach
    void createTable() {
        sqlite.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT UNIQUE, n INT)");
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Test
    void countsAffectedRowsAndGivesTheGeneratedKey() {
        assertThat(sqlite.execute("INSERT INTO t (x) VALUES ('a')").key()).isEqualTo(1L);
        Reply two = sqlite.execute("INSERT INTO t (x) VALUES ('b'), ('c')");

        assertThat(two.affectedRows()).isEqualTo(2);
        assertThat(two.key()).isEqualTo(3L);
        assertThat(sqlite.execute("UPDATE t SET n = 1 WHERE id > 1").affectedRows())
                .isEqualTo(2);
        assertThat(sqlite.execute("UPDATE t SET n = 2").key()).isNull();
        assertThat(sqlite.execute("DELETE FROM t WHERE id > 9").affectedRows()).isZero();
        assertThat(sqlite.execute("WITH w AS (SELECT 1) DELETE FROM t WHERE id > 2")
                        .affectedRows())
                .isEqualTo(1);
        assertThat(sqlite.execute("WITH w AS (SELECT 9 AS n) INSERT INTO t (n) VALUES ((SELECT n FROM w))")
                        .key())
                .isEqualTo(3L);
        assertThat(sqlite.execute("WITH w AS (SELECT 1) SELECT * FROM w").affectedRows())
                .isZero();
        assertThat(sqlite.execute("SELECT * FROM t").affectedRows()).isZero();
        assertThat(sqlite.execute("CREATE TABLE u (x)").affectedRows()).isZero();
    }

    @Test
    void givesNoKeyWhereNoneWasGenerated() {
        sqlite.execute("INSERT INTO t (id, x) VALUES (7, 'a')");
        sqlite.execute("CREATE TABLE w (name TEXT PRIMARY KEY) WITHOUT ROWID");

        assertThat(sqlite.execute("INSERT OR IGNORE INTO t (x) VALUES ('a')").key())
                .isNull();
        assertThat(sqlite.execute("INSERT INTO w VALUES ('a')").key()).isNull();
        assertThat(sqlite.execute("INSERT INTO t (x) VALUES ('a') ON CONFLICT DO UPDATE SET n = 1")
                        .key())
                .isNull();
    }

    @Test
    void givesTheKeyEvenIfItIsTheSameAsOneBefore() {
        sqlite.execute("CREATE TABLE other (id INTEGER PRIMARY KEY, x)");

        assertThat(sqlite.execute("INSERT INTO t (x) VALUES ('a')").key()).isEqualTo(1L);
        assertThat(sqlite.execute("INSERT INTO other (x) VALUES ('a')").key()).isEqualTo(1L);
        await(sqlite.session.run(Sqlite.batch("INSERT INTO t (x) VALUES (?)", new Object[] {"b"})));
        assertThat(sqlite.execute("INSERT INTO other (x) VALUES ('b')").key()).isEqualTo(2L);
    }

    @Test
    @Tag("S25")
    void returnsRowsOfChanges() {
        Command insert = Sqlite.fetching("INSERT INTO t (x) VALUES ('a'), ('b') RETURNING id, x");

        assertThat(await(sqlite.session.run(insert)).rows())
                .containsExactly(new Object[] {1L, "a"}, new Object[] {2L, "b"});
        assertThat(sqlite.execute("UPDATE t SET n = 1 RETURNING id").affectedRows())
                .isEqualTo(2);
        Command one = Command.fetch("INSERT INTO t (x) VALUES ('c'), ('d') RETURNING id", new Object[0])
                .maxRows(1)
                .build();
        assertThat(await(sqlite.session.run(one)).rows()).hasSize(1);
        assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(4L);
    }

    @Test
    @Tag("S24")
    void fetchesRowsAndNoneFromAStatementWithout() {
        assertThat(sqlite.fetch("SELECT x FROM t WHERE id = ?", 99L)).isEmpty();
        assertThat(sqlite.fetch("CREATE TABLE other (x)")).isEmpty();
        Reply empty = await(sqlite.session.run(Sqlite.fetching("SELECT x, n AS x FROM t")));
        assertThat(empty.columns()).containsExactly("x", "x");
    }

    @Test
    void readsNoMoreRowsThanWanted() {
        Command three = Command.fetch("SELECT value FROM json_each('[1,2,3,4]')", new Object[0])
                .maxRows(3)
                .build();

        assertThat(await(sqlite.session.run(three)).rows()).hasSize(3);
        assertThat(sqlite.fetch("SELECT value FROM json_each('[1,2,3,4]')")).hasSize(4);
    }

    @Test
    void keepsTheColumnNamesUntilTheSchemaChanges() {
        Command all = Sqlite.fetching("SELECT * FROM t");
        List<String> first = await(sqlite.session.run(all)).columns();

        assertThat(await(sqlite.session.run(all)).columns()).isSameAs(first);

        sqlite.execute("ALTER TABLE t RENAME COLUMN n TO m");
        assertThat(await(sqlite.session.run(all)).columns()).containsExactly("id", "x", "m");
    }

    @Test
    void seesTheColumnsThatASessionRenamedOnceItCommits(@TempDir Path directory) {
        try (Sqlite file = Sqlite.file(directory.resolve("a.db"))) {
            file.execute("CREATE TABLE t (a)");
            SessionBackend reader = file.open(Role.REPLICA);
            Command all = Sqlite.fetching("SELECT * FROM t");
            file.begin();
            file.execute("ALTER TABLE t RENAME COLUMN a TO b");
            assertThat(await(reader.run(all)).columns()).containsExactly("a");
            file.commit();

            assertThat(await(reader.run(all)).columns()).containsExactly("b");
            await(reader.close());
        }
    }

    @Test
    void seesWhatAnotherProgramAddsToATable(@TempDir Path directory) {
        Path file = directory.resolve("a.db");
        try (Sqlite ours = Sqlite.file(file);
                Sqlite theirs = Sqlite.file(file)) {
            ours.execute("CREATE TABLE t (a)");
            ours.execute("INSERT INTO t VALUES (1)");
            Command all = Sqlite.fetching("SELECT * FROM t");
            await(ours.session.run(all));

            theirs.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2");

            Reply reply = await(ours.session.run(all));
            assertThat(reply.rows()).containsExactly(new Object[] {1L, 2L});
            assertThat(reply.columns()).containsExactly("a", "b");
        }
    }

    @Test
    @Tag("N30")
    void boundsThePreparedStatements() {
        for (int i = 0; i < 1000; i++) {
            assertThat(sqlite.single("SELECT " + i)).isEqualTo((long) i);
        }
        assertThat(sqlite.single("SELECT 0")).isEqualTo(0L);
    }

    @Test
    void runsABatchAllOrNothing() {
        assertThat(await(sqlite.session.run(
                                Sqlite.batch("INSERT INTO t (x) VALUES (?)", new Object[] {"a"}, new Object[] {"b"})))
                        .affectedRows())
                .isEqualTo(2);

        BackendException failure = failure(
                sqlite.session.run(
                        Sqlite.batch("INSERT INTO t (x) VALUES (?)", new Object[] {"c"}, new Object[] {"a"})),
                BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure.effect()).isEqualTo(BackendException.Effect.STATEMENT);
        assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(2L);
        assertThat(await(sqlite.session.inTransaction())).isFalse();
    }

    @Test
    void undoesAFailedBatchInsideATransaction() {
        sqlite.begin();
        sqlite.execute("INSERT INTO t (x) VALUES ('before')");
        BackendException failure = failure(
                sqlite.session.run(
                        Sqlite.batch("INSERT INTO t (x) VALUES (?)", new Object[] {"y"}, new Object[] {"before"})),
                BackendException.class);
        sqlite.commit();

        assertThat(failure.effect()).isEqualTo(BackendException.Effect.STATEMENT);
        assertThat(sqlite.fetch("SELECT x FROM t")).containsExactly(new Object[] {"before"});
    }

    @Test
    void streamsInWindowsAndFreesTheResult() {
        Command numbers = Sqlite.fetching(
                "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < ?) SELECT x FROM r", 10);
        RowCursor cursor = await(sqlite.session.stream(numbers));

        assertThat(cursor.columns()).containsExactly("x");
        assertThat(await(cursor.next(4))).hasSize(4);
        assertThat(await(cursor.next(6))).hasSize(6);
        assertThat(await(cursor.next(6))).isEmpty();
        await(cursor.close());
        await(cursor.close());
        assertThat(await(cursor.next(1))).isEmpty();
        sqlite.execute("DROP TABLE t");
    }

    @Test
    void tellsWhatGoesWrongInTheMiddleOfAStream() {
        RowCursor cursor = await(sqlite.session.stream(
                Sqlite.fetching("SELECT abs(column1) FROM (VALUES (1), (2), (-9223372036854775807 - 1))")));

        assertThat(await(cursor.next(1))).hasSize(1);
        assertThat(failure(cursor.next(5), BackendException.class).kind()).isEqualTo(Kind.DATA);
        await(cursor.close());
        assertThat(sqlite.single("SELECT 1")).isEqualTo(1L);
    }

    @Test
    void handsOutTheDriversConnection() {
        assertThat(sqlite.session.unwrap(Connection.class)).isPresent();
        assertThat(sqlite.session.unwrap(SQLiteConnection.class)).isPresent();
        assertThat(sqlite.session.unwrap(String.class)).isEmpty();
    }

    @Test
    @Tag("R34")
    @Tag("Q17")
    void hasReadersForAFileAndNoneForMemory(@TempDir Path directory) {
        assertThat(sqlite.backend.maxConnections(Role.PRIMARY, 8)).isOne();
        assertThat(sqlite.backend.maxConnections(Role.REPLICA, 8)).isZero();
        assertThat(sqlite.backend.connectionsHoldData()).isTrue();
        try (Sqlite file = Sqlite.file(directory.resolve("a.db"))) {
            assertThat(file.backend.maxConnections(Role.PRIMARY, 8)).isOne();
            assertThat(file.backend.maxConnections(Role.REPLICA, 1)).isOne();
            assertThat(file.backend.maxConnections(Role.REPLICA, 1000))
                    .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()) + 1);
            assertThat(file.backend.connectionsHoldData()).isFalse();
            file.execute("CREATE TABLE t (x)");
            SessionBackend reader = file.open(Role.REPLICA);
            assertThat(Sqlite.single(reader, "SELECT count(*) FROM t")).isEqualTo(0L);
            assertThat(failure(reader.run(Sqlite.executing("INSERT INTO t VALUES (1)")), BackendException.class)
                            .kind())
                    .isEqualTo(Kind.READ_ONLY);
            await(reader.close());
        }
    }
}
