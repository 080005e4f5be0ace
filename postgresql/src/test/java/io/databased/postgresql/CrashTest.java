package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.postgresql.ServerSide.transactionId;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server is killed, and comes back. */
final class CrashTest {
    /** Its log is written late, so that a crash forgets as much as can be; what it has acknowledged it keeps. */
    private final PostgresServer server =
            PostgresServer.builder().durable().set("wal_writer_delay", "10s").start();

    private final ProxiedPostgres there = new ProxiedPostgres(server);

    @AfterEach
    void close() {
        there.close();
        server.close();
    }

    @Test
    @Tag("R16")
    @Tag("N4")
    void commitThatReachedTheServerBeforeItDiedIsFoundAfterItsReturn() {
        try (Database database = there.connect(1)) {
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO t VALUES (1)"));
            TransactionId id = ServerSide.wholeId(session);
            there.proxy.cutAfter("COMMIT");
            CommitOutcomeUnknownException unknown = failure(session.commit(), CommitOutcomeUnknownException.class);
            server.kill();
            CompletableFuture<Outcome> askedMeanwhile = inquiry(id);
            server.start();

            assertThat(await(askedMeanwhile)).isEqualTo(Outcome.COMMITTED);
            assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
            assertThat(there.rows()).isEqualTo("1");
        }
    }

    /** As {@code resolve()} asks, but for as long as the server takes to start, be it more than ten seconds. */
    private CompletableFuture<Outcome> inquiry(TransactionId id) {
        PostgresBackend backend = PostgresBackend.of(DatabaseUrl.parse(there.url()), Map.of());
        return new OutcomeInquiry(backend, id).start(Futures.DEADLINE, Duration.ofSeconds(5));
    }

    /** The server ends all its processes when one of them dies, and says so as a warning. */
    @Test
    @Tag("R16")
    void crashOfAnotherSessionIsTold() {
        try (Database database = there.connect(2)) {
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO t VALUES (1)"));
            CompletableFuture<?> running = session.fetchAll("SELECT pg_sleep(60)");
            there.awaitRunning("pg_sleep");
            long other = await(database.fetchOne(
                            sql("SELECT pg_backend_pid()::bigint").value(Long.class)))
                    .orElseThrow();
            ProcessHandle.of(other).orElseThrow().destroyForcibly();

            assertThat(failure(running, ConnectionLostException.class))
                    .hasMessageContaining("crash of another server process")
                    .hasMessageContaining("[SQLSTATE 57P02]");
            await(session.close());
        }
    }

    /** The crash forgets the first transaction, and the second one gets its identifier. */
    @Test
    @Tag("R16")
    void commitOfAnotherTransactionUnderTheSameIdentifierIsNotTakenForIt() {
        try (Database database = there.connect(1)) {
            await(database.execute("INSERT INTO t VALUES (1)"));
            Session lost = await(database.session().open());
            await(lost.execute("INSERT INTO t VALUES (2)"));
            String id = await(transactionId(lost));
            there.proxy.cutBefore("COMMIT");
            CommitOutcomeUnknownException unknown = failure(lost.commit(), CommitOutcomeUnknownException.class);
            server.kill();
            server.start();
            String other = "";
            for (int row = 3; !other.equals(id) && row < 200; row++) {
                List<Integer> values = List.of(row);
                other = await(database.session(session -> session.execute("INSERT INTO t VALUES (?)", values)
                        .thenCompose(inserted -> transactionId(session))));
            }

            assertThat(other).as("the identifier was given again").isEqualTo(id);
            server.execute("CHECKPOINT"); // from now on the server's files know the identifier
            assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
        }
    }
}
