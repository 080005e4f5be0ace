package io.databased.servers;

import java.util.Map;

/** A MariaDB server, whose superuser is {@code root}. */
public final class MariaDbServer extends LocalServer {
    MariaDbServer(ServerInstance instance) {
        super(MariaDbControl.local("mariadb", instance.port()), instance);
    }

    /** A server that was given by the environment. */
    MariaDbServer(MariaDbControl control) {
        super(control, null);
    }

    /**
     * The server that tests share, started by the first call, without durability. If the environment variable
     * {@code DATABASED_TEST_MYSQL_URL} holds the URL of a superuser of MariaDB or MySQL, it is that server.
     */
    public static MariaDbServer shared() {
        return SharedServers.mariaDb();
    }

    /** Settings for a private server. */
    public static MariaDbBuilder builder() {
        return new MariaDbBuilder();
    }

    /** Starts a private server with these settings of {@code my.cnf}. */
    public static MariaDbServer start(Map<String, String> settings) {
        return builder().set(settings).start();
    }
}
