package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * A MySQL server, whose superuser is {@code root}; only where {@code DATABASED_MYSQL_HOME} names the folder that {@code
 * servers/fetch-mysql} has filled. It offers TLS with a certificate of its own making.
 */
public final class MySqlServer extends LocalServer {
    private final MariaDbControl control;

    private MySqlServer(ServerInstance instance) {
        super(instance);
        this.control = new MariaDbControl(URI.create("mysql://root@127.0.0.1:" + instance.port() + "/mysql"));
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

    @Override
    public int port() {
        return control.port();
    }

    /** The URL of a database, {@code mysql://root@127.0.0.1:PORT/NAME}. */
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
