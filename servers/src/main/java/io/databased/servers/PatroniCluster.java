package io.databased.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of PostgreSQL on 127.0.0.1 under Patroni, with etcd as the store in which they agree, and HAProxy in front. One node is
 * the leader; what it commits is at another node before it is acknowledged. When the leader is lost, that other becomes the
 * leader, after twenty seconds at least. The programs are not from Maven: it needs the system's packages {@code patroni}, {@code
 * etcd-server}, {@code haproxy} and {@code postgresql}.
 */
public final class PatroniCluster implements AutoCloseable {
    private static final int LOG_SHOWN = 4_000;

    private final Path folder;
    private final List<PatroniNode> programs = new ArrayList<>();
    private final List<PostgresServer> nodes = new ArrayList<>();
    private final List<FaultProxy> ways = new ArrayList<>(); // of the nodes to the store
    private final List<ServerProcess> helpers = new ArrayList<>();
    private int writePort;
    private int lastLeader; // of the nodes

    private PatroniCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts that many nodes; there is a leader, and the others follow it, when this returns. */
    public static PatroniCluster start(int size) {
        @Nullable PatroniCluster cluster = null;
        try {
            PatroniBinaries binaries = PatroniBinaries.find();
            cluster = new PatroniCluster(Files.createTempDirectory("databased-patroni-"));
            int store = cluster.startStore(binaries);
            cluster.startNodes(binaries, store, size);
            cluster.startProxy(binaries);
            return cluster;
        } catch (IOException e) {
            if (cluster != null) {
                cluster.close();
            }
            throw new UncheckedIOException(e);
        }
    }

    private int startStore(PatroniBinaries binaries) throws IOException {
        List<Integer> ports = LoopbackPort.free(2);
        String clients = "http://127.0.0.1:" + ports.get(0);
        String peers = "http://127.0.0.1:" + ports.get(1);
        Path own = Files.createDirectory(folder.resolve("etcd"));
        ServerProcess store = ServerProcess.start(
                List.of(
                        binaries.etcd().toString(),
                        "--name=one",
                        "--data-dir=" + own.resolve("data"),
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=one=" + peers),
                own);
        helpers.add(store);
        store.awaitReady(() -> isDecided(clients + "/version"));
        return ports.get(0);
    }

    /** It has found out its version, without which Patroni does not start. */
    private static boolean isDecided(String version) {
        try (InputStream answer = URI.create(version).toURL().openStream()) {
            return !new String(answer.readAllBytes(), StandardCharsets.UTF_8).contains("not_decided");
        } catch (IOException notYet) { // if it stays so, there is the deadline and the program's log
            return false;
        }
    }

    private void startNodes(PatroniBinaries binaries, int store, int size) throws IOException {
        List<Integer> ports = LoopbackPort.free(2 * size);
        for (int i = 0; i < size; i++) {
            FaultProxy way = FaultProxy.opaque(store);
            ways.add(way);
            PatroniNode program =
                    new PatroniNode(binaries, "node-" + i, ports.get(2 * i), ports.get(2 * i + 1), way.port());
            programs.add(program);
            nodes.add(new PostgresServer(
                    ServerInstance.start(program, "patroni-node", program.port(), program::configure)));
        }
    }

    private void startProxy(PatroniBinaries binaries) throws IOException {
        writePort = LoopbackPort.free();
        Path own = Files.createDirectory(folder.resolve("haproxy"));
        Path settings = own.resolve("haproxy.cfg");
        String servers = programs.stream()
                .map(node -> "  server " + node.name() + " 127.0.0.1:" + node.port() + " check port " + node.restPort())
                .collect(Collectors.joining("\n"));
        Files.writeString(settings, """
                defaults
                  mode tcp
                  timeout connect 2s
                  timeout check 2s
                  timeout client 30m
                  timeout server 30m
                listen leader
                  bind 127.0.0.1:%d
                  option httpchk OPTIONS /primary
                  http-check expect status 200
                  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
                %s
                """.formatted(writePort, servers));
        ServerProcess proxy =
                ServerProcess.start(List.of(binaries.haproxy().toString(), "-db", "-f", settings.toString()), own);
        helpers.add(proxy);
        proxy.awaitReady(this::reachesLeader);
    }

    private boolean reachesLeader() {
        try (Connection connection = PostgresControl.local(writePort).connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet port = statement.executeQuery("SELECT inet_server_port()")) {
            return port.next() && port.getInt(1) == leader().port();
        } catch (SQLException notYet) { // if it stays so, there is the deadline and the proxy's log
            return false;
        }
    }

    /** The nodes, of which each can be killed, paused and started again. */
    public List<PostgresServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The node that is the leader now. */
    public PostgresServer leader() {
        Control.await(this::leads, "The cluster has no leader");
        return nodes.get(lastLeader);
    }

    /** Whether any node leads: the last that did is asked first, for others may be busy with coming back. */
    private boolean leads() {
        int first = lastLeader;
        for (int i = 0; i < programs.size(); i++) {
            lastLeader = (first + i) % programs.size();
            if (programs.get(lastLeader).isLeader()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Waits until the node gets what the leader writes. It is started anew for that, more than once, and may take a copy of
     * everything before.
     */
    public void awaitFollows(PostgresServer node) {
        String name = program(node).name();
        Control.await(
                ServerProcess.DEADLINE,
                () -> follows(name),
                () -> name + " follows nobody; its log ends with: " + end(node.log()));
    }

    private static String end(String log) {
        return log.substring(Math.max(0, log.length() - LOG_SHOWN));
    }

    /** One that takes itself for the leader for a moment cannot tell. */
    private boolean follows(String name) {
        String followers = "SELECT pid FROM pg_stat_replication WHERE state = 'streaming' AND application_name = ?";
        try {
            return !PostgresControl.local(leader().port()).ask(followers, name).isEmpty();
        } catch (IllegalStateException notNow) { // if it stays so, there is the deadline
            return false;
        }
    }

    /** The leader hands over to another node, as for its maintenance. */
    public void switchOver() {
        try {
            program(leader()).switchOver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a node off from the store, while its clients still reach it: a leader becomes a follower then. */
    public void isolate(PostgresServer node) {
        ways.get(nodes.indexOf(node)).blackhole();
    }

    /** Ends that. */
    public void readmit(PostgresServer node) {
        FaultProxy way = ways.get(nodes.indexOf(node));
        way.heal();
        way.reset();
    }

    /**
     * Lets a leader go on that was paused until another took over. It reaches the store again once it has found out that it leads
     * no more: with version 3 of etcd, Patroni before 3.0.3 takes the leadership back, whoever has it by then, and what that
     * one has acknowledged is lost.
     */
    public void resume(PostgresServer node) {
        isolate(node);
        node.resume();
        Control.await(
                ServerProcess.DEADLINE,
                () -> isStandby(node),
                () -> program(node).name() + " still leads; its log ends with: " + end(node.log()));
        readmit(node);
    }

    private static boolean isStandby(PostgresServer node) {
        try (Connection connection = node.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet standby = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return standby.next() && standby.getBoolean(1);
        } catch (SQLException notYet) { // if it stays so, there is the deadline and the node's log
            return false;
        }
    }

    private PatroniNode program(PostgresServer node) {
        return programs.get(nodes.indexOf(node));
    }

    /** Creates an empty database with a new name and returns its URL, which has all nodes; the proxy leads to it, too. */
    public String createDatabase() {
        Control.await(this::reachesLeader, "The proxy does not lead to the leader");
        String url = leader().createDatabase();
        String hosts = nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
        return "postgresql://postgres@" + hosts + url.substring(url.lastIndexOf('/'));
    }

    /** The port of the proxy, which leads to the leader. */
    public int leaderPort() {
        return writePort;
    }

    /** Kills everything and deletes the data. */
    @Override
    public void close() {
        nodes.forEach(PostgresServer::close);
        ways.forEach(FaultProxy::close);
        try {
            for (ServerProcess helper : helpers) {
                helper.kill();
            }
            Shell.run("rm", "-rf", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
