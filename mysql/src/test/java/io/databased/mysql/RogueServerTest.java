package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.RogueServer;
import io.databased.testkit.LogCapture;
import io.vertx.mysqlclient.MySQLConnection;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that want what they must not get. */
class RogueServerTest {
    private static final String SECRET = "content of a file of the client";

    @TempDir
    Path folder;

    /** All that the client says from here on until it closes; fails if it answers a demand. */
    private static String rest(RogueMySql rogue) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            try {
                RogueMySql.Packet packet = rogue.read();
                assertThat(packet.number()).as("an answer").isZero();
                all.writeBytes(packet.payload());
            } catch (EOFException closed) {
                return all.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static String url(RogueServer server) {
        return "mysql://user:pass%20word@127.0.0.1:" + server.port() + "/any?max_size=1";
    }

    @Tag("R37")
    @Test
    @Tag("I5")
    void serverThatAsksForAFileGetsNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        CompletableFuture<String> got = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
            RogueMySql rogue = new RogueMySql(client);
            rogue.letIn();
            rogue.setUp();
            while (!rogue.read().isText("START TRANSACTION")) {}
            rogue.askForFile(file.toString());
            got.complete(rest(rogue));
        })) {
            Database database = await(Database.of(url(server)).connect());
            ConnectionLostException lost = failure(
                    database.session(session -> session.execute("UPDATE movies SET released = 1")),
                    ConnectionLostException.class);
            assertThat(lost).hasMessageContaining("asked for a file of this machine");
            assertThat(await(got)).doesNotContain(SECRET);
            await(database.disconnect());
        }
    }

    /** Where the driver might take the begin of a row for that of an answer, or the library that of an answer for a row's. */
    @Tag("R37")
    @ParameterizedTest
    @CsvSource({"true, 5", "true, 7", "true, 8", "false, 7", "false, 8"})
    @Tag("I15")
    void serverThatAsksForAFileBehindAResultGetsNothing(boolean unwrapped, int end) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        CompletableFuture<String> got = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql rogue = new RogueMySql(client);
                    rogue.letIn();
                    rogue.setUp();
                    rogue.read(); // START TRANSACTION
                    rogue.ok(1);
                    rogue.read();
                    rogue.send(1, (byte) 1);
                    rogue.column(2);
                    byte[] over = {(byte) 0xFE, 0, 0, 0xB, 0, 0, 0, 0}; // more results follow
                    rogue.send(3, Arrays.copyOf(over, end));
                    rogue.askForFile(file.toString());
                    got.complete(rest(rogue));
                });
                Database database = await(Database.of(url(server)).connect())) {
            failure(
                    unwrapped ? database.session(RogueServerTest::byDriver) : database.session(RogueServerTest::tables),
                    Exception.class);
            assertThat(await(got)).doesNotContain(SECRET);
        }
    }

    private static CompletableFuture<?> tables(Session session) {
        return session.fetchAll("SHOW TABLES");
    }

    private static CompletableFuture<?> byDriver(Session session) {
        return session.unwrap(MySQLConnection.class)
                .thenCompose(driver -> driver.query("SHOW TABLES").execute().toCompletionStage());
    }

    /** The driver would print it, with its stack, as nobody uses the connection yet. */
    @Test
    @Tag("I15")
    void whatIsWrongBehindALoginIsLoggedAndNotPrinted() throws IOException {
        byte[] letInAndMore = {7, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, /* and */ 3, 0, 0, 1, 9, 9, 9};
        Logger logger = Logger.getLogger("io.databased");
        logger.setLevel(Level.FINE);
        List<String> logged;
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql rogue = new RogueMySql(client);
                    rogue.greet("mysql_native_password");
                    rogue.read();
                    client.send(letInAndMore);
                    rest(rogue);
                });
                LogCapture log = new LogCapture("io.databased")) {
            failure(Database.of(url(server)).connect(), ConnectionFailedException.class);
            logged = log.linesOf("io.databased");
        } finally {
            logger.setLevel(null);
        }
        assertThat(logged).anyMatch(line -> line.contains("broke that was in use by none of the pool"));
    }

    @Test
    @Tag("I15")
    void serverThatAsksForAFileAtOnceIsNotConnectedTo() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        CompletableFuture<String> got = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
            RogueMySql rogue = new RogueMySql(client);
            rogue.letIn();
            rogue.read();
            rogue.askForFile(file.toString());
            got.complete(rest(rogue));
        })) {
            DatabasedException refused = failure(Database.of(url(server)).connect(), DatabasedException.class);
            assertThat(refused).hasMessageContaining("asked for a file of this machine");
            assertThat(await(got)).doesNotContain(SECRET);
        }
    }

    @Tag("R37")
    @Test
    @Tag("T5")
    void serverThatAsksForThePasswordInPlainTextDoesNotGetIt() {
        CompletableFuture<String> got = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
            RogueMySql rogue = new RogueMySql(client);
            rogue.greet("mysql_native_password");
            rogue.read();
            rogue.send(2, "\u00FEmysql_clear_password\0".getBytes(StandardCharsets.ISO_8859_1));
            got.complete(rest(rogue));
        })) {
            DatabasedException refused = failure(Database.of(url(server)).connect(), DatabasedException.class);
            assertThat(refused).hasMessageContaining("asked for the password in plain text");
            assertThat(await(got)).doesNotContain("pass word");
        }
    }

    /** Up to the statement of a session that is prepared, at which its transaction is over. */
    private static void toEndOfTransaction(RogueMySql rogue) throws IOException {
        rogue.letIn();
        rogue.setUp();
        rogue.read(); // START TRANSACTION
        rogue.ok(1);
        rogue.prepare();
        rogue.read();
        rogue.forgetTransaction();
    }

    /** Each answer is looked at, also that of a statement of which no server is known to end a transaction by it. */
    @Tag("R15")
    @Test
    @Execution(CONCURRENT)
    void transactionThatIsOverByTheAnswerToAnUpdateIsNotGoneOnWith() {
        AtomicBoolean committed = new AtomicBoolean();
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql rogue = new RogueMySql(client);
                    toEndOfTransaction(rogue);
                    rogue.ok(1);
                    while (true) {
                        committed.compareAndSet(false, rogue.read().isText("COMMIT"));
                        rogue.ok(1);
                    }
                });
                Database database = await(Database.of(url(server)).connect())) {
            StatementException failure = failure(
                    database.session(session -> session.execute("UPDATE movies SET released = 1")),
                    StatementException.class);
            assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            assertThat(committed).isFalse();
        }
    }

    /** Errors carry no flag, and of this one nobody knows that it ends a transaction: so the server is asked. */
    @Tag("R15")
    @Test
    @Execution(CONCURRENT)
    void transactionThatIsOverByAnErrorIsNotGoneOnWith() {
        try (RogueServer server = RogueServer.start(client -> {
                    RogueMySql rogue = new RogueMySql(client);
                    toEndOfTransaction(rogue);
                    rogue.error(1, 1105, "Unknown error");
                    while (true) {
                        rogue.read();
                        rogue.ok(1);
                    }
                });
                Database database = await(Database.of(url(server)).connect())) {
            Session session = await(database.session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                    .open());
            failure(session.execute("UPDATE movies SET released = 1"), StatementException.class);
            failure(session.execute("UPDATE movies SET released = 1"), SessionFailedException.class);
            await(session.cancel());
        }
    }

    /** A list of them would take the memory of the program. */
    @Test
    @Tag("I15")
    @Execution(CONCURRENT)
    void serverThatTellsOfMoreColumnsThanThereCanBeIsLeft() {
        for (boolean cursor : new boolean[] {true, false}) {
            try (RogueServer server = RogueServer.start(client -> {
                        RogueMySql rogue = new RogueMySql(client);
                        rogue.letIn();
                        rogue.setUp();
                        if (cursor) { // which needs a transaction
                            rogue.read();
                            rogue.ok(1);
                        }
                        rogue.prepare();
                        rogue.read();
                        rogue.send(1, (byte) 0xFD, (byte) -1, (byte) -1, (byte) -1, (byte) 0);
                        rest(rogue);
                    });
                    Database database = await(Database.of(url(server)).connect())) {
                DatabasedException lost = failure(
                        cursor
                                ? database.forEach(Sql.sql("SELECT title FROM movies"), row -> {})
                                : database.fetchAll("SELECT title FROM movies"),
                        DatabasedException.class);
                assertThat(lost).hasMessageContaining("more columns than there can be");
            }
        }
    }

    @Test
    void whatAServerSaysBeforeTheLoginIsTold() {
        try (RogueServer server =
                RogueServer.start(client -> new RogueMySql(client).error(0, 1040, "Too many connections"))) {
            DatabasedException refused = failure(Database.of(url(server)).connect(), DatabasedException.class);
            assertThat(refused).hasMessageContaining("Too many connections");
        }
    }
}
