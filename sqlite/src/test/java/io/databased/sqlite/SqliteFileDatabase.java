package io.databased.sqlite;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.DatabaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** SQLite in a file, a new one for each test. */
abstract class SqliteFileDatabase implements DatabaseContract {
    @TempDir
    Path folder;

    @Override
    public DatabaseBuilder builder() {
        return Database.builder("sqlite:///" + folder.resolve("movies.sqlite"));
    }

    @Override
    public String generatedKey() {
        return "INTEGER PRIMARY KEY AUTOINCREMENT";
    }

    @Override
    public String exactDecimal() {
        return "TEXT";
    }
}
