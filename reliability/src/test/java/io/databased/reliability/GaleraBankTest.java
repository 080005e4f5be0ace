package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.servers.GaleraCluster;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bank with connections to all nodes of a Galera cluster, one of which fails. */
final class GaleraBankTest extends ClusterBankTest {
    private static final int NODES = 3;

    private final GaleraCluster cluster = GaleraCluster.start(NODES);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    String port() {
        return "@@port";
    }

    @Override
    List<MariaDbServer> nodes() {
        return cluster.nodes();
    }

    @Override
    void catchUp(LocalServer node, Connection books) throws SQLException {
        try (Statement statement = books.createStatement()) {
            statement.execute("SET SESSION wsrep_sync_wait = 1");
        }
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
        survives(cluster::isolate, cluster::readmit);
    }

    /** Its connections stay open. When it goes on it is told what the others have done without it. */
    @Tag("N7")
    @Test
    void nothingAcknowledgedIsLostWhenANodeIsSilent() {
        survives(MariaDbServer::pause, node -> {
            node.resume();
            cluster.awaitBack(node);
        });
    }

    private void survives(Consumer<MariaDbServer> fault, Consumer<MariaDbServer> repair) {
        DatabaseUrl url = DatabaseUrl.parse(cluster.createDatabase())
                .withOption("load_balance_hosts", "random")
                .withOption("max_size", "9")
                .withOption("max_lifetime", "3s");
        String name = url.database().orElseThrow();
        survives(url.toString(), name, nodes().get(0), new NodeFault(name, fault, repair));
    }

    /** One node fails, and is used again when it is back. */
    private final class NodeFault implements Fault {
        private final String name;
        private final Consumer<MariaDbServer> fault;
        private final Consumer<MariaDbServer> repair;
        private MariaDbServer failing = nodes().get(0);

        NodeFault(String name, Consumer<MariaDbServer> fault, Consumer<MariaDbServer> repair) {
            this.name = name;
            this.fault = fault;
            this.repair = repair;
        }

        @Override
        public void happen(Bank bank, Random random) {
            until("all nodes are used", () -> nodes().stream().allMatch(node -> node.sessions(name) > 0));
            failing = nodes().get(random.nextInt(NODES));
            fault.accept(failing);
        }

        @Override
        public void end(Bank bank) throws SQLException {
            repair.accept(failing);
            int mark = bank.lastTransfer();
            List<MariaDbServer> others = new ArrayList<>(nodes());
            others.remove(failing);
            try (Connection other = others.get(0).connect(name)) {
                until("work is done by the node again", () -> {
                    try {
                        return Bank.transfers(other, failing.port(), mark) > 20;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            assertThat(bank.repetitions()).as("conflicts").isPositive();
        }
    }
}
