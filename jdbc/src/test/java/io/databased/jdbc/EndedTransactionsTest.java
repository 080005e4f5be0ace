package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that ends the transaction of its session in H2, whatever its text says, fails the session. */
public class EndedTransactionsTest {
    private static final List<String> FUNCTIONS = List.of("committing", "leaving", "defining", "harmless", "failing");

    private final String name = UUID.randomUUID().toString();
    private final Database database = Database.of("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");

    @BeforeEach
    void connect() {
        await(database.connect());
        await(database.execute("CREATE TABLE t (v VARCHAR(20))"));
        for (String function : FUNCTIONS) {
            await(database.execute(
                    "CREATE ALIAS " + function + " FOR '" + getClass().getName() + "." + function + "'"));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Called by the database. */
    public static int committing(Connection connection) throws SQLException {
        connection.commit();
        return run(connection, "INSERT INTO t VALUES ('behind')");
    }

    /** Called by the database. */
    public static int leaving(Connection connection) throws SQLException {
        connection.rollback();
        return 1;
    }

    /** Called by the database. */
    public static int defining(Connection connection) throws SQLException {
        return run(connection, "CREATE TABLE IF NOT EXISTS other (a INT)");
    }

    /** Called by the database. */
    public static int harmless(Connection connection) throws SQLException {
        return run(connection, "INSERT INTO t VALUES ('inside')");
    }

    /** Called by the database. */
    public static int failing(Connection connection) throws SQLException {
        connection.commit();
        throw new SQLException("too late", "45000");
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return 1;
        }
    }

    private static void requireEnded(Database database, String sql) {
        requireEnded(database, session -> session.fetchAll(sql));
    }

    private static void requireEnded(Database database, Function<Session, CompletableFuture<?>> statement) {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('before')"));

        StatementException failure = failure(statement.apply(session), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failure).hasMessageContaining("ended the transaction of the session");
        failure(session.execute("INSERT INTO t VALUES ('after')"), SessionFailedException.class);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
        assertThat(await(database.fetchAll("SELECT v FROM t WHERE v IN ('after', 'behind')")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT committing()",
                "CALL committing()",
                "SELECT leaving()",
                "CALL defining()",
                "SELECT failing()",
                "SELECT v FROM t WHERE committing() = 1",
                "INSERT INTO t SELECT 'x' WHERE committing() = 1",
                "SET MODE MySQL",
                "SET DEFAULT_LOCK_TIMEOUT 3000",
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "CREATE LOCAL TEMPORARY TABLE own (a INT)",
                "CREATE GLOBAL TEMPORARY TABLE ours (a INT)",
                "DECLARE LOCAL TEMPORARY TABLE own (a INT)",
                "PREPARE p AS INSERT INTO t VALUES ('p')",
                "SCRIPT"
            })
    @Tag("R15")
    void statementThatEndsTheTransactionEndsTheSession(String sql) {
        requireEnded(database, sql);
    }

    /** Over a socket only what is no query and changes no rows is looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL committing()",
                "CALL leaving()",
                "CALL defining()",
                "CALL failing()",
                "SET MODE MySQL",
                "CREATE LOCAL TEMPORARY TABLE own (a INT)"
            })
    @Tag("R15")
    void overASocketToo(String sql) throws SQLException {
        Server server = Server.createTcpServer("-tcpPort", "0").start();
        try (Database remote = Database.of("jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:" + name)) {
            await(remote.connect());
            requireEnded(remote, sql);
            requireEnded(remote, session -> session.forEach(Sql.sql(sql), row -> {}));
            await(remote.session(session -> session.execute("INSERT INTO t VALUES ('kept')")
                    .thenCompose(inserted -> session.fetchAll("CALL harmless()"))
                    .thenCompose(called -> session.execute("SET LOCK_TIMEOUT 500"))));
            assertThat(await(remote.fetchAll("SELECT v FROM t WHERE v IN ('kept', 'inside')")))
                    .hasSize(2);
        } finally {
            server.stop();
        }
    }

    @Test
    void whatKeepsTheTransactionKeepsTheSession() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('before')"));
        await(session.fetchAll("CALL harmless()"));
        await(session.fetchAll("SELECT harmless() FROM t"));
        await(session.execute("SET LOCK_TIMEOUT 500"));
        await(session.execute("SET @x = 1"));
        await(session.execute("CREATE LOCAL TEMPORARY TABLE own (a INT) TRANSACTIONAL"));
        await(session.forEach(Sql.sql("SELECT harmless() FROM SYSTEM_RANGE(1, 3)"), row -> {}));
        await(session.transaction(child -> child.execute("INSERT INTO t VALUES ('child')")));
        await(session.close());

        assertThat(await(database.fetchAll("SELECT v FROM t"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET MODE MySQL",
                "CREATE LOCAL TEMPORARY TABLE own (a INT)",
                "DECLARE LOCAL TEMPORARY TABLE own (a INT)",
                "SCRIPT"
            })
    void whereNothingWasChangedNothingIsLost(String sql) {
        Session session = await(database.session().open());
        await(session.fetchAll(sql));
        await(session.execute("INSERT INTO t VALUES ('undone')"));
        await(session.close());

        assertThat(await(database.fetchAll("SELECT v FROM t"))).isEmpty();
    }

    @Test
    @Tag("R15")
    void rowsThatAreReadAsTheyAreFoundAreWatched() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('before')"));

        StatementException failure = failure(
                session.forEach(Sql.sql("SELECT committing() FROM SYSTEM_RANGE(1, 2000)"), row -> {}),
                StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
    }

    /** It has its transaction to itself. */
    @Test
    void streamOutsideOfSessionsMayEndItsOwn() {
        await(database.forEach(Sql.sql("CALL committing()"), row -> {}));
        await(database.forEach(Sql.sql("SELECT committing() FROM SYSTEM_RANGE(1, 3)"), row -> {}));
        assertThat(failure(database.forEach(Sql.sql("CALL failing()"), row -> {}), StatementException.class))
                .hasMessageNotContaining("ended the transaction");

        assertThat(await(database.fetchAll("SELECT v FROM t"))).hasSize(4);
    }

    /** Its transaction is that of all then. */
    @Test
    @Tag("R29")
    void streamOutsideOfSessionsMayNotEndThatOfForceRollback() {
        Database forced = await(Database.builder("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1")
                .forceRollback()
                .build()
                .connect());
        await(forced.execute("INSERT INTO t VALUES ('before')"));

        assertThat(failure(
                        forced.forEach(Sql.sql("CALL committing()"), row -> {}), io.databased.DatabasedException.class))
                .hasMessageContaining("ended the transaction");

        failure(forced.execute("INSERT INTO t VALUES ('after')"), io.databased.DatabasedException.class);
        failure(forced.disconnect(), io.databased.DatabasedException.class);
        assertThat(await(database.fetchAll("SELECT v FROM t WHERE v = 'after'")))
                .isEmpty();
    }

    /** The session would go on where errors are the database's own business. */
    @Test
    @Tag("R14")
    void itEndsASessionWithNativeErrorsToo() {
        Session session = await(database.session(SessionOptions.defaults().withErrors(SessionOptions.Errors.NATIVE))
                .open());
        await(session.execute("INSERT INTO t VALUES ('before')"));

        failure(session.fetchAll("SELECT failing()"), StatementException.class);

        failure(session.execute("INSERT INTO t VALUES ('after')"), SessionFailedException.class);
        await(session.close());
    }

    @Test
    @Tag("R15")
    void batchThatEndsTheTransactionLeavesNothingBehindOnItsConnection() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('before')"));
        StatementException failure = failure(
                session.executeMany(
                        "INSERT INTO t SELECT ? WHERE committing() = 1", List.of(List.of("a"), List.of("b"))),
                StatementException.class);
        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        await(session.close());

        failure(database.execute("INSERT INTO missing VALUES (1)"), StatementException.class);
        assertThat(await(database.execute("INSERT INTO t VALUES ('next')")).affectedRows())
                .isOne();
        assertThat(database.stats().turnover().created()).isOne();
    }
}
