package io.databased.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {
    @ParameterizedTest
    @ValueSource(ints = {PostgresServer.NEWEST, PostgresServer.OLDER})
    void servesEmptyDatabases(int major) throws SQLException {
        PostgresServer server = PostgresServer.shared(major);
        String first = server.createDatabase();
        String second = server.createDatabase();
        assertThat(first)
                .startsWith("postgresql://postgres@127.0.0.1:" + server.port() + "/")
                .isNotEqualTo(second);
        try (Connection connection = server.connect(name(first))) {
            assertThat(one(connection, "SHOW server_version")).startsWith(major + ".");
            assertThat(one(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PostgresServer.NEWEST, PostgresServer.OLDER})
    void emptiesTheDatabaseThatTestsTakeTurnsIn(int major) throws SQLException {
        PostgresServer server = PostgresServer.shared(major);
        String url = server.emptyDatabase();
        try (Connection before = server.connect(name(url));
                Statement statement = before.createStatement()) {
            before.setAutoCommit(false);
            statement.execute("CREATE TABLE kept (x int)");
            before.commit();
            statement.execute("LOCK TABLE kept");

            assertThat(server.emptyDatabase()).isEqualTo(url);

            assertThatThrownBy(() -> one(before, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        try (Connection now = server.connect(name(url))) {
            assertThat(one(now, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void emptiesTheDatabaseAfterARestartToo() {
        try (PostgresServer server = PostgresServer.start(Map.of())) {
            String url = server.emptyDatabase();
            assertThat(server.emptyDatabase()).isEqualTo(url);
            assertThat(server.sessions(name(url))).isZero();
            assertThat(server.backends("databased-servers-emptier")).isEqualTo(1);
            server.stop();
            server.start();
            assertThat(server.emptyDatabase()).isEqualTo(url);
        }
    }

    @Test
    void sharesOneServer() {
        assertThat(PostgresServer.shared().port())
                .isEqualTo(PostgresServer.shared().port());
    }

    @Test
    void terminatesTheSessionsOfOneDatabase() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String kept = name(server.createDatabase());
        String hit = name(server.createDatabase());
        try (Connection keptOne = server.connect(kept);
                Connection hitOne = server.connect(hit)) {
            hitOne.setClientInfo("ApplicationName", "counted");
            assertThat(server.backends("counted")).isEqualTo(1);
            server.terminateSessions(hit);
            assertThat(server.backends("counted")).isZero();
            assertThatThrownBy(() -> one(hitOne, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(one(keptOne, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void keepsWhatWasCommittedThroughKillIfDurable() throws SQLException {
        try (PostgresServer server = PostgresServer.builder().durable().start()) {
            server.execute("CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (42)");
            int port = server.port();
            server.kill();
            assertThatThrownBy(() -> server.connect("postgres")).hasMessageContaining("refused");
            server.start();
            assertThat(server.port()).isEqualTo(port);
            try (Connection connection = server.connect("postgres")) {
                assertThat(one(connection, "SELECT x FROM kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void saysWhatIsWrongWhenItCannotStart() {
        assertThatThrownBy(() -> PostgresServer.start(Map.of("no_such_setting", "on")))
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    }

    @Test
    void isSilentWhilePaused() throws SQLException {
        try (PostgresServer server = PostgresServer.start(Map.of());
                Connection connection = server.connect("postgres")) {
            connection.setNetworkTimeout(Runnable::run, 20_000);
            server.pause();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres&socketTimeout=1"))
                    .isInstanceOf(SQLException.class);
            server.resume();
            assertThat(one(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsAgainAfterAStop() throws SQLException {
        try (PostgresServer server = PostgresServer.start(Map.of("max_connections", "7"))) {
            server.stop();
            assertThat(server.log()).contains("database system is shut down");
            server.start();
            try (Connection connection = server.connect("postgres")) {
                assertThat(one(connection, "SHOW max_connections")).isEqualTo("7");
            }
        }
    }

    static String name(String url) {
        return URI.create(url).getPath().substring(1);
    }

    static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
