package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One database by every way that leads to it: natively, and through both JDBC drivers in both of their protocols. */
abstract class SameServer extends ServerDatabase {
    static final String NATIVE = "native";

    final Map<String, Database> ways = new LinkedHashMap<>();

    @BeforeEach
    void connectByAllWays() {
        ways.put(NATIVE, database());
        ways.put("MariaDB's driver", await(Database.of(jdbcUrl("mariadb")).connect()));
        ways.put("Connector/J", await(Database.of(jdbcUrl("mysql")).connect()));
        // MariaDB's driver sends dates to MySQL in a form that it refuses where it prepares.
        for (String driver : isMariaDb() ? List.of("mariadb", "mysql") : List.of("mysql")) {
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
}
