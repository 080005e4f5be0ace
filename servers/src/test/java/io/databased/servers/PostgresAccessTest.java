package io.databased.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PostgresAccessTest {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    static {
        DRIVER.setLevel(Level.OFF); // it logs what it throws
    }

    private final TestAuthority authority = TestAuthority.create();

    @Test
    void asksForAPasswordWhereARuleSaysSo() throws SQLException {
        try (PostgresServer server = PostgresServer.builder()
                .allow("host all alice all scram-sha-256")
                .start()) {
            server.execute("CREATE USER alice PASSWORD 'right'");
            connect(server, "127.0.0.1", "user=alice&password=right").close();
            assertThatThrownBy(() -> connect(server, "127.0.0.1", "user=alice&password=wrong"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void offersTlsThatAClientCanVerify() throws SQLException {
        try (PostgresServer server = PostgresServer.builder()
                .tls(authority.issue("localhost", "127.0.0.1"))
                .start()) {
            try (Connection connection = connect(server, "127.0.0.1", verified(authority))) {
                assertThat(PostgresServerTest.one(
                                connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                        .isEqualTo("t");
            }
            connect(server, "localhost", verified(authority)).close();
            assertThatThrownBy(() -> connect(server, "localhost", verified(TestAuthority.create())))
                    .hasMessageContaining("SSL error");
        }
    }

    @Test
    void offersACertificateOfAnotherHost() {
        try (PostgresServer server =
                PostgresServer.builder().tls(authority.issue("elsewhere.test")).start()) {
            assertThatThrownBy(() -> connect(server, "localhost", verified(authority)))
                    .hasMessageContaining("could not be verified");
        }
    }

    @Test
    void offersAnExpiredCertificate() {
        try (PostgresServer server = PostgresServer.builder()
                .tls(authority.issueExpired("localhost"))
                .start()) {
            assertThatThrownBy(() -> connect(server, "localhost", verified(authority)))
                    .hasStackTraceContaining("NotAfter");
        }
    }

    private static String verified(TestAuthority authority) {
        return "user=postgres&sslmode=verify-full&sslrootcert=" + authority.file();
    }

    private static Connection connect(PostgresServer server, String host, String properties) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + server.port() + "/postgres?" + properties);
    }
}
