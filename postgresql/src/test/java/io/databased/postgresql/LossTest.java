package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.PoolStats.Retirement;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that end sessions, are full, or are away for a while. */
final class LossTest {
    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(1);

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        there.close();
    }

    private void terminate() {
        PostgresServer.shared().terminateSessions(there.name);
    }

    @Test
    @Tag("N1")
    void statementThatWasUnderWayMayHaveBeenApplied() {
        CompletableFuture<?> slow = database.fetchAll("SELECT pg_sleep(120)");
        there.awaitRunning("pg_sleep");
        terminate();

        ConnectionLostException failure = failure(slow, ConnectionLostException.class);

        assertThat(failure.sent()).isTrue();
        assertThat(failure).hasMessageContaining("administrator command");
        await(database.fetchAll("SELECT 1"));
    }

    @Test
    @Tag("N2")
    void sessionIsRolledBackAndEndsQuietly() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        terminate();

        failure(session.execute("INSERT INTO t VALUES (2)"), ConnectionLostException.class);
        failure(session.execute("INSERT INTO t VALUES (3)"), ConnectionLostException.class);
        failure(session.commit(), ConnectionLostException.class);
        await(session.cancel());
        await(session.close());

        await(database.execute("INSERT INTO t VALUES (4)"));
        assertThat(there.rows()).isEqualTo("4");
    }

    @Test
    @Tag("R23")
    @Tag("P8")
    void idleConnectionThatTheServerEndedIsNotUsedAgain() {
        for (int i = 1; i <= 5; i++) {
            await(database.fetchAll("SELECT 1"));
            LeakCheck.assertIdle(database);
            terminate();
            Futures.until("the pool knows", () -> database.stats().connections().size() == 0);
        }
        await(database.fetchAll("SELECT 1"));
        assertThat(database.stats().turnover().destroyed(Retirement.BROKEN)).isEqualTo(5);
    }

    @Test
    @Tag("N9")
    @Tag("R14")
    void failureIsNamedByWhatFollowsItAndAChildContainsIt() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        Session child = await(session.transaction().open());
        failure(child.execute("INSERT INTO t VALUES (1)"), StatementException.class);
        assertThat(failure(child.execute("INSERT INTO t VALUES (2)"), SessionFailedException.class))
                .hasMessageContaining("t_pkey");
        await(child.cancel());
        await(session.execute("INSERT INTO t VALUES (3)"));
        await(session.commit());

        assertThat(there.rows()).isEqualTo("1,3");
    }

    @Test
    @Tag("N28")
    void preparedStatementThatADefinitionInvalidatesHealsOutsideASession() {
        for (String type : List.of("bigint", "text", "int USING id::int")) {
            await(database.fetchAll("SELECT * FROM t"));
            there.execute("ALTER TABLE t ALTER id TYPE " + type);
            await(database.fetchAll("SELECT * FROM t"));
        }
        await(database.fetchAll("SELECT * FROM t"));
        there.execute("ALTER TABLE t ADD more int");
        assertThat(await(database.fetchAll("SELECT * FROM t"))).isEmpty();
    }

    @Test
    @Tag("N28")
    void preparedStatementThatADefinitionInvalidatesFailsASessionOnceWhereItIsNotTheFirst() {
        await(database.fetchAll("SELECT * FROM t"));
        there.execute("ALTER TABLE t ADD more int");

        StatementException failure = failure(
                database.session(session ->
                        session.fetchAll("SELECT 1").thenCompose(first -> session.fetchAll("SELECT * FROM t"))),
                StatementException.class);

        assertThat(failure.sqlState()).contains("0A000");
        await(database.session(session -> session.fetchAll("SELECT * FROM t")));
    }

    @Test
    @Tag("N28")
    void preparedStatementsThatAreGoneHealOutsideASession() {
        await(database.fetchAll("SELECT * FROM t"));
        there.execute("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS 'BEGIN DEALLOCATE ALL; END'");
        await(database.fetchAll("SELECT forget()"));

        await(database.fetchAll("SELECT * FROM t"));
    }

    @Test
    @Tag("C7")
    void serverThatIsFullServesWithWhatThereIs() {
        try (PostgresServer small = PostgresServer.builder()
                        .set("max_connections", "8")
                        .set("superuser_reserved_connections", "0")
                        .start();
                ProxiedPostgres full = new ProxiedPostgres(small);
                Database database = full.connect(PoolOptions.builder().maxSize(30))) {
            CompletableFuture<Void> refused = new CompletableFuture<>();
            List<CompletableFuture<Void>> sessions = IntStream.range(0, 60)
                    .mapToObj(i -> database.session(session -> session.execute("INSERT INTO t VALUES (?)", List.of(i))
                            .thenCompose(inserted -> refused)))
                    .toList();
            Futures.until(
                    "it has refused one", () -> database.stats().turnover().createFailures() > 0);
            refused.complete(null);

            sessions.forEach(Futures::await);
            assertThat(await(database.fetchOne(sql("SELECT count(*) FROM t").value(Long.class))))
                    .contains(60L);
        }
    }

    @Test
    @Tag("C8")
    void serverThatComesBackIsFoundByWhoWaits() {
        try (PostgresServer server = PostgresServer.builder().start();
                ProxiedPostgres restarted = new ProxiedPostgres(server);
                Database database = restarted.connect(1)) {
            server.stop();
            Futures.until("the pool knows", () -> database.stats().connections().size() == 0);
            CompletableFuture<?> waiting = database.session(session -> session.fetchAll("SELECT 1"));
            server.start();

            await(waiting);
        }
    }

    @Test
    @Tag("R37")
    @Tag("X2")
    void valueIsInNoMessage() {
        there.execute("CREATE TABLE secrets (secret text PRIMARY KEY, short varchar(3), even int CHECK (even % 2 = 0),"
                + " mood numeric(3), uid uuid)");
        String canary = "canary-5b1c";
        await(database.execute("INSERT INTO secrets (secret) VALUES (?)", List.of(canary)));

        for (CompletableFuture<?> failing : List.of(
                database.execute("INSERT INTO secrets (secret) VALUES (?)", List.of(canary)),
                database.execute("INSERT INTO secrets (secret, short) VALUES ('x', ?)", List.of(canary)),
                database.execute("INSERT INTO secrets (secret, even) VALUES (?, 1)", List.of(canary + "2")),
                database.execute("INSERT INTO secrets (secret, uid) VALUES ('x', cast(? AS uuid))", List.of(canary)),
                database.execute(
                        "INSERT INTO secrets (secret, mood) VALUES ('x', cast(? AS numeric))", List.of(canary)),
                database.execute("INSERT INTO secrets (secret) SELECT ? FROM nowhere", List.of(canary)),
                database.execute("INSERT INTO secrets (uid) VALUES (?)", List.of(canary)))) {
            StatementException failure = failure(failing, StatementException.class);
            assertThat(failure.kind()).isNotEqualTo(Kind.SYSTEM);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(canary);
            }
        }
    }
}
