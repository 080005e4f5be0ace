package io.databased.servers;

import static io.databased.servers.PostgresServerTest.name;
import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MariaDbServerTest {
    @Test
    void servesEmptyDatabases() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        String first = server.createDatabase();
        assertThat(first)
                .startsWith("mariadb://root@127.0.0.1:" + server.port() + "/")
                .isNotEqualTo(server.createDatabase());
        try (Connection connection = server.connect(name(first))) {
            assertThat(one(connection, "SELECT version()")).contains("MariaDB");
            assertThat(one(
                            connection,
                            "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()"))
                    .isEqualTo("0");
            assertThat(one(connection, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
        }
    }

    /** In a folder that servers share, each that starts deletes those of the others. */
    @Test
    void hasItsTemporaryFilesForItself() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        try (Connection connection = server.connect(name(server.createDatabase()))) {
            assertThat(one(connection, "SELECT concat(@@tmpdir, '/') = @@datadir"))
                    .isEqualTo("1");
        }
    }

    @Test
    void terminatesTheSessionsOfOneDatabase() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        String database = name(server.createDatabase());
        try (Connection connection = server.connect(database)) {
            assertThat(server.sessions(database)).isEqualTo(1);
            server.terminateSessions(database);
            assertThat(server.sessions(database)).isZero();
            assertThatThrownBy(() -> one(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keepsWhatWasCommittedThroughKillIfDurable() throws SQLException {
        try (MariaDbServer server = MariaDbServer.builder().durable().start()) {
            server.execute("CREATE DATABASE d", "CREATE TABLE d.kept (x int)", "INSERT INTO d.kept VALUES (42)");
            server.kill();
            assertThatThrownBy(() -> server.connect("d")).hasStackTraceContaining("refused");
            server.start();
            try (Connection connection = server.connect("d")) {
                assertThat(one(connection, "SELECT x FROM kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void startsAgainAfterAStop() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start(Map.of("max_connections", "17"))) {
            server.stop();
            assertThat(server.log()).contains("Shutdown complete");
            server.start();
            try (Connection connection = server.connect("mysql")) {
                assertThat(one(connection, "SELECT @@max_connections")).isEqualTo("17");
            }
        }
    }

    @Test
    void asksUsersForTheirPasswordsAndOffersTls() throws SQLException {
        TestAuthority authority = TestAuthority.create();
        try (MariaDbServer server = MariaDbServer.builder()
                .tls(authority.issue("localhost", "127.0.0.1"))
                .start()) {
            server.execute("CREATE USER alice IDENTIFIED BY 'right'", "GRANT ALL ON mysql.* TO alice");
            try (Connection connection = alice(server, "right", authority)) {
                assertThat(one(
                                connection,
                                "SELECT variable_value FROM information_schema.session_status"
                                        + " WHERE variable_name = 'Ssl_version'"))
                        .startsWith("TLS");
            }
            assertThatThrownBy(() -> alice(server, "wrong", authority)).hasMessageContaining("Access denied");
            assertThatThrownBy(() -> alice(server, "right", TestAuthority.create()))
                    .hasStackTraceContaining("certificat");
        }
    }

    private static Connection alice(MariaDbServer server, String password, TestAuthority authority)
            throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + server.port() + "/mysql?user=alice&password="
                + password + "&sslMode=verify-full&serverSslCert=" + authority.file());
    }
}
