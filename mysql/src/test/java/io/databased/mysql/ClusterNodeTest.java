package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.MariaDbServer;
import io.databased.servers.RogueServer;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** A node that was cut off from its cluster: what it refuses, and what becomes of the connection. */
@Tag("mariadb")
class ClusterNodeTest {
    private static final int NOT_READY = 1047;
    private static final int ERROR_DURING_COMMIT = 1180;
    private static final String UPDATE = "UPDATE movies SET released = 1";

    /** Says yes to a transaction with one statement, up to its COMMIT. */
    private static RogueMySql inTransaction(RogueServer.Dialogue client) throws IOException {
        RogueMySql node = new RogueMySql(client);
        node.letIn();
        node.setUpNode();
        node.ok(1);
        node.read(); // START TRANSACTION
        node.ok(1);
        node.prepare();
        node.read();
        node.ok(1);
        return node;
    }

    private static Database connect(RogueServer node) {
        return await(Database.of("mysql://root@127.0.0.1:" + node.port() + "/any?max_size=1")
                .connect());
    }

    /** The others may have got it, and commit it. */
    @Tag("R16")
    @Test
    @Execution(CONCURRENT)
    void commitInWhichItWasCutOffIsOfUnknownOutcome() {
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql node = inTransaction(client);
                    node.read();
                    node.error(1, ERROR_DURING_COMMIT, "Got error 6 during COMMIT");
                    client.ignore();
                });
                Database database = connect(server)) {
            assertThat(failure(
                            database.session(session -> session.execute(UPDATE)), CommitOutcomeUnknownException.class))
                    .hasMessageContaining("Got error 6 during COMMIT");
        }
    }

    @Tag("R16")
    @Test
    @Execution(CONCURRENT)
    void statementThatCommitsItselfMayHaveBeenApplied() {
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql node = new RogueMySql(client);
                    node.letIn();
                    node.setUpNode();
                    node.ok(1);
                    node.prepare();
                    node.read();
                    node.error(1, ERROR_DURING_COMMIT, "Got error 6 during COMMIT");
                    client.ignore();
                });
                Database database = connect(server)) {
            assertThat(failure(database.execute(UPDATE), ConnectionLostException.class))
                    .hasMessageContaining("may have been applied");
        }
    }

    /** It is still open on the server: the next transaction would commit it. */
    @Tag("R22")
    @Test
    @Execution(CONCURRENT)
    void transactionThatItRefusesToGoOnWithGoesWithItsConnection() {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql node = inTransaction(client);
                    node.read();
                    node.error(1, NOT_READY, "not ready");
                    try {
                        while (!node.read().isText("START TRANSACTION")) {}
                        closed.complete(false);
                    } catch (EOFException end) {
                        closed.complete(true);
                    }
                });
                Database database = connect(server)) {
            Session session = await(database.session().open());
            await(session.execute(UPDATE));
            StatementException refused = failure(session.execute("DELETE FROM movies"), StatementException.class);
            assertThat(refused.kind()).isEqualTo(Kind.SERIALIZATION);
            await(session.cancel());
            assertThat(await(closed)).isTrue();
        }
    }

    /** Then or later. */
    @Test
    @Execution(CONCURRENT)
    void statementOutsideSessionsGoesToAnother() {
        String url = MariaDbServer.shared().createDatabase();
        AtomicInteger setUps = new AtomicInteger(); // beside connections that stop what runs
        try (RogueServer server = RogueServer.start(client -> readyOnce(client, setUps))) {
            String hosts = "127.0.0.1:" + server.port() + ",127.0.0.1:"
                    + MariaDbServer.shared().port();
            String both = "mysql://root@" + hosts + url.substring(url.lastIndexOf('/')) + "?max_size=1";
            try (Database database = await(Database.of(both).connect())) {
                await(database.execute("CREATE TABLE t (i INT)"));
                assertThat(setUps).hasValueGreaterThan(1); // where that takes long another attempt is made beside it
            }
        }
    }

    /** Refuses the first statement, and what follows, and then new connections. */
    private static void readyOnce(RogueServer.Dialogue client, AtomicInteger setUps) throws IOException {
        RogueMySql node = new RogueMySql(client, "11.4.5-MariaDB");
        node.letIn();
        node.setUpNode();
        if (setUps.incrementAndGet() == 1) {
            node.ok(1);
            node.read();
        }
        while (true) { // until the client has gone
            node.error(1, NOT_READY, "not ready");
            node.read();
        }
    }
}
