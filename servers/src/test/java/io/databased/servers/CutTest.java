package io.databased.servers;

import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CutTest {
    private final ProxiedPostgres database = new ProxiedPostgres();
    private final FaultProxy proxy = database.proxy;

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection direct = database.direct()) {
            execute(direct, "CREATE TABLE t (x int)");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void cutsBeforeTheServerHasTheCommit() throws Exception {
        CompletableFuture<Void> cut = proxy.cutBefore("COMMIT");
        insertFails();
        cut.get(60, TimeUnit.SECONDS);
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void cutsAfterTheServerHasCommitted() throws Exception {
        CompletableFuture<Void> cut = proxy.cutAfter("COMMIT");
        insertFails();
        cut.get(60, TimeUnit.SECONDS);
        assertThat(rows()).isEqualTo("1");
    }

    @Test
    void holdsWhatOthersOvertake() throws Exception {
        FaultProxy.Hold held = proxy.hold("VALUES (7)");
        CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> {
            try (Connection connection = database.connect()) {
                execute(connection, "INSERT INTO t VALUES (7)");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        held.await();
        try (Connection connection = database.connect()) {
            execute(connection, "INSERT INTO t VALUES (8)");
        }
        assertThat(rows()).isEqualTo("1");

        held.release();

        insert.get(60, TimeUnit.SECONDS);
        assertThat(rows()).isEqualTo("2");
    }

    @Test
    void cutsAtTheNthMessage() throws Exception {
        try (Connection connection = database.connect()) {
            CompletableFuture<Void> cut = proxy.cutAtMessage(3);
            one(connection, "SELECT 1");
            one(connection, "SELECT 2");
            assertThat(cut).isNotDone();
            assertThatThrownBy(() -> one(connection, "SELECT 3")).isInstanceOf(SQLException.class);
            cut.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void cutsOneConnectionOnce() throws Exception {
        proxy.cutBefore("SELECT 1");
        try (Connection first = database.connect();
                Connection second = database.connect()) {
            assertThatThrownBy(() -> one(first, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(one(second, "SELECT 1")).isEqualTo("1");
        }
    }

    private void insertFails() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
    }

    private String rows() throws SQLException {
        try (Connection direct = database.direct()) {
            return one(direct, "SELECT count(*) FROM t");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
