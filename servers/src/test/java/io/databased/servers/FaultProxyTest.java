package io.databased.servers;

import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private final ProxiedPostgres database = new ProxiedPostgres();
    private final FaultProxy proxy = database.proxy;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void passesWhatIsSaid() throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(one(connection, "SELECT length(repeat('x', 1000000))")).isEqualTo("1000000");
            assertThat(one(connection, "SELECT repeat('x', 1000000)")).hasSize(1_000_000);
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
        assertThat(proxy.through(
                        "postgresql://a@127.0.0.1:" + PostgresServer.shared().port() + "/b"))
                .isEqualTo("postgresql://a@127.0.0.1:" + proxy.port() + "/b");
    }

    @Test
    void delaysEachDirection() throws SQLException {
        try (Connection connection = database.connect()) {
            proxy.latency(Duration.ofMillis(60));
            long start = System.nanoTime();
            one(connection, "SELECT 1");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void drips() throws SQLException {
        try (Connection connection = database.connect()) {
            proxy.dripping(Duration.ofNanos(100_000));
            assertThat(one(connection, "SELECT 'drop by drop'")).isEqualTo("drop by drop");
        }
    }

    @Test
    void swallowsInABlackHoleAndNeverGivesBack() throws SQLException {
        try (Connection lost = database.connect();
                Connection idle = database.connect()) {
            proxy.blackhole();
            assertThatThrownBy(() -> one(lost, "SELECT 1")).hasStackTraceContaining("timed out");
            proxy.heal();
            assertThat(one(idle, "SELECT 1")).isEqualTo("1");
            assertThat(database.sessions())
                    .as("the server does not know that its client has gone")
                    .isEqualTo(2);
        }
    }

    @Test
    void refusesWhenDown() throws SQLException {
        try (Connection connection = database.connect()) {
            proxy.down();
            assertThatThrownBy(() -> one(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(database::connect).hasMessageContaining("refused");
        }
        proxy.heal();
        database.connect().close();
    }

    @Test
    void isDeaf() throws SQLException {
        proxy.deaf();
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
        assertThat(proxy.traffic().connections()).isEqualTo(1);
        proxy.heal();
        database.connect().close();
    }

    @Test
    void resets() throws SQLException {
        try (Connection connection = database.connect()) {
            proxy.reset();
            assertThatThrownBy(() -> one(connection, "SELECT 1")).hasStackTraceContaining("reset");
            assertThat(proxy.openConnections()).isZero();
        }
        database.connect().close();
    }
}
