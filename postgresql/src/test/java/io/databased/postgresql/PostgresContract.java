package io.databased.postgresql;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.servers.PostgresServer;
import io.databased.testkit.DatabaseContract;
import io.databased.testkit.Futures;

/** An empty database of the shared server for each test. */
abstract class PostgresContract implements DatabaseContract {
    private final String url;

    PostgresContract(int major) {
        this(PostgresServer.shared(major).emptyDatabase());
    }

    PostgresContract(String url) {
        this.url = url;
    }

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    @Override
    public java.util.List<String> tables() {
        return DatabaseContract.super.tables().stream()
                .map(sql -> sql.replace("VARBINARY(1000)", "BYTEA"))
                .toList();
    }

    /** In one session, as each connection that returns is reset and looked at. */
    @Override
    public void createTables(Database database) {
        Futures.await(database.session(session -> session.executeScript(String.join(";\n", tables()))));
    }

    @Override
    public String insertTellingKey() {
        return "INSERT INTO movies (title) VALUES (:title) RETURNING id";
    }

    @Override
    public String slowQuery() {
        return "SELECT pg_sleep(120)";
    }

    @Override
    public String numbers(int count) {
        return "SELECT i FROM generate_series(1, " + count + ") AS numbers (i)";
    }
}
