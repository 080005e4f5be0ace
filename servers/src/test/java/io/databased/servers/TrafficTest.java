package io.databased.servers;

import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final ProxiedPostgres database = new ProxiedPostgres();
    private final Traffic traffic = database.proxy.traffic();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsRoundTripsAndMessagesAndKeepsTexts() throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(traffic.connections()).isEqualTo(1);
            assertThat(traffic.messages("startup")).isEqualTo(1);
            traffic.reset();
            one(connection, "SELECT 1");
            one(connection, "SELECT 2");
            assertThat(traffic.roundTrips()).isEqualTo(2);
            assertThat(traffic.messages("Q")).isEqualTo(2);
            assertThat(traffic.texts()).containsExactly("SELECT 1", "SELECT 2");
        }
        assertThat(traffic.roundTrips()).isEqualTo(2);
    }

    @Test
    void seesTheTextsOfParsedStatementsInOneRoundTrip() throws SQLException {
        try (Connection connection = extended();
                PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
            traffic.reset();
            statement.setInt(1, 7);
            statement.executeQuery().close();
            assertThat(traffic.roundTrips()).isEqualTo(1);
            assertThat(traffic.messages("P")).isEqualTo(1);
            assertThat(traffic.messages("S")).isEqualTo(1);
            assertThat(traffic.texts()).containsExactly("SELECT $1::int");
        }
    }

    @Test
    void waitsUntilATextWasSent() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            Thread canceller = new Thread(() -> {
                try {
                    traffic.awaitText("pg_sleep");
                    database.proxy.reset();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            canceller.start();
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(120)")).isInstanceOf(SQLException.class);
            canceller.join();
        }
    }

    private Connection extended() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + database.proxy.port()
                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable");
    }
}
