package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.servers.PostgresServer;
import io.databased.testkit.DatabaseContract;
import io.databased.testkit.Futures;

/** PostgreSQL through its JDBC driver and the generic backend, an empty database for each test. */
abstract class PgjdbcDatabase implements DatabaseContract {
    private final String url;

    PgjdbcDatabase() {
        this(PostgresServer.shared().emptyDatabase());
    }

    PgjdbcDatabase(String url) {
        this.url = jdbcUrl(DatabaseUrl.parse(url));
    }

    /** With the credentials, which {@link DatabaseUrl#toJdbcUrl()} leaves to who connects. */
    static String jdbcUrl(DatabaseUrl url) {
        String jdbcUrl = url.toJdbcUrl();
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "user="
                + url.user().orElseThrow()
                + url.password().map(password -> "&password=" + password).orElse("");
    }

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    /** In one session, as each connection that returns is reset and looked at. */
    @Override
    public void createTables(Database database) {
        Futures.await(database.session(session -> session.executeScript(String.join(";\n", tables()))));
    }

    @Override
    public String bytes() {
        return "BYTEA";
    }
}
