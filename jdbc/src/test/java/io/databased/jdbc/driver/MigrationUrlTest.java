package io.databased.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.DatabaseUrl;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;
import io.databased.servers.TestAuthority;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link DatabaseUrl#toJdbcUrl()} says of TLS does with the drivers what the same URL does with the library. */
@Tag("R38")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MigrationUrlTest {
    private static final String POSTGRESQL = "SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    private static final String MARIADB =
            "SELECT nullif(variable_value, '') FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'";

    private final TestAuthority authority = TestAuthority.create();
    private final PostgresServer postgres = PostgresServer.builder()
            .tls(authority.issue("localhost", "127.0.0.1"))
            .start();
    private final MariaDbServer mariaDb = MariaDbServer.builder()
            .tls(authority.issue("localhost", "127.0.0.1"))
            .start();

    @AfterAll
    void stop() {
        postgres.close();
        mariaDb.close();
    }

    @ParameterizedTest
    @CsvSource({"disable, false", "require, true", "verify-ca, true", "verify-full, true"})
    void encryptsAsTheUrlSays(String mode, boolean encrypted) throws SQLException {
        assertThat(cipher(postgres, POSTGRESQL, mode, authority) != null).isEqualTo(encrypted);
        assertThat(cipher(mariaDb, MARIADB, mode, authority) != null).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @CsvSource({"verify-ca", "verify-full"})
    void verifiesByTheAuthorityThatIsNamed(String mode) {
        TestAuthority other = TestAuthority.create();
        assertThatThrownBy(() -> cipher(postgres, POSTGRESQL, mode, other)).hasStackTraceContaining("ertificat");
        assertThatThrownBy(() -> cipher(mariaDb, MARIADB, mode, other)).hasStackTraceContaining("ertificat");
    }

    @ParameterizedTest
    @CsvSource({"verify-ca", "verify-full"})
    void verifiesByThoseThatJavaTrustsIfNoneIsNamed(String mode) {
        assertThatThrownBy(() -> cipher(postgres, POSTGRESQL, mode, null)).hasStackTraceContaining("PKIX path");
        assertThatThrownBy(() -> cipher(mariaDb, MARIADB, mode, null)).hasMessageContaining("ertificate");
    }

    @Test
    void connectsNearbyWithoutASayingOfTls() throws SQLException {
        assertThat(cipher(postgres, "SELECT 'up'", null, null)).isEqualTo("up");
        assertThat(cipher(mariaDb, MARIADB, null, null)).isNull();
    }

    /** Drivers differ in what they decode. */
    @Test
    void namesOfDatabasesAreReadAsTheyAreMeant() throws SQLException {
        String name = "a b+c%41=ü;(d)";
        postgres.execute("CREATE DATABASE \"" + name + "\"");
        mariaDb.execute("CREATE DATABASE `" + name + "`");

        assertThat(one(DatabaseUrl.parse(postgres.createDatabase()).withDatabase(name), "SELECT current_database()"))
                .isEqualTo(name);
        assertThat(one(DatabaseUrl.parse(mariaDb.createDatabase()).withDatabase(name), "SELECT database()"))
                .isEqualTo(name);
    }

    private static String cipher(LocalServer server, String question, String mode, TestAuthority authority)
            throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());
        if (mode != null) {
            url = url.withOption("sslmode", mode);
        }
        if (authority != null && !"disable".equals(mode)) {
            url = url.withOption("sslrootcert", authority.file().toString());
        }
        return one(url, question);
    }

    private static String one(DatabaseUrl url, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        url.toJdbcUrl(),
                        url.user().orElseThrow(),
                        url.password().orElse(null));
                ResultSet rows = connection.createStatement().executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
