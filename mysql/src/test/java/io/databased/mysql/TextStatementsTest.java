package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Isolation;
import io.databased.Queryable;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.vertx.mysqlclient.MySQLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that the server does not prepare, or that are not to be prepared, go as text. */
class TextStatementsTest extends MySqlDatabase {
    private static final SessionOptions NATIVE = SessionOptions.defaults().withErrors(Errors.NATIVE);

    @BeforeEach
    void create() {
        execute("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(5))");
    }

    private <T> T session(Function<Session, CompletableFuture<T>> work) {
        return await(database().session(NATIVE, work::apply));
    }

    private static CompletableFuture<List<Row>> asText(Session session, String select) {
        return session.execute("PREPARE s FROM '" + select.replace("'", "''") + "'")
                .thenCompose(prepared -> session.fetchAll("EXECUTE s"));
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    /** Beside the types and their extremes, for which see {@link TypeTableTest}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL, 1, NULL",
                "'', '', X''",
                "'ä\u20AC', CONVERT(X'F09F9880' USING utf8mb4), _latin1 X'E4', X'00FF80'",
                "CAST('2024-02-29 01:02:03.000004' AS DATETIME(6)), CAST('2024-02-29' AS DATE), TIME'00:00:00'",
                "TIME'-00:00:01', CAST('-838:59:58.000001' AS TIME(6)), CAST('25:00:00.5' AS TIME(1))",
                "TIMESTAMP'0001-01-01 00:00:00', DATE'9999-12-31', TIMESTAMP'9999-12-31 23:59:59.999999'",
                "18446744073709551615, -9223372036854775808, CAST(9223372036854775808 AS UNSIGNED)",
                "-0.000000000000000000000000000001, 0.10, 99999999999999999999999999999999999999999999999999999999999999999",
                "1e308, -2.2250738585072014e-308, 1.0000000000000002e0",
                "REPEAT('a', 250), REPEAT('b', 251), REPEAT('c', 70000)",
            })
    void rowsAreReadAsThoseOfPreparedStatements(String expressions) {
        String select = "SELECT " + expressions;
        List<Object> prepared = values(await(database().fetchExactlyOne(select)));
        Row text = session(session -> asText(session, select)).get(0);
        assertThat(values(text)).containsExactlyElementsOf(prepared);
    }

    @Test
    void zeroDatesAreNullAndDatesThatAreNoneAreRefused() {
        session(session -> session.execute("SET sql_mode = ''")
                .thenCompose(set -> session.execute("INSERT INTO t VALUES (1, 'a')"))
                .thenCompose(in -> asText(
                        session,
                        "SELECT CAST('0000-00-00' AS DATE) AS d, CAST('0000-00-00' AS DATETIME(3)) AS t,"
                                + " CAST('0000-00-00 00:00:00' AS DATETIME) AS s"))
                .thenAccept(rows -> assertThat(values(rows.get(0))).containsOnlyNulls())
                .thenCompose(read -> asText(session, "SELECT CAST('2024-05-00' AS DATE) AS d")
                        .handle((rows, failure) -> failure))
                .thenAccept(failure ->
                        assertThat(failure).hasStackTraceContaining("column \"d\" has a date that no calendar has")));
    }

    /** Six digits of 24 bits, or so many decimals as the server has announced; which number it was the text does not tell. */
    @ParameterizedTest
    @ValueSource(strings = {"f", "SUM(f)", "d / 7", "AVG(d) / 7"})
    void numbersThatTheServerRoundsAreRefused(String expression) {
        execute("CREATE TABLE f (f FLOAT, d DOUBLE(10,2))");
        execute("INSERT INTO f VALUES (16777215, 1.11)");
        String select = "SELECT " + expression + " AS v FROM f";
        Object number = await(database().fetchExactlyOne(select)).get("v");
        Throwable refused = session(session -> asText(session, select).handle((rows, failure) -> {
            assertThat(rows == null || rows.get(0).get("v").equals(number)).isTrue();
            return failure;
        }));
        if (!expression.startsWith("SUM")) { // of which the servers announce different types
            assertThat(refused).hasStackTraceContaining("column \"v\" is a FLOAT, or a DOUBLE with a fixed number");
        }
    }

    /** It has such a number on MariaDB. */
    @Test
    void whatIsPreparedStaysSo() {
        assertThat(await(database().fetchAll("SHOW PROCESSLIST"))).isNotEmpty();
    }

    @Test
    void handlersAndOthersGiveRows() {
        execute("INSERT INTO t VALUES (1, NULL), (2, 'b')");
        List<Row> rows = session(session -> session.execute("HANDLER t OPEN")
                .thenCompose(open -> session.fetchAll("HANDLER t READ FIRST LIMIT 10"))
                .thenCompose(read -> session.execute("HANDLER t CLOSE").thenApply(closed -> read)));
        assertThat(rows).extracting(TextStatementsTest::values).containsExactly(row(1, null), row(2, "b"));
        assertThat(await(database().fetchAll("CHECK TABLE t")).get(0).getString("Msg_text"))
                .isEqualTo("OK");
        List<Object> streamed = new ArrayList<>();
        await(database().forEach(Sql.sql("SHOW TABLES"), row -> streamed.add(row.get(0))));
        assertThat(streamed).containsExactly("t");
    }

    private static List<Object> row(Object id, Object v) {
        List<Object> row = new ArrayList<>();
        row.add(id);
        row.add(v);
        return row;
    }

    private static List<String> messages(Queryable on) {
        return await(on.fetchAll("SHOW WARNINGS")).stream()
                .map(row -> row.getString("Message"))
                .toList();
    }

    @Test
    void warningsAreThoseOfTheStatementBefore() {
        Session session = await(database().session(NATIVE).open());
        await(session.fetchAll("SELECT CAST('abc' AS SIGNED)"));
        assertThat(messages(session)).singleElement().asString().contains("'abc'");
        assertThat(await(session.fetchExactlyOne("SHOW COUNT(*) WARNINGS")).get(0))
                .isEqualTo(1L);
        assertThat(await(session.fetchExactlyOne("SELECT @@session.warning_count AS n"))
                        .get(0))
                .isEqualTo(1L);

        await(session.execute("INSERT IGNORE INTO t VALUES (1, 'too long')"));
        assertThat(messages(session)).singleElement().asString().contains("column 'v'");

        await(session.execute("DO CAST('def' AS SIGNED)"));
        await(session.execute("GET DIAGNOSTICS CONDITION 1 @message = MESSAGE_TEXT"));
        assertThat(await(session.fetchExactlyOne("SELECT @message AS m")).getString("m"))
                .contains("'def'");

        failure(session.fetchAll("SELECT nothing FROM t"), StatementException.class);
        assertThat(messages(session)).singleElement().asString().contains("'nothing'");
        await(session.commit());
    }

    @Test
    void countOfWarningsIsStreamed() {
        List<Object> counts = new ArrayList<>();
        session(session -> session.fetchAll("SELECT CAST('abc' AS SIGNED)")
                .thenCompose(warned ->
                        session.forEach(Sql.sql("SELECT @@warning_count AS n"), row -> counts.add(row.get(0)))));
        assertThat(counts).containsExactly(1L);
    }

    /** What goes ahead of a statement is done when the server refuses to prepare it, and is not done again. */
    @Test
    @Tag("R10")
    void anyTransactionControlMayGoAhead() {
        String unprepared = isMariaDb() ? "EXECUTE IMMEDIATE 'SELECT 1'" : "HELP 'no such thing'";
        SessionOptions serializable = SessionOptions.defaults().withIsolation(Isolation.SERIALIZABLE);
        await(database().session(serializable, session -> session.fetchAll(unprepared)));
        execute("INSERT INTO t VALUES (1, 'a')");
        int read = session(session -> session.execute("PREPARE s FROM 'SELECT id FROM t'")
                .thenCompose(done -> session.transaction(child -> child.execute("INSERT INTO t VALUES (2, 'b')")))
                .thenCompose(done -> session.fetchAll("EXECUTE s"))
                .thenCompose(both -> session.transaction(child -> child.execute("INSERT INTO t VALUES (3, 'c')")
                                .thenCompose(done -> child.fetchAll("EXECUTE  s")))
                        .thenApply(three -> 10 * both.size() + three.size())));
        assertThat(read).isEqualTo(23);
        assertThat(count(database(), "t")).isEqualTo(3);
    }

    /** The second is on its way when the first is refused. */
    @Test
    void severalAtOnceAreRun() {
        String unprepared = isMariaDb() ? "EXECUTE IMMEDIATE 'SELECT 1'" : "HELP 'no such thing'";
        try (Database narrow = await(Database.of(url + "?max_size=1").connect())) {
            List<CompletableFuture<List<Row>>> all =
                    Stream.generate(() -> narrow.fetchAll(unprepared)).limit(5).toList();
            all.forEach(each -> assertThat(await(each)).hasSize(isMariaDb() ? 1 : 0));
            await(narrow.session(session -> {
                session.fetchAll(unprepared + " ");
                return session.fetchAll(unprepared + " ");
            }));
        }
    }

    /** It begins such a row with the byte that begins a demand for a file. */
    @Test
    void whoHasTheDriverIsGivenNulls() {
        io.vertx.sqlclient.Row row = session(session -> session.unwrap(MySQLConnection.class)
                .thenCompose(driver -> driver.query("SELECT NULL, 1").execute().toCompletionStage())
                .thenApply(rows -> rows.iterator().next()));
        assertThat(row.getValue(0)).isNull();
        assertThat(row.getInteger(1)).isEqualTo(1);
    }

    /** They would have to be written into the text. MariaDB prepares it. */
    @Test
    void whatIsNotPreparedTakesNoParameters() {
        CompletableFuture<List<Row>> shown = database().fetchAll("SHOW WARNINGS LIMIT ?", List.of(1));
        if (isMariaDb()) {
            assertThat(await(shown)).isEmpty();
        } else {
            assertThat(failure(shown, StatementException.class).kind()).isEqualTo(Kind.UNSUPPORTED);
        }
    }

    /** The server says so of a statement when it is asked to prepare it, and a routine says so when it has run for a while. */
    @Test
    void whatFailsWhileItRunsIsNotRunTwice() {
        execute("CREATE TABLE runs (id INT AUTO_INCREMENT PRIMARY KEY)");
        execute("CREATE PROCEDURE signals() BEGIN INSERT INTO runs VALUES ();"
                + " SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1295, MESSAGE_TEXT = 'mine'; END");
        StatementException failure = failure(database().execute("CALL signals()"), StatementException.class);
        assertThat(failure).hasMessageContaining("mine");
        assertThat(count(database(), "runs")).isEqualTo(1);
    }
}
