package io.databased.servers;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A MariaDB server, whose superuser is {@code root}. */
public final class MariaDbServer extends LocalServer {
    private final MariaDbControl control;

    MariaDbServer(ServerInstance instance) {
        super(instance);
        this.control = new MariaDbControl(URI.create("mariadb://root@127.0.0.1:" + instance.port() + "/mysql"));
    }

    /** A server that was given by the environment. */
    MariaDbServer(MariaDbControl control) {
        super(null);
        this.control = control;
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

    @Override
    public int port() {
        return control.port();
    }

    /** The URL of a database, {@code mariadb://root@127.0.0.1:PORT/NAME}. */
    @Override
    public String url(String database) {
        return control.url(database);
    }

    @Override
    public String createDatabase() {
        return url(control.createDatabase());
    }

    @Override
    public Connection connect(String database) throws SQLException {
        return control.connect(database);
    }

    @Override
    public void execute(String... statements) {
        control.execute(statements);
    }

    /** Kills all sessions of a database, as an administrator would, and waits until they are gone. */
    public void terminateSessions(String database) {
        control.terminateSessions(database);
    }

    /** How many sessions use the database now. */
    public long sessions(String database) {
        return control.sessions(database).size();
    }
}
