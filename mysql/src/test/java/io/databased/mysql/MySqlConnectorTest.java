package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.ConnectionFailedException;
import io.databased.Credentials;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.InvalidUrlException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.servers.MariaDbServer;
import io.databased.servers.RogueServer;
import io.databased.servers.TestAuthority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

@Tag("mariadb")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlConnectorTest {
    private final TestAuthority authority = TestAuthority.create();
    private final MariaDbServer server = MariaDbServer.builder()
            .tls(authority.issue("localhost"))
            .set("innodb-rollback-on-timeout", "1")
            .start();
    private final String url = server.createDatabase();

    MySqlConnectorTest() {
        server.execute(
                "CREATE USER ann@'%' IDENTIFIED BY 'p@ss/word'",
                "GRANT ALL ON *.* TO ann@'%'",
                "CREATE USER bob@'%' IDENTIFIED BY 'x' REQUIRE SSL",
                "GRANT ALL ON *.* TO bob@'%'");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private DatabaseUrl as(String user, String password) {
        return DatabaseUrl.parse(url).withUser(user).withPassword(password);
    }

    private static CompletableFuture<Database> connecting(DatabaseUrl url) {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build(); // the first with TLS loads much
        return Database.builder(url).pool(patient).build().connect();
    }

    private static long one(DatabaseUrl url) {
        Database database = await(connecting(url));
        long one = await(database.fetchOne("SELECT 1 AS one")).orElseThrow().getLong("one");
        await(database.disconnect());
        return one;
    }

    @Test
    void logsInByPassword() {
        assertThat(one(as("ann", "p@ss/word"))).isEqualTo(1);
    }

    @Tag("R3")
    @Tag("R37")
    @Test
    @Tag("C5")
    void wrongPasswordFailsAtOnceAndIsNotTold() {
        DatabasedException refused =
                failure(Database.of(as("ann", "wrong").toStringWithPassword()).connect(), DatabasedException.class);
        assertThat(refused).hasMessageContaining("Access denied for user 'ann'");
        assertThat(refused.toString()).doesNotContain("wrong");
    }

    @Test
    void missingPasswordIsTold() {
        assertThat(failure(
                        Database.of(as("ann", "x").withoutPassword().toString()).connect(), DatabasedException.class))
                .hasMessageContaining("Access denied for user 'ann'")
                .hasMessageContaining("the URL has no password");
    }

    @Tag("R38")
    @Test
    void serverWithoutTlsIsLeftWithAWordAboutIt() {
        MariaDbServer plain = MariaDbServer.shared();
        for (String mode : new String[] {"require", "verify-full"}) {
            assertThat(failure(
                            Database.of(plain.url("mysql") + "?sslmode=" + mode).connect(), DatabasedException.class))
                    .hasMessageContaining("does not offer TLS")
                    .hasMessageNotContaining("could not be reached");
        }
    }

    @Test
    @Tag("C6")
    void unknownDatabaseFailsAtOnce() {
        assertThat(failure(
                        Database.of(as("ann", "p@ss/word")
                                        .withDatabase("nowhere")
                                        .toStringWithPassword())
                                .connect(),
                        DatabasedException.class))
                .hasMessageContaining("nowhere");
    }

    @Test
    @Tag("X3")
    void passwordMayChange() {
        AtomicInteger asked = new AtomicInteger();
        DatabaseUrl plain = as("ann", "x").withoutPassword();
        Database database = await(Database.builder(plain)
                .credentials(() -> {
                    asked.incrementAndGet();
                    return CompletableFuture.completedFuture(Credentials.ofPassword("p@ss/word"));
                })
                .build()
                .connect());
        assertThat(asked).hasValue(1);
        await(database.disconnect());
    }

    @Test
    @Tag("X3")
    void supplierThatHangsIsNotTakenForASilentServer() {
        Database database = Database.builder(as("ann", "x"))
                .credentials(CompletableFuture::new)
                .pool(PoolOptions.builder().loginTimeout(Duration.ofSeconds(5)).build())
                .build();

        assertThat(failure(database.connect(), ConnectionFailedException.class))
                .hasMessageEndingWith(": the supplier of user and password did not answer within 4.5 s; look at what"
                        + " it asks, or raise the loginTimeout");
    }

    @Test
    void userMayChangeWithThePassword() {
        try (Database database = await(Database.builder(as("nobody", "wrong"))
                .credentials(() -> CompletableFuture.completedFuture(new Credentials("ann", "p@ss/word")))
                .build()
                .connect())) {
            assertThat(await(database.fetchExactlyOne("SELECT current_user() AS me"))
                            .getString("me"))
                    .startsWith("ann@");
        }
    }

    @Tag("R38")
    @Test
    @Tag("T3")
    void verifiesTheServerByItsCertificate() {
        DatabaseUrl bob = as("bob", "x").withHost("localhost", server.port());
        DatabaseUrl trusting = bob.withOption("sslrootcert", authority.file().toString());
        assertThat(one(trusting.withOption("sslmode", "verify-full"))).isEqualTo(1);
        assertThat(one(bob.withOption("sslmode", "require"))).isEqualTo(1);
        DatabasedException unknownAuthority =
                failure(connecting(bob.withOption("sslmode", "verify-full")), DatabasedException.class);
        assertThat(unknownAuthority).hasMessageNotContaining("not answered");
        failure(
                connecting(trusting.withHost("127.0.0.1", server.port()).withOption("sslmode", "verify-full")),
                DatabasedException.class);
        failure(connecting(bob), DatabasedException.class);
    }

    @Tag("R38")
    @Test
    @Tag("T2")
    void neverFallsBackToPlainText() {
        try (RogueServer plain = RogueServer.start(client -> {
            RogueMySql rogue = new RogueMySql(client);
            rogue.letIn();
            rogue.setUp();
            client.ignore();
        })) {
            failure(
                    Database.of("mysql://ann:secret@127.0.0.1:" + plain.port() + "/x?sslmode=require")
                            .connect(),
                    DatabasedException.class);
            assertThatThrownBy(() -> Database.of("mysql://ann@db/x?sslmode=preferred"))
                    .isInstanceOf(InvalidUrlException.class);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void triesTheHostsInOrder() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        try (RogueServer deaf = RogueServer.start(client -> {
            client.ignore();
            left.complete(null);
        })) {
            String database = DatabaseUrl.parse(url).database().orElseThrow();
            String hosts = "127.0.0.1:1,127.0.0.1:" + deaf.port() + ",127.0.0.1:" + server.port();
            Database found = await(Database.of("mariadb://root@" + hosts + "/" + database + "?connect_timeout=2s")
                    .connect());
            assertThat(await(found.fetchOne("SELECT 1 AS one")).orElseThrow().getInt("one"))
                    .isEqualTo(1);
            await(left);
            await(found.disconnect());
            DatabasedException none = failure(
                    Database.of("mariadb://root@127.0.0.1:1,127.0.0.1:" + deaf.port() + "/x?connect_timeout=2s")
                            .connect(),
                    DatabasedException.class);
            assertThat(none)
                    .hasMessageContaining("none of the 2 servers will do")
                    .hasMessageContaining("127.0.0.1:1 could not be reached")
                    .hasMessageContaining(" gave no answer within 2000 ms");
        }
    }

    @Test
    @Execution(CONCURRENT)
    void hostThatIsSilentIsNotWaitedForAgain() {
        try (RogueServer deaf = RogueServer.start(client -> client.ignore())) {
            String hosts = "127.0.0.1:" + deaf.port() + ",127.0.0.1:" + server.port();
            String options = "/mysql?connect_timeout=2s&max_size=2";
            try (Database database =
                    await(Database.of("mariadb://root@" + hosts + options).connect())) {
                Session first = await(database.session().open());
                Session second = await(database.session().open());

                assertThat(database.stats().connections().size()).isEqualTo(2);
                assertThat(deaf.accepted()).isEqualTo(1);
                await(first.cancel());
                await(second.cancel());
            }
        }
    }

    @Test
    void spreadsConnectionsOverTheHostsIfAsked() {
        MariaDbServer other = MariaDbServer.shared();
        DatabaseUrl both = DatabaseUrl.parse(
                "mariadb://root@127.0.0.1:" + server.port() + ",127.0.0.1:" + other.port() + "/mysql?max_size=1");
        assertThat(ports(both, 3)).containsExactly(server.port());
        assertThat(ports(both.withOption("load_balance_hosts", "random"), 40))
                .containsExactlyInAnyOrder(server.port(), other.port());
        assertThatThrownBy(() -> Database.of("mysql://ann@db/x?load_balance_hosts=yes"))
                .isInstanceOf(InvalidUrlException.class);
    }

    /** Of the servers that are met until two are known, or so many connections were opened. */
    private static Set<Integer> ports(DatabaseUrl url, int most) {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < most && ports.size() < 2; i++) {
            try (Database database = await(Database.of(url.toString()).connect())) {
                ports.add(await(database.fetchOne("SELECT @@port AS port"))
                        .orElseThrow()
                        .getInt("port"));
            }
        }
        return ports;
    }

    @Test
    void theSchemeNamesTheDialect() {
        assertThat(new MySqlBackendProvider()
                        .create(DatabaseUrl.parse("mysql://db/x"))
                        .dialect()
                        .name())
                .isEqualTo("mysql");
        assertThat(new MySqlBackendProvider()
                        .create(DatabaseUrl.parse("mariadb://db/x"))
                        .dialect()
                        .name())
                .isEqualTo("mariadb");
    }

    /** With {@code innodb_rollback_on_timeout} the whole transaction goes. */
    @Tag("R15")
    @Test
    @Tag("N13")
    void lockTimeoutEndsTheTransactionWhereTheServerIsSetSo() {
        Database database = await(Database.of(url).connect());
        await(database.execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)"));
        await(database.execute("INSERT INTO t VALUES (1, 0), (2, 0)"));
        var holder = await(database.session().open());
        await(holder.execute("UPDATE t SET n = 1 WHERE id = 1"));
        var waiter = await(database.session(
                        io.databased.SessionOptions.defaults().withErrors(io.databased.SessionOptions.Errors.NATIVE))
                .open());
        await(waiter.execute("UPDATE t SET n = 2 WHERE id = 2"));
        failure(waiter.fetchAll("SELECT n FROM t WHERE id = 1 FOR UPDATE WAIT 1"), DatabasedException.class);
        failure(waiter.commit(), DatabasedException.class);
        await(waiter.cancel());
        await(holder.cancel());
        assertThat(await(database.fetchAll("SELECT n FROM t WHERE n <> 0"))).isEmpty();
        await(database.disconnect());
    }

    @Test
    @Tag("C7")
    void fullServerIsNamedAndGetsBetter() throws Exception {
        try (MariaDbServer small =
                MariaDbServer.builder().set("max-connections", "12").start()) {
            String full = small.createDatabase();
            List<java.sql.Connection> connections = new ArrayList<>();
            until("all are in use, and the one for an administrator", () -> isTaken(small, connections, 13));

            assertThat(failure(Database.of(full).connect(), ConnectionFailedException.class))
                    .hasMessageContaining("Too many connections");

            for (java.sql.Connection each : connections) {
                each.close();
            }
            until("there is room again", () -> connects(full));
        }
    }

    /** The server ends a session some time after its client has gone. */
    private static boolean isTaken(MariaDbServer small, List<java.sql.Connection> connections, int all) {
        try {
            connections.add(small.connect("mysql"));
        } catch (java.sql.SQLException full) {
            assertThat(full.getMessage()).contains("Too many connections");
        }
        return connections.size() == all;
    }

    private static boolean connects(String url) {
        try {
            await(await(Database.of(url).connect()).disconnect());
            return true;
        } catch (ConnectionFailedException full) {
            return false;
        }
    }
}
