package io.databased.sqlite;

import io.databased.Database;
import io.databased.DatabaseBuilder;

/** SQLite in memory: gone when disconnected. */
abstract class SqliteMemoryDatabase extends SqliteFileDatabase {
    @Override
    public DatabaseBuilder builder() {
        return Database.builder("sqlite:///:memory:");
    }

    @Override
    public boolean outlivesConnections() {
        return false;
    }
}
