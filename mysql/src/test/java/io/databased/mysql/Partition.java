package io.databased.mysql;

import static io.databased.testkit.Futures.until;

import io.databased.servers.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Cuts a node off from the others, while its clients still reach it. */
final class Partition {
    private Partition() {}

    static void isolate(MariaDbServer node) {
        node.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
        until("the node is alone", () -> status(node, "wsrep_ready").equals("OFF"));
    }

    static void readmit(MariaDbServer node) {
        node.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
        awaitBack(node);
    }

    /** Waits until the node has what it has missed. */
    static void awaitBack(MariaDbServer node) {
        until(
                "the node is back",
                () -> status(node, "wsrep_local_state_comment").equals("Synced"));
    }

    static String status(MariaDbServer node, String variable) {
        try (Connection connection = node.connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + variable + "'")) {
            row.next();
            return row.getString(2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
