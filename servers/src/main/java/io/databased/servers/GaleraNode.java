package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program of one node: the first start of the first node makes the cluster, every other start joins it. */
final class GaleraNode implements Program {
    /** How many ports a node has: for clients, for the group, for missed transactions, and for a copy of the data. */
    static final int PORTS = 4;

    private final GaleraBinaries binaries;
    private final String name;
    private final List<Integer> ports;
    private final MariaDbControl control;
    private boolean makesCluster;

    GaleraNode(GaleraBinaries binaries, String name, List<Integer> ports, boolean makesCluster) {
        this.binaries = binaries;
        this.name = name;
        this.ports = ports;
        this.makesCluster = makesCluster;
        this.control = MariaDbControl.local("mariadb", port());
    }

    int port() {
        return ports.get(0);
    }

    String groupAddress() {
        return "127.0.0.1:" + ports.get(1);
    }

    /** Fills the node's folder. */
    void configure(Path folder, Path data, String cluster, List<GaleraNode> members) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(MariaDbBuilder.defaults());
        settings.putAll(Map.of(
                "binlog-format",
                "ROW",
                "default-storage-engine",
                "InnoDB",
                "innodb-autoinc-lock-mode",
                "2",
                "wsrep-on",
                "ON",
                "wsrep-provider",
                binaries.provider().toString(),
                "wsrep-cluster-name",
                cluster,
                "wsrep-cluster-address",
                "gcomm://"
                        + String.join(
                                ",",
                                members.stream().map(GaleraNode::groupAddress).toList()),
                "wsrep-node-name",
                name,
                "wsrep-node-address",
                groupAddress(),
                "wsrep-sst-method",
                "rsync"));
        settings.put("wsrep-sst-receive-address", "127.0.0.1:" + ports.get(3));
        settings.put(
                "wsrep-provider-options",
                "\"base_port=" + ports.get(1) + ";gmcast.listen_addr=tcp://" + groupAddress()
                        + ";ist.recv_addr=127.0.0.1:" + ports.get(2) + ";gcache.size=16M\"");
        Files.writeString(folder.resolve("my.cnf"), MariaDbBuilder.configuration(settings));
        Shell.run("cp", "-Rp", data.toString(), folder.resolve("data").toString());
        binaries.give(folder);
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> command = new ArrayList<>(List.of(
                binaries.server().toString(),
                "--defaults-file=" + folder.resolve("my.cnf"),
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder, // a node that starts deletes those of all others in a folder that they share
                "--port=" + port,
                "--pid-file=" + pidFile(folder)));
        command.addAll(binaries.account());
        if (makesCluster) {
            command.add("--wsrep-new-cluster");
            makesCluster = false;
        }
        return command;
    }

    @Override
    public Path pidFile(Path folder) {
        return folder.resolve("pid");
    }

    /** When it has all the data of the cluster, and takes part in its votes. */
    @Override
    public boolean accepts(Path pidFile) {
        try (Connection connection = control.connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet state = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'wsrep_local_state_comment'")) {
            return state.next() && state.getString(2).equals("Synced");
        } catch (SQLException notYet) { // if it stays so, there is the deadline and the server's log
            return false;
        }
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}
