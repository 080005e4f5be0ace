package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Credentials;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.StatementException.Kind;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.testkit.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passwords: right, wrong, changing, and never told. */
final class PasswordTest {
    private static final String CANARY = "canary-7f3a";

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.builder()
                .allow("host all alice all scram-sha-256")
                .allow("host all bob all md5")
                .set("password_encryption", "scram-sha-256")
                .start();
        server.execute(
                "CREATE USER alice PASSWORD 'right'",
                "SET password_encryption = 'md5'; CREATE USER bob PASSWORD 'right'");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static DatabaseUrl url(String user) {
        return DatabaseUrl.parse("postgresql://" + user + "@127.0.0.1:" + server.port() + "/postgres");
    }

    private static void connect(DatabaseUrl url) {
        try (Database database = await(Database.of(url.toStringWithPassword()).connect())) {
            await(database.fetchAll("SELECT 1"));
        }
    }

    @Test
    void rightOneLetsIn() {
        connect(url("alice:right"));
        connect(url("bob:right"));
        connect(url("alice").withOption("sslmode", "disable").withPassword("right"));
    }

    @Test
    @Tag("C5")
    void wrongOneFailsAtOnceAndIsNotTriedAgain() {
        try (FaultProxy proxy = FaultProxy.postgres(server.port())) {
            DatabaseUrl url = url("alice:wrong").withHost("127.0.0.1", proxy.port());

            ConnectionFailedException failure =
                    failure(Database.of(url.toStringWithPassword()).connect(), ConnectionFailedException.class);

            assertThat(failure.sqlState()).contains("28P01");
            assertThat(failure.kind()).isEqualTo(Kind.PERMISSION);
            assertThat(proxy.traffic().connections()).isEqualTo(1);
        }
    }

    @Test
    void serverThatAsksForOneWhenThereIsNoneSaysSo() {
        for (String user : List.of("alice", "bob")) {
            ConnectionFailedException failure =
                    failure(Database.of(url(user).toStringWithPassword()).connect(), ConnectionFailedException.class);

            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + server.port() + " asks for a password, and the URL has none");
            assertThat(failure.kind()).isEqualTo(Kind.PERMISSION);
        }
    }

    @Test
    void serverWithoutTlsSaysSo() {
        ConnectionFailedException failure = failure(
                Database.of(url("alice:right").withOption("sslmode", "require").toStringWithPassword())
                        .connect(),
                ConnectionFailedException.class);

        assertThat(failure).hasMessageContaining("does not offer TLS").hasMessageContaining("sslmode=disable");
    }

    @Test
    void eachOfSeveralServersIsToldWithItsAnswer() {
        String url = "postgresql://alice:wrong@127.0.0.1:" + server.port() + ",127.0.0.1:1/postgres";

        ConnectionFailedException failure = failure(Database.of(url).connect(), ConnectionFailedException.class);

        assertThat(failure).hasMessageContaining("password authentication failed");
        assertThat(failure).hasMessageContaining("127.0.0.1:1 could not be reached");
        assertThat(failure.getSuppressed()).hasSize(2).allMatch(each -> each instanceof ConnectionFailedException);
    }

    @Test
    @Tag("C6")
    void missingDatabaseFailsAtOnce() {
        ConnectionFailedException failure = failure(
                Database.of(url("alice:right").withDatabase("nowhere").toStringWithPassword())
                        .connect(),
                ConnectionFailedException.class);

        assertThat(failure.sqlState()).contains("3D000");
        assertThat(failure).hasMessageContaining("nowhere");
    }

    private static DatabaseBuilder supplied(Supplier<CompletionStage<String>> password) {
        DatabaseUrl url = url("alice");
        return Database.builder(url)
                .credentials(() -> password.get().thenApply(Credentials::ofPassword))
                .pool(PoolOptions.builder().maxSize(1).build());
    }

    @Test
    @Tag("X3")
    void suppliedOneIsAskedForEachTimeAConnectionIsOpened() {
        server.execute("CREATE USER carol PASSWORD 'first'");
        String name = DatabaseUrl.parse(server.createDatabase()).database().orElseThrow();
        DatabaseUrl url = url("carol").withDatabase(name).withOption("max_size", "1");
        List<String> asked = new CopyOnWriteArrayList<>();
        Supplier<CompletionStage<String>> vault = () -> {
            asked.add(asked.isEmpty() ? "first" : "second");
            return CompletableFuture.completedFuture(asked.get(asked.size() - 1));
        };
        try (Database database = await(Database.builder(url)
                .credentials(() -> vault.get().thenApply(Credentials::ofPassword))
                .build()
                .connect())) {
            assertThat(database.stats().maxSize()).isEqualTo(1);
            server.execute("ALTER USER carol PASSWORD 'second'");
            await(database.fetchAll("SELECT 1")); // the connection that is open stays
            terminateSessions(name, database);

            await(database.fetchAll("SELECT 1"));

            assertThat(asked).containsExactly("first", "second");
        }
    }

    @Test
    void credentialsAreAskedForEachTimeAConnectionIsOpened() {
        server.execute("CREATE USER dora PASSWORD 'of dora'");
        server.execute("CREATE USER emil PASSWORD 'of emil'");
        String name = DatabaseUrl.parse(server.createDatabase()).database().orElseThrow();
        DatabaseUrl url = url("alice:wrong").withDatabase(name).withOption("max_size", "1");
        List<String> users = new CopyOnWriteArrayList<>();
        try (Database database = await(Database.builder(url)
                .credentials(() -> {
                    users.add(users.isEmpty() ? "dora" : "emil");
                    String user = users.get(users.size() - 1);
                    return CompletableFuture.completedFuture(new Credentials(user, "of " + user));
                })
                .build()
                .connect())) {
            assertThat(currentUser(database)).isEqualTo("dora");
            terminateSessions(name, database);

            assertThat(currentUser(database)).isEqualTo("emil");
            assertThat(users).containsExactly("dora", "emil");
        }
    }

    /** Until the database has noticed it: what is sent before that is lost with the connection. */
    private static void terminateSessions(String name, Database database) {
        server.terminateSessions(name);
        until("the loss is noticed", () -> database.stats().connections().size() == 0);
    }

    private static String currentUser(Database database) {
        return await(database.fetchExactlyOne("SELECT current_user")).getString("current_user");
    }

    @Test
    void credentialsThatFailFailTheOpening() {
        ConnectionFailedException failure = failure(
                Database.builder(url("alice:right"))
                        .credentials(() -> CompletableFuture.failedFuture(new IllegalStateException(CANARY)))
                        .build()
                        .connect(),
                ConnectionFailedException.class);

        assertThat(failure).hasMessageContaining("the supplier of user and password failed");
        assertThat(failure.getMessage()).doesNotContain(CANARY);
    }

    @Test
    void supplierThatHangsIsNotTakenForASilentServer() {
        Database database = Database.builder(url("alice:right"))
                .credentials(CompletableFuture::new)
                .pool(PoolOptions.builder().loginTimeout(Duration.ofSeconds(5)).build())
                .build();

        assertThat(failure(database.connect(), ConnectionFailedException.class))
                .hasMessageEndingWith("the supplier of user and password did not answer within 4.5 s; look at what it"
                        + " asks, or raise the loginTimeout");
    }

    @Test
    void supplierThatFailsFailsTheOpening() {
        Database database = supplied(() -> CompletableFuture.failedFuture(new IllegalStateException(CANARY)))
                .build();
        DatabasedException failure = failure(database.connect(), DatabasedException.class);

        assertThat(failure).hasMessageContaining("password");
        assertThat(failure.getMessage()).doesNotContain(CANARY);

        failure(
                supplied(() -> {
                            throw new IllegalStateException(CANARY);
                        })
                        .build()
                        .connect(),
                DatabasedException.class);
        failure(supplied(() -> null).build().connect(), DatabasedException.class);
    }

    @Test
    @Tag("R37")
    @Tag("X1")
    void isInNoMessageAndNoLog() {
        List<String> texts = new ArrayList<>();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.setLevel(Level.ALL);
        try (LogCapture log = new LogCapture("")) {
            for (DatabaseUrl url : List.of(
                    url("alice:" + CANARY),
                    url("alice:" + CANARY).withDatabase("nowhere"),
                    url("alice:" + CANARY).withHost("127.0.0.1", 1),
                    url("alice:" + CANARY).withOption("sslmode", "require"))) {
                Database database = Database.of(url.toStringWithPassword());
                texts.add(database.toString() + database.url() + url);
                texts.add(trace(failure(database.connect(), DatabasedException.class)));
            }
            texts.addAll(log.lines());
        } finally {
            root.setLevel(before);
        }
        assertThat(texts).isNotEmpty().noneMatch(text -> text.contains(CANARY));
    }

    private static String trace(@Nullable Throwable failure) {
        StringWriter text = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }
}
