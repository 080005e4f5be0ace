package io.databased.servers;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** What is said to MariaDB and MySQL, whose superuser is {@code root}. */
final class MariaDbControl extends Control {
    private static final String OWN_DATABASE = "mysql";
    private static final int NO_SUCH_THREAD = 1094;

    MariaDbControl(URI server) {
        super(server, "mariadb", OWN_DATABASE, 3306);
    }

    /** @param scheme {@code mariadb} or {@code mysql} */
    static MariaDbControl local(String scheme, int port) {
        return new MariaDbControl(URI.create(scheme + "://root@127.0.0.1:" + port + "/" + OWN_DATABASE));
    }

    @Override
    void configure(Properties properties) {
        properties.setProperty("sslMode", "disable");
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("socketTimeout", "30000");
    }

    @Override
    long sessions(String database) {
        return ids(database).size();
    }

    @Override
    void terminateSessions(String database) {
        List<String> ids = ids(database);
        ids.forEach(this::terminate);
        await(
                () -> ids(database).stream().noneMatch(ids::contains),
                "Sessions of " + database + " live on after KILL: " + ids);
    }

    private List<String> ids(String database) {
        return ask("SELECT id FROM information_schema.processlist WHERE db = ?", database);
    }

    private void terminate(String id) {
        try (Connection connection = connect(OWN_DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("KILL " + id);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_THREAD) { // it has ended by itself
                throw new IllegalStateException(e);
            }
        }
    }
}
