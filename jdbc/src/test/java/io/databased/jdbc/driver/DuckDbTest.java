package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.FlatContracts;
import io.databased.testkit.FlatDurabilityContract;
import io.databased.testkit.Futures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB through the generic JDBC backend, in a file, a new one for each test. It has no savepoints. */
final class DuckDbTest implements FlatContracts, ConnectionInitContract, FlatDurabilityContract {
    @TempDir
    Path folder;

    @Override
    public DatabaseBuilder builder() {
        return Database.builder("jdbc:duckdb:" + folder.resolve("movies.duckdb"));
    }

    @Override
    public String generatedKey() {
        return "INTEGER PRIMARY KEY DEFAULT nextval('ids')";
    }

    @Override
    public String bytes() {
        return "BLOB";
    }

    @Override
    public String numbers(int count) {
        return "SELECT CAST(range AS INTEGER) AS i FROM range(1, " + (count + 1) + ")";
    }

    @Override
    public void createTables(Database database) {
        Futures.await(database.execute("CREATE SEQUENCE ids"));
        FlatContracts.super.createTables(database);
    }

    @Override
    public String setting(int value) {
        return "SET VARIABLE setting = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT getvariable('setting')";
    }
}
