package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.DatabaseContract;
import java.util.UUID;

/** H2 through the generic JDBC backend, a new one for each test. */
abstract class H2Database implements DatabaseContract {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    @Override
    public String slowQuery() {
        return "SELECT count(*) FROM system_range(1, 1000000) a, system_range(1, 1000000) b WHERE a.x + b.x < 0";
    }

    @Override
    public String numbers(int count) {
        return "SELECT x AS i FROM system_range(1, " + count + ")";
    }

    @Override
    public String insertReturning() {
        return "SELECT id FROM FINAL TABLE (INSERT INTO movies (title) VALUES (?))";
    }
}
