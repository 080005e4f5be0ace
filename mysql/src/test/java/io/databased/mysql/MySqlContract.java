package io.databased.mysql;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.servers.MariaDbServer;
import io.databased.testkit.DatabaseContract;

/** A new database of the shared server for each test. */
abstract class MySqlContract implements DatabaseContract {
    final String url = MariaDbServer.shared().createDatabase();

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    @Override
    public String generatedKey() {
        return "INTEGER AUTO_INCREMENT PRIMARY KEY";
    }

    @Override
    public String slowQuery() {
        return "SELECT SLEEP(120)";
    }

    @Override
    public String numbers(int count) {
        return "SELECT seq AS i FROM seq_1_to_" + count;
    }
}
