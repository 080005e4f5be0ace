package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that were prepared before their tables changed. */
final class ShapesTest {
    private static final String ALL = "SELECT * FROM t";

    private Database database;

    @BeforeEach
    void connect() {
        database = await(Database.builder(PostgresServer.shared().createDatabase())
                .pool(PoolOptions.builder().maxSize(2).build())
                .build()
                .connect());
        await(database.execute("CREATE TABLE t (a int)"));
        await(database.execute("INSERT INTO t VALUES (1)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static CompletionStage<List<Row>> read(Session session) {
        return session.fetchAll(ALL);
    }

    private static void hasColumns(List<Row> rows, String... columns) {
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).columns()).containsExactly(columns);
    }

    @Test
    void aColumnThatIsAddedInTheSessionIsRead() {
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(before -> session.execute("ALTER TABLE t ADD COLUMN b int DEFAULT 2"))
                .thenCompose(altered -> read(session))));
        hasColumns(rows, "a", "b");
    }

    @Test
    void soItIsWithoutWaitingInBetween() {
        List<Row> rows = await(database.session(session -> {
            read(session);
            session.execute("ALTER TABLE t ADD COLUMN b int DEFAULT 2");
            return read(session);
        }));
        hasColumns(rows, "a", "b");
    }

    @Test
    void aColumnThatIsAddedAndUndoneInAChildIsGone() {
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(before -> session.transaction()
                        .open()
                        .thenCompose(child -> child.execute("ALTER TABLE t ADD COLUMN b int DEFAULT 2")
                                .thenCompose(altered -> read(child))
                                .thenCompose(with -> child.cancel()))
                        .thenCompose(undone -> read(session)))));
        hasColumns(rows, "a");
    }

    @Test
    void aColumnThatIsUndoneWithItsSessionIsGoneInTheNext() {
        Session session = await(database.session().open());
        await(read(session));
        await(session.execute("ALTER TABLE t RENAME COLUMN a TO z"));
        hasColumns(await(read(session)), "z");
        await(session.cancel());
        hasColumns(await(database.session(next -> read(next))), "a");
    }

    @Test
    void aTypeThatIsMadeAnewIsTheNewOne() {
        await(database.execute("CREATE TYPE mood AS ENUM ('sad')"));
        String cast = "SELECT CAST(CAST(? AS text) AS mood) AS mood, array[CAST('sad' AS mood)] AS moods";
        Row row = await(database.session(session -> session.fetchAll(cast, List.of("sad"))
                        .thenCompose(before -> session.execute("DROP TYPE mood"))
                        .thenCompose(dropped -> session.execute("CREATE TYPE mood AS ENUM ('ok', 'sad')"))
                        .thenCompose(made -> session.fetchAll(cast, List.of("ok")))))
                .get(0);
        assertThat(row.get("mood")).isEqualTo("ok");
        assertThat(row.get("moods")).isEqualTo(List.of("sad"));
    }

    @Test
    void aTemporaryTableOfAnotherShapeIsReadInTheNextSession() {
        for (String columns : List.of("x int, y int", "x text", "x int[], y json, z time")) {
            List<Row> rows = await(database.session(
                    session -> session.execute("CREATE TEMPORARY TABLE own (" + columns + ") ON COMMIT DROP")
                            .thenCompose(made -> session.execute("INSERT INTO own DEFAULT VALUES"))
                            .thenCompose(filled -> session.fetchAll("SELECT * FROM own"))));
            assertThat(rows.get(0).columns()).hasSize(columns.split(",").length);
        }
    }

    @Test
    void aTemporaryTableHidesAnotherAndIsGoneAgain() {
        hasColumns(await(database.session(session -> read(session))), "a");
        List<Row> hidden = await(database.session(session ->
                session.execute("CREATE TEMP TABLE t AS SELECT 1 AS own").thenCompose(made -> read(session))));
        hasColumns(hidden, "own");
        hasColumns(await(database.session(session -> read(session))), "a");
    }

    @Test
    void aSearchPathThatChangesTheTableIsFollowed() {
        await(database.execute("CREATE SCHEMA other"));
        await(database.execute("CREATE TABLE other.t AS SELECT 1 AS b, 2 AS c"));
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(before -> session.execute("SET search_path = other"))
                .thenCompose(set -> read(session))));
        hasColumns(rows, "b", "c");
        hasColumns(await(database.session(session -> read(session))), "a");
    }

    /** Queries that say it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 2 AS b INTO TEMP t",
                "WITH q AS (SELECT 2 AS b) SELECT b INTO TEMPORARY TABLE t FROM q",
                "SELECT set_config('search_path', 'other', false)",
                "WITH q AS (SELECT set_config('search_path', 'other', true)) SELECT * FROM q",
                "EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 2 AS b"
            })
    void aQueryThatChangesWhatIsMeantIsFollowed(String query) {
        await(database.execute("CREATE SCHEMA other"));
        await(database.execute("CREATE TABLE other.t AS SELECT 2 AS b"));
        for (int round = 0; round < 2; round++) {
            List<Row> rows = await(database.session(session ->
                    read(session).thenCompose(before -> session.fetchAll(query)).thenCompose(done -> read(session))));
            hasColumns(rows, "b");
            hasColumns(await(database.session(ShapesTest::read)), "a");
            Session cancelled = await(database.session().open());
            await(cancelled.fetchAll(query));
            hasColumns(await(read(cancelled)), "b");
            await(cancelled.cancel());
            hasColumns(
                    await(database.session(
                            session -> session.fetchAll("SELECT 1").thenCompose(first -> read(session)))),
                    "a");
        }
    }

    @Test
    void theSettingMayBeBound() {
        await(database.execute("CREATE SCHEMA other"));
        await(database.execute("CREATE TABLE other.t AS SELECT 2 AS b"));
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(
                        before -> session.fetchAll("SELECT set_config(?, ?, false)", List.of("search_path", "other")))
                .thenCompose(set -> read(session))));
        hasColumns(rows, "b");
    }

    /** A function changes it unseen. The child goes back to its savepoint. */
    @Test
    void theFirstStatementOfAChildIsPreparedAnew() {
        await(database.execute("CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS"
                + " 'BEGIN ALTER TABLE t ADD COLUMN b int DEFAULT 2; END'"));
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(before -> session.execute("INSERT INTO t SELECT 7 WHERE false"))
                .thenCompose(inserted -> session.fetchAll("SELECT widen()"))
                .thenCompose(widened -> session.transaction(child -> child.fetchAll(ALL)))));
        hasColumns(rows, "a", "b");
    }

    @Test
    @Tag("N28")
    void whatOneConnectionChangesTheOthersPrepareAnew() {
        Session first = await(database.session().open());
        Session second = await(database.session().open());
        await(read(first));
        await(read(second));
        await(first.commit());
        await(second.commit());
        await(database.session(session -> session.execute("ALTER TABLE t ADD COLUMN b int")));

        Session third = await(database.session().open());
        Session fourth = await(database.session().open());
        hasColumns(await(read(third)), "a", "b");
        hasColumns(await(read(fourth)), "a", "b");
        await(third.cancel());
        await(fourth.cancel());
    }

    @Test
    void whatAnotherProgramChangesIsReadByTheNextSession() {
        String name = DatabaseUrl.parse(database.url().toString()).database().orElseThrow();
        for (String change : List.of("ADD COLUMN b int", "DROP COLUMN b", "ALTER COLUMN a TYPE text")) {
            await(database.session(session -> read(session)));
            alterByAnother(name, change);
            List<Row> rows = await(database.session(session -> read(session)
                    .thenCompose(first -> session.execute("INSERT INTO t (a) SELECT a FROM t LIMIT 0"))
                    .thenCompose(inserted -> read(session))));
            hasColumns(rows, change.startsWith("ADD") ? new String[] {"a", "b"} : new String[] {"a"});
            List<Row> inChild = await(database.session(session -> session.transaction(child -> child.fetchAll(ALL))));
            assertThat(inChild).hasSameSizeAs(rows);
        }
        alterByAnother(name, "ADD COLUMN c int");
        List<Row> inChild = await(database.session(session -> session.transaction(child -> child.fetchAll(ALL))));
        hasColumns(inChild, "a", "c");
    }

    /** One within the other. */
    private CompletableFuture<?> onBoth(String sql) {
        return database.session(outer -> outer.fetchAll(sql, List.of("happy"))
                .thenCompose(first -> database.session(inner -> inner.fetchAll(sql, List.of("happy")))));
    }

    /** Which the server does not check. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO t (a) VALUES (?) RETURNING 1 AS one", "SELECT * FROM t WHERE a = ?"})
    void aParameterWhoseTypeAnotherProgramHasChangedFailsOnceForEachConnection(String sql) {
        String name = DatabaseUrl.parse(database.url().toString()).database().orElseThrow();
        await(database.executeScript(
                "DELETE FROM t; CREATE TYPE mood AS ENUM ('happy'); ALTER TABLE t ALTER a TYPE text"));
        await(onBoth(sql));
        alterByAnother(name, "ALTER a TYPE mood USING a::mood");

        for (int connection = 0; connection < 2; connection++) {
            assertThat(failure(onBoth(sql), StatementException.class).kind()).isEqualTo(Kind.OBJECT);
        }
        await(onBoth(sql));
    }

    private static void alterByAnother(String database, String change) {
        try (Connection another = PostgresServer.shared().connect(database);
                Statement statement = another.createStatement()) {
            statement.execute("ALTER TABLE t " + change);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void bodiesAndProceduresMayChangeShapesToo() {
        await(database.execute("CREATE PROCEDURE widen() LANGUAGE plpgsql AS"
                + " $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN c int'; END $$"));
        List<Row> rows = await(database.session(session -> read(session)
                .thenCompose(before -> session.execute("DO $$ BEGIN ALTER TABLE t ADD COLUMN b int; END $$"))
                .thenCompose(done -> read(session))
                .thenCompose(with -> session.execute("CALL widen()"))
                .thenCompose(called -> read(session))));
        hasColumns(rows, "a", "b", "c");
    }

    @Test
    void aStreamIsPreparedAnewAsWell() {
        List<String> seen = await(database.session(session -> read(session)
                .thenCompose(before -> session.execute("ALTER TABLE t ADD COLUMN at time DEFAULT '1:00'"))
                .thenCompose(altered -> {
                    List<String> columns = new java.util.concurrent.CopyOnWriteArrayList<>();
                    return session.forEach(sql(ALL), row -> columns.addAll(row.columns()))
                            .thenApply(done -> columns);
                })));
        assertThat(seen).containsExactly("a", "at");
    }
}
