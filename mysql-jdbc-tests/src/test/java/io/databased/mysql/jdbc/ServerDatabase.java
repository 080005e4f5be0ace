package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;
import org.junit.jupiter.api.AfterEach;

/**
 * A new database for each test, of the server that this run of the tests is about: MariaDB, or with {@code -Ddatabased.server=mysql}
 * MySQL. One is connected to it natively.
 */
abstract class ServerDatabase {
    private final String url = server().createDatabase();
    private final Database database = await(Database.of(url).connect());

    static LocalServer server() {
        return isMariaDb() ? MariaDbServer.shared() : MySqlServer.shared();
    }

    static boolean isMariaDb() {
        return !"mysql".equals(System.getProperty("databased.server"));
    }

    Database database() {
        return database;
    }

    void execute(String sql) {
        await(database.execute(sql));
    }

    /** For Connector/J, whichever server it is. */
    final DatabaseUrl url() {
        return DatabaseUrl.parse(url).withScheme("mysql");
    }

    /** The URL of a driver, with its credentials. */
    final String jdbcUrl(String driver) {
        return jdbcUrl(url, driver);
    }

    static String jdbcUrl(String url, String driver) {
        DatabaseUrl said = DatabaseUrl.parse(url).withScheme(driver);
        String target = said.toJdbcUrl();
        return target + (target.contains("?") ? "&" : "?") + "user="
                + said.user().orElseThrow()
                + said.password().map(password -> "&password=" + password).orElse("");
    }

    @AfterEach
    void disconnect() {
        await(database.disconnect());
    }
}
