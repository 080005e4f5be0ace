package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.servers.MariaDbServer;
import io.databased.testkit.DatabaseContract;

/** MariaDB through its JDBC driver and the generic backend, a new database for each test. */
abstract class MariaDbJdbcDatabase implements DatabaseContract {
    private final String url =
            PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(MariaDbServer.shared().createDatabase()));

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    @Override
    public String generatedKey() {
        return "INTEGER AUTO_INCREMENT PRIMARY KEY";
    }

    /** The driver makes one statement of several sets. */
    @Override
    public boolean tellsFailedSets() {
        return false;
    }

    @Override
    public String slowQuery() {
        return "SELECT sleep(120)";
    }

    @Override
    public String numbers(int count) {
        return "SELECT seq AS i FROM seq_1_to_" + count;
    }
}
