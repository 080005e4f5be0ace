package io.databased.jdbc;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend.Role;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set for a driver, where the URL does not say it in whatever case. */
final class DriverOptionsTest {
    private static final String URL = "jdbc:mysql://h/d";

    private final Properties told = new Properties();
    private final Driver driver = (Driver) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Driver.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "acceptsURL":
                        return String.valueOf(arguments[0]).startsWith(URL);
                    case "connect":
                        if (String.valueOf(arguments[0]).startsWith(URL)) {
                            told.putAll((Properties) arguments[1]);
                            throw new SQLException("no server", "08001");
                        }
                        return null;
                    case "equals":
                        return proxy == arguments[0];
                    case "hashCode":
                        return 1;
                    default:
                        return "told";
                }
            });

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(driver);
    }

    @AfterEach
    void deregister() throws SQLException {
        DriverManager.deregisterDriver(driver);
    }

    private Properties toldBy(String url) {
        failure(JdbcBackend.ofUrl(url).open(Role.PRIMARY), BackendException.class);
        return told;
    }

    @Test
    void areSetWhereTheUrlSaysNothing() {
        assertThat(toldBy(URL + "?notTinyInt1isBit=true"))
                .containsEntry("tinyInt1isBit", "false")
                .containsEntry("zeroDateTimeBehavior", "CONVERT_TO_NULL")
                .containsEntry("connectionTimeZone", "UTC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?tinyInt1isBit=true",
                "?TINYINT1ISBIT=true",
                "?a=b&tinyint1isbit=true",
                "?tinyInt1isBit",
                "?tiny%49nt1isBit=true",
                "?a=b& tinyInt1isBit = true"
            })
    void areLeftToTheUrlInAnyCase(String options) {
        assertThat(toldBy(URL + options))
                .doesNotContainKey("tinyInt1isBit")
                .containsEntry("zeroDateTimeBehavior", "CONVERT_TO_NULL");
    }
}
