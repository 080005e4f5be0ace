package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.FaultProxy;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MySqlConnectionTest extends MySqlDatabase {
    private static final String LONG =
            "count(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c";

    @Tag("R16")
    @Test
    @Tag("N1")
    void killedSessionIsLostAndTheNextOneIsNot() {
        execute("CREATE TABLE t (i INT)");
        Session session = await(database().session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        server.terminateSessions(name());
        failure(session.execute("INSERT INTO t VALUES (2)"), ConnectionLostException.class);
        failure(session.commit(), DatabasedException.class);
        await(session.cancel());
        assertThat(count(database(), "t")).isZero();
    }

    @Test
    @Tag("C9")
    void whatIsRunOnANewConnectionMayNotLeaveATransactionOpen() {
        execute("CREATE PROCEDURE begin_anything() START TRANSACTION");
        Database careless = Database.builder(url)
                .connectionInitSql("SET @a = 1", "CALL begin_anything()")
                .build();

        assertThat(failure(careless.connect(), ConnectionFailedException.class))
                .hasMessageContaining("statement 2 of connectionInitSql (CALL) failed: ")
                .hasMessageContaining("left a transaction open");
    }

    @Tag("R23")
    @Test
    @Tag("P8")
    void connectionsThatIdledTooLongAreNotHandedOut() {
        Database idle = await(Database.builder(url)
                .connectionInitSql("SET SESSION wait_timeout = 1")
                .build()
                .connect());
        until("the server has closed it", () -> server.sessions(name()) == 0);
        assertThat(numbers(idle, "SELECT 1")).containsExactly(1);
        await(idle.disconnect());
    }

    @Tag("R16")
    @Test
    @Tag("N27")
    void sessionThatIdledTooLongSaysSo() {
        Database idle = await(Database.of(url).connect());
        Session session = await(idle.session().open());
        await(session.execute("SET SESSION wait_timeout = 1"));
        until("the server has closed it", () -> server.sessions(name()) == 0);
        failure(session.fetchAll("SELECT 1"), ConnectionLostException.class);
        await(session.cancel());
        await(idle.disconnect());
    }

    @Test
    @Tag("N8")
    void statementThatTheServerStopsIsCancelledOrTooLate() {
        StatementException slow = failure(
                database()
                        .fetchAll(
                                isMariaDb()
                                        ? "SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(9)"
                                        : "SELECT /*+ MAX_EXECUTION_TIME(50) */ " + LONG),
                StatementException.class);
        assertThat(slow.kind()).isEqualTo(Kind.TIMEOUT);
        Session session = await(database().session().open());
        long id = one(session, "SELECT CONNECTION_ID() AS id", Map.of()).getLong("id");
        String endless = isMariaDb() ? "SELECT SLEEP(60)" : "SELECT " + LONG; // MySQL's SLEEP only ends early
        CompletableFuture<?> running = session.fetchAll(endless);
        until(
                "it runs",
                () -> count(
                                database(),
                                "information_schema.processlist WHERE info LIKE '" + endless + "%' AND id = " + id)
                        > 0);
        server.execute("KILL QUERY " + id);
        assertThat(failure(running, StatementException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(session.cancel());
    }

    @Tag("R22")
    @Test
    @Tag("P15")
    void marksDoNotReachTheNextBorrower() {
        Database narrow = await(Database.of(url + "?max_size=1").connect());
        await(narrow.execute("SET @mark = 1"));
        await(narrow.execute("SET SESSION sort_buffer_size = 65536"));
        await(narrow.session(session -> session.execute("CREATE TEMPORARY TABLE mark (i INT)")));
        assertThat(one(narrow, "SELECT @mark IS NULL AND @@sort_buffer_size > 65536 AS clean", Map.of())
                        .getBoolean("clean"))
                .isTrue();
        failure(narrow.fetchAll("SELECT * FROM mark"), StatementException.class);
        assertThat(one(narrow, "SELECT @@time_zone AS z, @@character_set_client AS c", Map.of())
                        .toMap())
                .isEqualTo(Map.of("z", "+00:00", "c", "utf8mb4"));
        assertThat(numbers(narrow, "SELECT 1 AS again")).containsExactly(1);
        await(narrow.disconnect());
    }

    @Test
    @Tag("N30")
    void preparedStatementsAreBounded() {
        Database narrow = await(Database.of(url + "?max_size=1").connect());
        long ofOthers = prepared(narrow);
        List<CompletableFuture<List<io.databased.Row>>> all = IntStream.range(0, 1_000)
                .mapToObj(i -> narrow.fetchAll("SELECT " + i))
                .toList();
        all.forEach(each -> await(each));
        until("the server has closed the others", () -> prepared(narrow) - ofOthers < 700);
        await(narrow.disconnect());
    }

    private static long prepared(Database database) {
        return Long.parseLong(await(database.fetchOne("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'"))
                .orElseThrow()
                .getString("Value"));
    }

    /** What a session costs, with the proxy as the judge: BEGIN goes with the first statement, SAVEPOINT too. */
    @Test
    void transactionControlTravelsWithStatements() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port()).latency(Duration.ofMillis(50))) {
            Database near =
                    await(Database.of(proxy.through(url) + "?max_size=1").connect());
            execute("CREATE TABLE t (i INT)");
            Runnable session = () -> await(near.session(outer -> outer.execute("INSERT INTO t VALUES (1)")
                    .thenCompose(done -> outer.transaction(inner -> inner.execute("INSERT INTO t VALUES (1)")))
                    .thenApply(done -> 1)));
            session.run(); // prepares
            proxy.traffic().reset();
            session.run();
            assertThat(proxy.traffic().texts())
                    .containsExactly("START TRANSACTION", "SAVEPOINT databased_1", MySqlDialect.COMMIT);
            assertThat(proxy.traffic().roundTrips()).isEqualTo(3);
            await(near.disconnect());
        }
    }

    /** The driver would give every message to the socket by itself. */
    @Test
    void whatGoesTogetherLeavesInOneWrite() {
        Database narrow = await(Database.of(url + "?max_size=1").connect());
        execute("CREATE TABLE t (i INT)");
        AtomicInteger writes = new AtomicInteger();
        await(narrow.session(session -> session.unwrap(MySQLConnection.class).thenApply(driver -> {
            SqlConnectionInternal connection = (SqlConnectionInternal) driver;
            ((SocketConnectionBase) connection.unwrap())
                    .socket()
                    .channelHandlerContext()
                    .pipeline()
                    .addFirst(new ChannelOutboundHandlerAdapter() {
                        @Override
                        public void flush(ChannelHandlerContext context) {
                            writes.incrementAndGet();
                            context.flush();
                        }
                    });
            return driver;
        })));
        await(narrow.execute("INSERT INTO t VALUES (1)")); // prepares
        writes.set(0);

        await(narrow.session(session -> session.execute("INSERT INTO t VALUES (1)")));

        assertThat(writes).hasValue(2); // START TRANSACTION and INSERT; COMMIT
        await(narrow.disconnect());
    }

    @Test
    void oneShotsDoNotWaitForEachOther() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port()).latency(Duration.ofMillis(50))) {
            Database near =
                    await(Database.of(proxy.through(url) + "?max_size=1").connect());
            assertThat(numbers(near, "SELECT 1")).containsExactly(1);
            proxy.traffic().reset();
            List<CompletableFuture<List<io.databased.Row>>> all = IntStream.range(0, 100)
                    .mapToObj(i -> near.fetchAll("SELECT 1"))
                    .toList();
            all.forEach(each -> await(each));
            assertThat(proxy.traffic().messages("EXECUTE")).isEqualTo(100);
            assertThat(proxy.traffic().roundTrips()).isLessThan(50);
            await(near.disconnect());
        }
    }

    @Test
    void readOnlyAndIsolationReachTheServer() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port())) {
            Database near = await(Database.of(proxy.through(url)).connect());
            proxy.traffic().reset();
            await(near.session(
                    io.databased.SessionOptions.defaults()
                            .withReadOnly()
                            .withIsolation(io.databased.Isolation.READ_COMMITTED),
                    session -> session.fetchAll("SELECT 1")));
            assertThat(proxy.traffic().texts())
                    .startsWith("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION READ ONLY");
            await(near.disconnect());
        }
    }
}
