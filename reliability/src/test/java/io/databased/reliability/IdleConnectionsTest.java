package io.databased.reliability;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.testkit.Futures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of connections that nobody uses, while the database stays connected and nobody asks it for anything. */
@ExtendWith(Harness.class)
final class IdleConnectionsTest {
    private static final int CONNECTIONS = 3;

    private static Database connected(Subject subject) {
        PoolOptions full =
                PoolOptions.builder().minSize(CONNECTIONS).maxSize(CONNECTIONS).build();
        Database database = await(subject.builder().pool(full).build().connect());
        Futures.until("the pool is full", () -> database.stats().connections().idle() == CONNECTIONS);
        return database;
    }

    /** The pool is told of it. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL", "MARIADB"})
    @Tag("P8")
    void lostOnesAreReplacedBeforeAnybodyAsks(Backend backend) {
        try (Subject subject = backend.subject();
                Database database = connected(subject)) {
            long before = database.stats().turnover().created();
            subject.proxy().reset();
            Futures.until(
                    "they were replaced",
                    () -> database.stats().turnover().created() >= before + CONNECTIONS
                            && database.stats().connections().idle() == CONNECTIONS);
        }
    }

    /** Or the server would take a client for lost, and log it. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL,X", "MARIADB,QUIT"})
    void closedOnesTakeTheirLeave(Backend backend, String goodbye) {
        try (Subject subject = backend.subject();
                Database database = connected(subject)) {
            int before = subject.proxy().traffic().messages(goodbye);
            database.evictConnections();
            Futures.until(
                    "each has taken its leave",
                    () -> subject.proxy().traffic().messages(goodbye) >= before + CONNECTIONS);
        }
    }
}
