package io.databased.servers;

import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbFaultsTest {
    private final MariaDbServer server = MariaDbServer.shared();
    private final String database = PostgresServerTest.name(server.createDatabase());
    private final FaultProxy proxy = FaultProxy.mysql(server.port());

    @BeforeEach
    void createTable() {
        server.execute("CREATE TABLE " + database + ".t (x int)");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void countsRoundTripsAndKeepsTexts() throws SQLException {
        try (Connection connection = connect()) {
            proxy.traffic().reset();
            one(connection, "SELECT 1");
            one(connection, "SELECT 2");
            assertThat(proxy.traffic().roundTrips()).isEqualTo(2);
            assertThat(proxy.traffic().messages("QUERY")).isEqualTo(2);
            assertThat(proxy.traffic().texts()).containsExactly("SELECT 1", "SELECT 2");
        }
    }

    @Test
    void passesLongAnswers() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t SELECT seq FROM seq_1_to_1000");
            assertThat(one(connection, "SELECT sum(x) FROM t")).isEqualTo("500500");
            assertThat(one(connection, "SELECT x FROM t ORDER BY x DESC")).isEqualTo("1000");
            assertThat(one(connection, "SELECT repeat('x', 1000000)")).hasSize(1_000_000);
        }
    }

    @Test
    void cutsBeforeTheServerHasTheCommit() throws Exception {
        commitFails(proxy.cutBefore("COMMIT"));
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void cutsAfterTheServerHasCommitted() throws Exception {
        commitFails(proxy.cutAfter("COMMIT"));
        assertThat(rows()).isEqualTo("1");
    }

    private void commitFails(CompletableFuture<Void> cut) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        cut.get(60, TimeUnit.SECONDS);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + proxy.port() + "/" + database + "?user=root&sslMode=disable");
    }

    private String rows() throws SQLException {
        try (Connection direct = server.connect(database)) {
            return one(direct, "SELECT count(*) FROM t");
        }
    }
}
