package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code caching_sha2_password}, which a server of MySQL 8 and later gives its users. */
@Tag("mysql")
class MySqlLoginTest extends MySqlDatabase {
    private static final String PASSWORD = "p@ss/wörd";

    private DatabaseUrl user(String name, String required) {
        server.execute(
                "CREATE USER IF NOT EXISTS " + name + "@'%' IDENTIFIED WITH caching_sha2_password BY '" + PASSWORD
                        + "' " + required,
                "GRANT ALL ON *.* TO " + name + "@'%'",
                "FLUSH PRIVILEGES"); // the server forgets whom it knows already
        return DatabaseUrl.parse(url).withUser(name).withPassword(PASSWORD);
    }

    private static Map<String, Object> cipher(DatabaseUrl url) {
        Database database = await(Database.of(url.toStringWithPassword()).connect());
        Map<String, Object> row =
                one(database, "SHOW STATUS LIKE 'Ssl_cipher'", Map.of()).toMap();
        await(database.disconnect());
        return row;
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "require"})
    void logsInByPasswordWithAndWithoutTls(String mode) {
        DatabaseUrl ann = user("ann", "").withOption("sslmode", mode);
        for (int i = 0; i < 2; i++) { // the second time the server knows the password already
            assertThat(cipher(ann).get("Value").equals("")).isEqualTo(mode.equals("disable"));
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        DatabaseUrl ann = user("ann", "");
        DatabasedException refused = failure(
                Database.of(ann.withPassword("wrong").toStringWithPassword()).connect(), DatabasedException.class);
        assertThat(refused).hasMessageContaining("Access denied for user 'ann'");
        assertThat(refused.toString()).doesNotContain("wrong");
    }

    @Test
    void longPasswordsAndEmptyOnesLogIn() {
        server.execute(
                "CREATE USER IF NOT EXISTS long_one@'%' IDENTIFIED BY '" + "x".repeat(180) + "'",
                "CREATE USER IF NOT EXISTS nobody@'%' IDENTIFIED BY ''",
                "GRANT ALL ON *.* TO long_one@'%', nobody@'%'",
                "FLUSH PRIVILEGES");
        DatabaseUrl plain = DatabaseUrl.parse(url).withOption("sslmode", "disable");
        assertThat(cipher(plain.withUser("long_one").withPassword("x".repeat(180))))
                .isNotEmpty();
        assertThat(cipher(plain.withUser("nobody"))).isNotEmpty();
    }

    @Test
    void userWhoMustEncryptIsToldSo() {
        DatabaseUrl bob = user("bob", "REQUIRE SSL");
        assertThat(failure(
                        Database.of(bob.withOption("sslmode", "disable").toStringWithPassword())
                                .connect(),
                        DatabasedException.class))
                .hasMessageContaining("Access denied for user 'bob'");
        assertThat(cipher(bob.withOption("sslmode", "require")).get("Value")).isNotEqualTo("");
    }

    @Test
    void wayToLogInThatIsNotKnownIsNamed() {
        server.execute("CREATE USER IF NOT EXISTS sha@'%' IDENTIFIED WITH sha256_password BY 'x'");
        assertThat(failure(
                        Database.of(DatabaseUrl.parse(url)
                                        .withUser("sha")
                                        .withPassword("x")
                                        .toStringWithPassword())
                                .connect(),
                        DatabasedException.class))
                .hasMessageContaining("sha256_password");
    }
}
