package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nodes of MariaDB on 127.0.0.1 that replicate synchronously: what a transaction has changed is sent to all at COMMIT, and
 * committed unless another was sent before that changed the same rows. Unlike the other servers it is not from Maven: it needs
 * the system's packages {@code mariadb-server}, {@code galera-4} and {@code rsync}.
 */
public final class GaleraCluster implements AutoCloseable {
    private final List<MariaDbServer> nodes = new ArrayList<>();

    private GaleraCluster() {}

    /** Starts that many nodes; all accept sessions when this returns. */
    public static GaleraCluster start(int size) {
        GaleraCluster cluster = new GaleraCluster();
        try {
            cluster.startNodes(size);
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        }
    }

    private void startNodes(int size) throws IOException {
        GaleraBinaries binaries = GaleraBinaries.find();
        List<Integer> ports = LoopbackPort.free(size * GaleraNode.PORTS);
        List<GaleraNode> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(new GaleraNode(
                    binaries, "node-" + i, ports.subList(i * GaleraNode.PORTS, (i + 1) * GaleraNode.PORTS), i == 0));
        }
        Path master = Files.createTempDirectory("databased-galera-");
        try {
            binaries.createData(master);
            for (GaleraNode member : members) {
                nodes.add(new MariaDbServer(ServerInstance.start(
                        member,
                        "galera",
                        member.port(),
                        folder ->
                                member.configure(folder, master.resolve("data"), "cluster-" + ports.get(0), members))));
            }
        } finally {
            Shell.run("rm", "-rf", master.toString());
        }
    }

    /** The nodes, of which each can be killed, paused and started again: it joins the others then, if there are any. */
    public List<MariaDbServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Cuts a node off from the others, while its clients still reach it. */
    public void isolate(MariaDbServer node) {
        node.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
        Control.await(() -> status(node, "wsrep_ready").equals("OFF"), "The node is not alone");
    }

    /** Ends that, and waits until the node has what it has missed. */
    public void readmit(MariaDbServer node) {
        node.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
        awaitBack(node);
    }

    /** Waits until the node has what it has missed. */
    public void awaitBack(MariaDbServer node) {
        Control.await(() -> status(node, "wsrep_local_state_comment").equals("Synced"), "The node is not back");
    }

    private static String status(MariaDbServer node, String variable) {
        try (Connection connection = node.connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + variable + "'")) {
            row.next();
            return row.getString(2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates an empty database with a new name and returns its URL, which has all nodes. */
    public String createDatabase() {
        String url = nodes.get(0).createDatabase();
        String hosts = nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
        return "mariadb://root@" + hosts + url.substring(url.lastIndexOf('/'));
    }

    /** Kills the nodes and deletes their data. */
    @Override
    public void close() {
        nodes.forEach(MariaDbServer::close);
    }
}
