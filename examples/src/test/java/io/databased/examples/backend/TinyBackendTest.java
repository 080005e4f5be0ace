package io.databased.examples.backend;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;
import java.util.UUID;

// tag::contracts
final class TinyBackendTest implements PooledContracts, DurabilityContract {
    private final String url = "tiny:///" + UUID.randomUUID(); // an empty database for each test

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    // What H2 writes in its own way.

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
// end::contracts
