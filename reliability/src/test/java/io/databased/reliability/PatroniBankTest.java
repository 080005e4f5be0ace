package io.databased.reliability;

import io.databased.DatabaseUrl;
import io.databased.servers.LocalServer;
import io.databased.servers.PatroniCluster;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bank at the leader of a cluster under Patroni, which fails or is relieved, by each way there is to the leader. */
final class PatroniBankTest extends ClusterBankTest {
    private static final int NODES = 3;

    private final PatroniCluster cluster = PatroniCluster.start(NODES);
    private final PgBouncer pooler = PgBouncer.inFrontOf(cluster.leaderPort());

    @AfterAll
    void stop() {
        pooler.close();
        cluster.close();
    }

    @Override
    String port() {
        return "inet_server_port()";
    }

    @Override
    List<PostgresServer> nodes() {
        return cluster.nodes();
    }

    @Override
    void catchUp(LocalServer node, Connection books) {
        PostgresServer leader = cluster.leader();
        if (node != leader) {
            ((PostgresServer) node).catchUpWith(leader);
        }
    }

    /** By all hosts in the URL. */
    private String direct(String name) {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://postgres@"
                + String.join(
                        ",",
                        nodes().stream().map(node -> "127.0.0.1:" + node.port()).toList())
                + "/" + name);
        return url.withOption("target_session_attrs", "read-write").toString();
    }

    private String proxied(String name) {
        return "postgresql://postgres@127.0.0.1:" + cluster.leaderPort() + "/" + name;
    }

    @Tag("N6")
    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderIsKilled() {
        survives(this::direct, PostgresServer::kill, PostgresServer::start);
    }

    /** It serves on until it has to admit that it cannot renew its leadership. */
    @Tag("N31")
    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderIsCutOff() {
        survives(this::direct, cluster::isolate, cluster::readmit);
    }

    /** Its connections stay open, and when it goes on it takes itself for the leader for a moment. */
    @Tag("N7")
    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderIsSilent() {
        survives(this::direct, PostgresServer::pause, cluster::resume);
    }

    @Tag("N31")
    @Test
    void nothingAcknowledgedIsLostInASwitchover() {
        survives(this::direct, leader -> cluster.switchOver(), leader -> {});
    }

    @Tag("N6")
    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderBehindAProxyIsKilled() {
        survives(this::proxied, PostgresServer::kill, PostgresServer::start);
    }

    @Tag("N31")
    @Test
    void nothingAcknowledgedIsLostInASwitchoverBehindAProxy() {
        survives(this::proxied, leader -> cluster.switchOver(), leader -> {});
    }

    @Tag("N6")
    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderBehindAPoolerIsKilled() {
        survives(pooler::url, PostgresServer::kill, PostgresServer::start);
    }

    private interface Way {
        String to(String name);
    }

    private void survives(Way way, Consumer<PostgresServer> fault, Consumer<PostgresServer> repair) {
        String name = DatabaseUrl.parse(cluster.createDatabase()).database().orElseThrow();
        String url = DatabaseUrl.parse(way.to(name)).withOption("max_size", "9").toString();
        PostgresServer leader = cluster.leader();
        survives(url, name, leader, new Fault() {
            @Override
            public void happen(Bank bank, Random random) {
                fault.accept(leader);
            }

            @Override
            public void end(Bank bank) {
                repair.accept(leader);
                cluster.awaitFollows(leader);
            }
        });
    }
}
