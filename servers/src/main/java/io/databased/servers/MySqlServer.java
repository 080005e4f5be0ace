package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A MySQL server, whose superuser is {@code root}; only where {@code DATABASED_MYSQL_HOME} names the folder that {@code
 * servers/fetch-mysql} has filled. It offers TLS with a certificate of its own making.
 */
public final class MySqlServer extends LocalServer {
    private MySqlServer(ServerInstance instance) {
        super(MariaDbControl.local("mysql", instance.port()), instance);
    }

    /** The server that tests share, started by the first call, without durability. */
    public static MySqlServer shared() {
        return SharedServers.mySql();
    }

    /** Starts a private server with these settings of {@code my.cnf}. */
    public static MySqlServer start(Map<String, String> settings) {
        try {
            MySqlBinaries binaries = MySqlBinaries.find(settings);
            return new MySqlServer(
                    ServerInstance.start(binaries, "mysql", folder -> binaries.createData(folder.resolve("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
