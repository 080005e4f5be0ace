package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.LogCapture;
import io.databased.testkit.ScriptedBackend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is set outside of a session is gone at once, and the log says so; of what lasts it says nothing. */
@Tag("R22")
final class InVainTest extends ScriptedTest {
    private static final List<String> SETTINGS = List.of(
            "SET search_path = canary, public",
            "set schema 'canary'",
            "SET SESSION x = 1",
            "USE canary",
            "ALTER SESSION SET x = 1",
            "PRAGMA foreign_keys = OFF",
            "PRAGMA main.cache_size=-100",
            "PRAGMA busy_timeout(100)",
            "SELECT set_config('a.b', 'canary', false)");
    private static final List<String> LOCKS = List.of(
            "SELECT pg_advisory_lock(1)",
            "SELECT pg_try_advisory_lock_shared(1)",
            "DO GET_LOCK('a', 1)",
            "LOCK TABLES a READ");

    /** Readings, what is not of the connection, and what undoes. */
    private static final List<String> OTHERS = List.of(
            "SHOW search_path",
            "SET LOCAL x = 1",
            "SET GLOBAL x = 1",
            "SET @@GLOBAL.x = 1",
            "SET PERSIST x = 1",
            "SET PASSWORD = 'a'",
            "SET STATEMENT max_statement_time = 1 FOR SELECT 1",
            "SET of_something = 1",
            "ALTER SYSTEM SET x = 1",
            "ALTER ROLE ripley SET x = 1",
            "ALTER DATABASE a SET x = 1",
            "RESET search_path",
            "UNLISTEN *",
            "DISCARD ALL",
            "PRAGMA foreign_keys",
            "PRAGMA table_info(a)",
            "PRAGMA user_version = 5",
            "PRAGMA journal_mode = WAL",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "SELECT set_config('a.b', '1', true)",
            "SELECT pg_advisory_unlock(1)",
            "SELECT pg_advisory_xact_lock(1)",
            "SELECT 'SET search_path', use, listen FROM lock",
            "UPDATE a SET search_path = 1");

    private final LogCapture log = new LogCapture("io.databased");

    @AfterEach
    void stopListening() {
        log.close();
        assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
    }

    private List<String> warnings() {
        return log.linesOf("io.databased").stream()
                .filter(line -> line.contains(" outside of a session"))
                .toList();
    }

    private void runs(Database database, String sql) {
        backend.expect(sql).thenReply();
        await(run(database, sql));
    }

    @Test
    void settingIsWarnedOf() {
        Database database = connected();
        for (String sql : SETTINGS) {
            runs(database, sql);
            assertThat(warnings()).as(sql).isNotEmpty().last().asString().contains("connectionInitSql(…)");
        }
        assertThat(warnings())
                .hasSameSizeAs(SETTINGS)
                .first()
                .asString()
                .startsWith("io.databased WARNING SET SEARCH_PATH outside of a session, at ScriptedTest.run(");
    }

    @Test
    void lockIsWarnedOf() {
        Database database = connected();
        LOCKS.forEach(sql -> runs(database, sql));

        assertThat(warnings())
                .hasSameSizeAs(LOCKS)
                .allMatch(line -> line.contains("Take the lock in the session that needs it"));
    }

    @Test
    void subscriptionIsWarnedOf() {
        runs(connected(), "LISTEN movies");

        assertThat(warnings()).singleElement().asString().contains("LISTEN MOVIES", "PostgresNotifications");
    }

    @Test
    void sameLineIsWarnedOfOnce() {
        Database database = connected();
        runs(database, "SET search_path = a");
        runs(database, "SET search_path = b");

        assertThat(warnings()).hasSize(1);
    }

    @Test
    void withoutLinesEachStatementIsWarnedOfOnce() {
        Database database = connected(backend.builder().withoutCallerLines());
        runs(database, "SET search_path = a");
        runs(database, "SET search_path = b");
        runs(database, "SET schema a");

        assertThat(warnings()).hasSize(2);
    }

    @Test
    void scriptIsWarnedOf() {
        backend.expect("SET search_path = a").thenReply();
        backend.expect("CREATE TABLE b (c int)").thenReply();

        await(connected().executeScript("SET search_path = a; CREATE TABLE b (c int);"));

        assertThat(warnings()).hasSize(1);
    }

    @Test
    void nothingElseIs() {
        Database database = connected();
        OTHERS.forEach(sql -> runs(database, sql));
        backend.expect("SET search_path = a").thenFail(Kind.SYNTAX, Effect.STATEMENT);
        failure(run(database, "SET search_path = a"), StatementException.class);
        backend.expect("BEGIN; SET search_path = a").thenReply();
        backend.expect("COMMIT").thenReply();
        await(database.session(session -> run(session, "SET search_path = a")));

        assertThat(warnings()).isEmpty();
    }

    @Test
    @Tag("R27")
    void forceRollbackKeepsItsConnection() {
        DatabaseBuilder builder = ScriptedBackend.answering().builder().forceRollback();
        try (Database database = await(builder.build().connect())) {
            await(run(database, "SET search_path = a"));
        }

        assertThat(warnings()).isEmpty();
    }
}
