package io.databased.mysql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link DatabaseUrl#toJdbcUrl()} says to Connector/J. MySQL offers TLS by itself, with a certificate that nobody trusts. */
@Tag("R38")
final class MigrationUrlTest extends ServerDatabase {
    @Test
    void connectsNearbyWithoutASayingOfTls() throws SQLException {
        assertThat(database(url())).isEqualTo(url().database().orElseThrow());
    }

    @Test
    void passwordIsGivenWithoutTls() throws SQLException {
        execute("CREATE USER IF NOT EXISTS migrator@'%' IDENTIFIED BY 'p@ss/word'");
        execute("GRANT ALL ON *.* TO migrator@'%'");
        DatabaseUrl migrator =
                url().withUser("migrator").withPassword("p@ss/word").withOption("sslmode", "disable");

        assertThat(cipher(migrator)).isEmpty();
    }

    @Test
    void encryptsAndVerifiesAsTheUrlSays() throws SQLException {
        DatabaseUrl encrypted = url().withOption("sslmode", "require");
        if (isMariaDb()) {
            assertThatThrownBy(() -> cipher(encrypted)).as("it offers no TLS").isInstanceOf(SQLException.class);
        } else {
            assertThat(cipher(encrypted)).isNotEmpty();
            assertThatThrownBy(() -> cipher(url().withOption("sslmode", "verify-full")))
                    .hasStackTraceContaining("CertPathValidator");
        }
    }

    @Test
    void nameOfADatabaseIsReadAsItIsMeant() throws SQLException {
        String name = "a b+c%41=ü;(d)&e";
        execute("CREATE DATABASE IF NOT EXISTS `" + name + "`");

        assertThat(database(url().withDatabase(name))).isEqualTo(name);
    }

    private static @Nullable String database(DatabaseUrl url) throws SQLException {
        return ask(url, "SELECT database()", 1);
    }

    private static @Nullable String cipher(DatabaseUrl url) throws SQLException {
        return ask(url, "SHOW STATUS LIKE 'Ssl_cipher'", 2);
    }

    private static @Nullable String ask(DatabaseUrl url, String question, int column) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        url.toJdbcUrl(),
                        url.user().orElseThrow(),
                        url.password().orElse(null));
                ResultSet rows = connection.createStatement().executeQuery(question)) {
            rows.next();
            return rows.getString(column);
        }
    }
}
