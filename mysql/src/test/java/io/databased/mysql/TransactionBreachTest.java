package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a transaction that is not the statement's to end, or leaves one open. */
@Tag("R15")
class TransactionBreachTest extends MySqlDatabase {
    @BeforeEach
    void createTable() {
        execute("CREATE TABLE t (id INT PRIMARY KEY)");
        procedure("committing", "COMMIT");
        procedure("rolling_back", "ROLLBACK");
        procedure("chaining", "COMMIT AND CHAIN");
        procedure("rolling_back_and_beginning", "ROLLBACK; START TRANSACTION; INSERT INTO t VALUES (50)");
        procedure("committing_and_beginning", "COMMIT; START TRANSACTION; INSERT INTO t VALUES (50)");
        procedure("defining", "CREATE TABLE defined (i INT)");
        procedure("defining_and_beginning", "CREATE TABLE defined (i INT); START TRANSACTION");
        procedure("calling", "CALL committing()");
        procedure("committing_and_failing", "COMMIT; INSERT INTO t VALUES (777)");
        procedure("committing_beginning_and_failing", "COMMIT; START TRANSACTION; INSERT INTO t VALUES (777)");
        procedure("giving_rows", "SELECT 1 AS one; COMMIT; SELECT 2 AS two");
        procedure("beginning", "START TRANSACTION; INSERT INTO t VALUES (60)");
        procedure("beginning_and_failing", "START TRANSACTION; INSERT INTO t VALUES (60); INSERT INTO t VALUES (60)");
        procedure("taking_over", "SET autocommit = 0; INSERT INTO t VALUES (60)");
        procedure("honest", "START TRANSACTION; INSERT INTO t VALUES (60); COMMIT");
        procedure("inserting", "INSERT INTO t VALUES (60)");
    }

    private void procedure(String name, String body) {
        server.execute("CREATE PROCEDURE " + name() + "." + name + "() BEGIN " + body + "; END");
    }

    private List<Integer> ids() {
        return numbers(database(), "SELECT id FROM t ORDER BY id");
    }

    Stream<String> breaches() {
        return Stream.concat(
                Stream.of(
                        "CALL committing()",
                        "CALL rolling_back()",
                        "CALL chaining()",
                        "CALL committing_and_beginning()",
                        "CALL rolling_back_and_beginning()",
                        "CALL defining()",
                        "CALL defining_and_beginning()",
                        "CALL calling()",
                        "CALL committing_and_failing()",
                        "CALL committing_beginning_and_failing()",
                        "CALL giving_rows()",
                        "SET PASSWORD = ''"),
                isMariaDb()
                        ? Stream.of(
                                "EXECUTE IMMEDIATE 'CREATE TABLE defined (i INT)'",
                                "EXECUTE IMMEDIATE 'COMMIT'",
                                "EXECUTE IMMEDIATE 'COMMIT AND CHAIN'",
                                "EXECUTE IMMEDIATE 'START TRANSACTION'",
                                "SET STATEMENT max_statement_time = 10 FOR CREATE TABLE defined (i INT)")
                        : Stream.of());
    }

    @Test
    @Tag("N14")
    void sessionFailsAtTheStatementThatEndedItsTransaction() {
        for (Errors errors : Errors.values()) {
            for (boolean rows : new boolean[] {false, true}) {
                breaches().forEach(sql -> failsAt(sql, errors, rows));
            }
        }
    }

    private void failsAt(String sql, Errors errors, boolean rows) {
        server.execute("DROP TABLE IF EXISTS " + name() + ".defined", "DELETE FROM " + name() + ".t");
        Session session = await(
                database().session(SessionOptions.defaults().withErrors(errors)).open());
        await(session.execute("INSERT INTO t VALUES (777)"));
        CompletableFuture<?> breach = rows ? session.fetchAll(sql) : session.execute(sql);
        CompletableFuture<?> behind = session.execute("INSERT INTO t VALUES (888)");

        Throwable failed = failure(breach, DatabasedException.class);

        assertThat(failed).as(sql).isInstanceOf(StatementException.class);
        assertThat(((StatementException) failed).kind()).as(sql).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failed).hasMessageContaining("for good").hasMessageNotContaining("is rolled back");
        failure(behind, SessionFailedException.class);
        failure(session.execute("INSERT INTO t VALUES (889)"), SessionFailedException.class);
        failure(session.commit(), SessionFailedException.class);
        await(session.cancel());
        assertThat(ids()).as(sql).doesNotContain(50, 888, 889);
        assertThat(one(database(), "SELECT @@autocommit AS a", java.util.Map.of())
                        .getInt("a"))
                .isEqualTo(1);
    }

    @Test
    void workFailsAndIsNotRunAgain() {
        StatementException failed = failure(
                database()
                        .session(session -> session.execute("INSERT INTO t VALUES (777)")
                                .thenCompose(done -> session.execute("CALL rolling_back()"))
                                .thenCompose(done -> session.execute("INSERT INTO t VALUES (888)"))),
                StatementException.class);
        assertThat(failed.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(ids()).isEmpty();
    }

    @Test
    void childTakesItsParentsWithIt() {
        Session parent = await(database().session().open());
        Session child = await(parent.transaction().open());
        await(child.execute("INSERT INTO t VALUES (1)"));
        assertThat(failure(child.execute("CALL committing_and_beginning()"), StatementException.class)
                        .kind())
                .isEqualTo(Kind.TRANSACTION_ENDED);
        await(child.cancel());
        failure(parent.execute("INSERT INTO t VALUES (2)"), SessionFailedException.class);
        failure(parent.commit(), SessionFailedException.class);
        await(parent.cancel());
        assertThat(ids()).containsExactly(1); // for good, and it was told
    }

    @Test
    void firstStatementOfASessionIsWatchedToo() {
        for (String procedure : List.of("committing", "committing_and_beginning")) {
            StatementException failed = failure(
                    database().session(session -> session.execute("CALL " + procedure + "()")),
                    StatementException.class);
            assertThat(failed.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        }
    }

    @Test
    void batchOfCallsThatCommitFails() {
        execute("CREATE TABLE log (i INT)");
        server.execute("CREATE PROCEDURE " + name() + ".noting(i INT) BEGIN INSERT INTO log VALUES (i); COMMIT; END");
        List<List<Integer>> three = List.of(List.of(1), List.of(2), List.of(3));
        assertThat(failure(database().executeMany("CALL noting(?)", three), StatementException.class)
                        .kind())
                .isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failure(
                                database()
                                        .session(session -> session.execute("INSERT INTO t VALUES (1)")
                                                .thenCompose(done -> session.executeMany("CALL noting(?)", three))),
                                StatementException.class)
                        .kind())
                .isEqualTo(Kind.TRANSACTION_ENDED);
    }

    @Test
    void procedureThatKeepsTheTransactionIsWelcome() {
        await(database()
                .session(session -> session.execute("CALL inserting()")
                        .thenCompose(done -> session.execute("INSERT INTO t VALUES (1)"))));
        assertThat(ids()).containsExactly(1, 60);
        await(database()
                .session(session -> session.execute("DELETE FROM t")
                        .thenCompose(done -> session.transaction(child -> child.execute("CALL inserting()"))
                                .thenCompose(child -> session.execute("INSERT INTO t VALUES (2)")))));
        assertThat(ids()).containsExactly(2, 60);
    }

    @Test
    void procedureThatFailsLeavesTheTransactionOfErrorsNative() {
        Session session = await(database()
                .session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                .open());
        await(session.execute("INSERT INTO t VALUES (60)"));
        assertThat(failure(session.execute("CALL inserting()"), StatementException.class)
                        .kind())
                .isEqualTo(Kind.UNIQUE);
        await(session.execute("INSERT INTO t VALUES (1)"));
        await(session.commit());
        assertThat(ids()).containsExactly(1, 60);
    }

    @Tag("R29")
    @Test
    void forceRollbackIsLoud() {
        for (String sql : List.of("CALL committing()", "CALL committing_and_beginning()", "CALL defining()")) {
            Database forced =
                    await(Database.builder(url).forceRollback().build().connect());
            await(forced.execute("DELETE FROM t"));
            await(forced.execute("INSERT INTO t VALUES (1)"));
            assertThat(forced.session(session -> session.execute(sql))).failsWithin(Duration.ofSeconds(60));
            assertThat(forced.execute("INSERT INTO t VALUES (2)")).as(sql).failsWithin(Duration.ofSeconds(60));
            assertThat(forced.disconnect()).as(sql).failsWithin(Duration.ofSeconds(60));
            assertThat(ids()).doesNotContain(2);
        }
    }

    /** It outlives the connection, so nothing may say that it was rolled back. MySQL takes it from the session at once. */
    @Tag("mariadb")
    @Test
    void whatWasPreparedByXaIsNotSaidToBeRolledBack() throws SQLException {
        String branch = "branch_of_" + name();
        execute("CREATE PROCEDURE preparing() BEGIN XA START '" + branch + "'; INSERT INTO t VALUES (77);" + " XA END '"
                + branch + "'; XA PREPARE '" + branch + "'; END");
        StatementException failed = failure(database().execute("CALL preparing()"), StatementException.class);
        assertThat(failed.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failed).hasMessageContaining("neither committed nor prepared (XA PREPARE) was rolled back");
        await(database().execute("REPLACE INTO t VALUES (1)"));
        try (Connection control = server.connect(name());
                Statement statement = control.createStatement()) {
            statement.execute("XA COMMIT '" + branch + "'");
        }
        assertThat(ids()).contains(77);
    }

    /** What is run next on the connection must not be part of it. */
    @Tag("R22")
    @Test
    void transactionLeftOpenByAOneShotIsRolledBackAndTold() {
        Database narrow = await(Database.of(url + "?max_size=1").connect());
        for (String sql : List.of("CALL beginning()", "CALL taking_over()")) {
            CompletableFuture<?> breach = narrow.execute(sql);
            CompletableFuture<?> behind = narrow.execute("REPLACE INTO t VALUES (1)");
            StatementException failed = failure(breach, StatementException.class);
            assertThat(failed.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            assertThat(failed).hasMessageContaining("left a transaction open");
            await(behind);
            assertThat(ids()).as(sql).containsExactly(1);
        }
        assertThat(failure(narrow.execute("CALL beginning_and_failing()"), StatementException.class)
                        .kind())
                .isEqualTo(Kind.UNIQUE);
        await(narrow.execute("INSERT INTO t VALUES (2)"));
        assertThat(ids()).containsExactly(1, 2);
        await(narrow.execute("CALL honest()"));
        await(narrow.execute("CALL committing()"));
        assertThat(ids()).containsExactly(1, 2, 60);
        await(narrow.disconnect());
    }

    @ParameterizedTest
    @EnumSource(Errors.class)
    void deadlockedBatchLeavesAutocommitOn(Errors errors) {
        Database narrow = await(Database.of(url + "?max_size=1").connect());
        server.execute("CREATE PROCEDURE " + name() + ".losing(i INT) BEGIN ROLLBACK; END");
        failure(
                narrow.session(
                        SessionOptions.defaults().withErrors(errors),
                        session -> session.executeMany("CALL losing(?)", List.of(List.of(1), List.of(2)))),
                StatementException.class);
        await(narrow.execute("INSERT INTO t VALUES (1)"));
        assertThat(ids()).containsExactly(1);
        await(narrow.disconnect());
    }

    /** Without it what one-shots do would never be committed. */
    @Test
    void autocommitIsOnWhateverTheServerIsSetTo() {
        server.execute("SET GLOBAL autocommit = 0", "SET GLOBAL completion_type = 1");
        try {
            Database other = await(Database.of(url + "?max_size=1").connect());
            await(other.execute("INSERT INTO t VALUES (1)"));
            await(other.session(session -> session.execute("INSERT INTO t VALUES (2)")));
            await(other.execute("INSERT INTO t VALUES (3)"));
            assertThat(ids()).containsExactly(1, 2, 3);
            await(other.disconnect());
        } finally {
            server.execute("SET GLOBAL autocommit = 1", "SET GLOBAL completion_type = 0");
        }
    }
}
