package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.servers.GaleraCluster;
import io.databased.servers.MariaDbServer;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.Seeds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A bank with connections to all nodes of a cluster, one of which fails. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GaleraBankTest {
    private static final System.Logger LOG = System.getLogger(GaleraBankTest.class.getName());
    private static final int NODES = 3;

    /** The others wait for a node that is silent until they vote it out, and one that comes back gets a copy of everything. */
    private static final long DEADLINE_SECONDS = 180;

    private final GaleraCluster cluster = GaleraCluster.start(NODES);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Tag("N6")
    @Test
    void nothingAcknowledgedIsLostWhenANodeIsKilled() {
        survives(MariaDbServer::kill, MariaDbServer::start);
    }

    /** It lives on, and refuses everything. */
    @Tag("N31")
    @Test
    void nothingAcknowledgedIsLostWhenANodeIsCutOff() {
        survives(Partition::isolate, Partition::readmit);
    }

    /** Its connections stay open. When it goes on it is told what the others have done without it. */
    @Tag("N7")
    @Test
    void nothingAcknowledgedIsLostWhenANodeIsSilent() {
        survives(MariaDbServer::pause, node -> {
            node.resume();
            Partition.awaitBack(node);
        });
    }

    private void survives(Consumer<MariaDbServer> fault, Consumer<MariaDbServer> repair) {
        Seeds.each(1, random -> {
            DatabaseUrl url = DatabaseUrl.parse(cluster.createDatabase())
                    .withOption("load_balance_hosts", "random")
                    .withOption("max_size", "9")
                    .withOption("max_lifetime", "3s");
            try (Database database = get(Database.of(url.toString()).connect())) {
                Bank bank = new Bank(
                        database, url.database().orElseThrow(), cluster.nodes().get(0));
                CompletableFuture<Void> work = bank.work(random);
                try {
                    failAndReturn(bank, url.database().orElseThrow(), random, fault, repair);
                } finally {
                    bank.close();
                }
                get(work);
                LeakCheck.assertIdle(database);
                assertThat(bank.repetitions()).as("conflicts").isPositive();
                for (MariaDbServer node : cluster.nodes()) {
                    bank.audit(node);
                }
                LOG.log(System.Logger.Level.INFO, "{0}", bank);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void failAndReturn(
            Bank bank, String name, Random random, Consumer<MariaDbServer> fault, Consumer<MariaDbServer> repair) {
        int index = random.nextInt(NODES);
        MariaDbServer failing = cluster.nodes().get(index);
        List<MariaDbServer> others = new ArrayList<>(cluster.nodes());
        others.remove(failing);
        until("all nodes are used", () -> cluster.nodes().stream().allMatch(node -> node.sessions(name) > 0));
        until("there is some work", () -> bank.acknowledged() > 200);

        fault.accept(failing);
        int before = bank.acknowledged();
        until("work goes on without the node", () -> bank.acknowledged() > before + 200);
        repair.accept(failing);

        int mark = bank.lastTransfer();
        until("work is done by the node again", () -> bank.transfers(others.get(0), "node-" + index, mark) > 20);
    }

    private static void until(String description, BooleanSupplier state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("waited in vain until " + description)
                    .isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
