package io.databased.mysql;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.DatabaseUrl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One database by every way that leads to it: natively, and through both JDBC drivers in both of their protocols. */
abstract class SameServer extends MySqlDatabase {
    static final String NATIVE = "native";

    final Map<String, Database> ways = new LinkedHashMap<>();

    @BeforeEach
    void connectByAllWays() {
        ways.put(NATIVE, database());
        ways.put("MariaDB's driver", await(Database.of(jdbcUrl("mariadb")).connect()));
        ways.put("Connector/J", await(Database.of(jdbcUrl("mysql")).connect()));
        for (String driver : List.of("mariadb", "mysql")) {
            String prepared = jdbcUrl(driver) + "&useServerPrepStmts=true";
            ways.put(
                    driver + ", prepared on the server",
                    await(Database.of(prepared).connect()));
        }
    }

    @AfterEach
    void closeAllWays() {
        ways.values().stream().filter(way -> way != database()).forEach(Database::close);
    }

    /** The URL of a driver, with its credentials. */
    final String jdbcUrl(String driver) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        String target = parsed.toJdbcUrl();
        String credentials = "user=" + parsed.user().orElseThrow()
                + parsed.password().map(password -> "&password=" + password).orElse("");
        return "jdbc:" + driver + target.substring(target.indexOf("://")) + (target.contains("?") ? "&" : "?")
                + credentials;
    }
}
