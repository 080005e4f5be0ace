package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.GaleraCluster;
import io.databased.servers.MariaDbServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only a cluster does: conflicts that are found at COMMIT, and a node that is outside of it while it lives. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GaleraTest {
    private static final SessionOptions RETRYING = SessionOptions.defaults().withRetry(RetryPolicy.of(20));

    private final GaleraCluster cluster = GaleraCluster.start(3);
    private final DatabaseUrl url = DatabaseUrl.parse(cluster.createDatabase());
    private final String name = url.database().orElseThrow();

    GaleraTest() {
        cluster.nodes()
                .get(0)
                .execute(
                        "CREATE TABLE " + name + ".t (id INT PRIMARY KEY, n INT NOT NULL)",
                        "INSERT INTO " + name + ".t VALUES (1, 0), (2, 0), (3, 0)");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private MariaDbServer node(int index) {
        return cluster.nodes().get(index);
    }

    /** A database whose hosts are these nodes, in this order. */
    private Database connect(String options, int... indexes) {
        StringBuilder hosts = new StringBuilder();
        for (int index : indexes) {
            hosts.append(hosts.isEmpty() ? "" : ",")
                    .append("127.0.0.1:")
                    .append(node(index).port());
        }
        return await(
                Database.of("mariadb://root@" + hosts + "/" + name + options).connect());
    }

    private static int n(Database database, int id) {
        // What the other nodes have committed is awaited.
        return await(database.session(session -> session.execute("SET SESSION wsrep_sync_wait = 1")
                        .thenCompose(done -> session.fetchOne("SELECT n FROM t WHERE id = ?", List.of(id)))))
                .orElseThrow()
                .getInt("n");
    }

    @Tag("R15")
    @Test
    void conflictOfTwoNodesRollsBackTheSecondForGood() {
        try (Database one = connect("", 0);
                Database other = connect("", 1)) {
            int before = n(one, 1);
            Session first = await(one.session().open());
            Session second = await(other.session().open());
            await(first.execute("UPDATE t SET n = n + 1 WHERE id = 1"));
            await(second.execute("UPDATE t SET n = n + 100 WHERE id = 1"));
            await(first.commit());

            StatementException conflict = failure(second.commit(), StatementException.class);
            assertThat(conflict.kind()).isEqualTo(Kind.DEADLOCK);
            assertThat(conflict.vendorCode()).hasValue(1213);
            assertThat(n(one, 1)).isEqualTo(before + 1);
            assertThat(n(other, 1)).isEqualTo(before + 1);
        }
    }

    @Tag("R18")
    @Test
    void conflictIsRunAgainIfThatIsAskedFor() {
        try (Database one = connect("", 0);
                Database other = connect("", 1)) {
            int before = n(one, 2);
            AtomicInteger runs = new AtomicInteger();
            await(other.session(RETRYING, session -> {
                boolean first = runs.incrementAndGet() == 1;
                return session.execute("UPDATE t SET n = n + 100 WHERE id = 2")
                        .thenCompose(done -> first
                                ? one.execute("UPDATE t SET n = n + 1 WHERE id = 2")
                                : java.util.concurrent.CompletableFuture.completedFuture(done));
            }));

            assertThat(runs).hasValueGreaterThan(1);
            assertThat(n(one, 2)).isEqualTo(before + 101);
        }
    }

    /** The server neither ends the transaction nor goes on with it; back in its cluster it would. */
    @Test
    void nodeOutsideItsClusterIsLeftAndNothingOfItsTransactionsStays() {
        try (Database database = connect("?max_size=3&max_lifetime=1s", 2, 0, 1)) {
            int before = n(database, 3);
            Session inside = await(database.session().open());
            await(inside.execute("UPDATE t SET n = n + 100 WHERE id = 3"));
            Session beside = await(database.session().open());
            await(beside.fetchAll("SELECT n FROM t"));
            assertThat(node(2).sessions(name)).isGreaterThanOrEqualTo(2);

            isolate(2);
            StatementException refused = failure(inside.fetchAll("SELECT n FROM t"), StatementException.class);
            assertThat(refused.vendorCode()).hasValue(1047);
            assertThat(refused.kind().retryable()).isTrue();
            await(inside.cancel());
            await(beside.cancel());
            await(database.execute("UPDATE t SET n = n + 1 WHERE id = 3"));
            await(database.session(session -> session.execute("UPDATE t SET n = n + 1 WHERE id = 3")));
            until("the pool has left the node", () -> node(2).sessions(name) == 0);

            readmit(2);
            until("the pool has come back to it", () -> {
                await(database.fetchAll("SELECT n FROM t"));
                return node(2).sessions(name) > 0;
            });
            assertThat(n(database, 3)).isEqualTo(before + 2);
        }
    }

    /** Leases and shares, that had no part in the failure of another. */
    @Test
    void workThatStartsOnANodeOutsideItsClusterGoesOnElsewhere() {
        try (Database database = connect("?max_size=1", 2, 0, 1)) {
            await(database.execute("UPDATE t SET n = n + 1 WHERE id = 3"));
            assertThat(node(2).sessions(name)).isEqualTo(1);
            isolate(2);
            await(database.execute("UPDATE t SET n = n + 1 WHERE id = 3"));
            assertThat(node(2).sessions(name)).isZero();
            readmit(2);
        }
        try (Database database = connect("?max_size=1", 2, 0, 1)) {
            await(database.execute("UPDATE t SET n = n + 1 WHERE id = 3"));
            isolate(2);
            await(database.session(RETRYING, session -> session.execute("UPDATE t SET n = n + 1 WHERE id = 3")));
            readmit(2);
        }
    }

    @Test
    void connectsToNoNodeOutsideItsCluster() {
        isolate(2);
        try (Database database = connect("", 2, 0, 1)) {
            await(database.execute("UPDATE t SET n = n + 1 WHERE id = 3"));
            ConnectionFailedException none = failure(
                    Database.of("mariadb://root@127.0.0.1:" + node(2).port() + "/" + name)
                            .connect(),
                    ConnectionFailedException.class);
            assertThat(none).hasMessageContaining("WSREP has not yet prepared node");
        } finally {
            readmit(2);
        }
    }

    private void isolate(int index) {
        cluster.isolate(node(index));
    }

    private void readmit(int index) {
        cluster.readmit(node(index));
    }
}
