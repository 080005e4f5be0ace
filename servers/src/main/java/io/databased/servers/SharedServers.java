package io.databased.servers;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that all tests of this JVM share. */
final class SharedServers {
    private static final Map<Integer, PostgresServer> POSTGRES = new ConcurrentHashMap<>();
    private static final Map<String, PostgresServer> GIVEN = new ConcurrentHashMap<>();

    private SharedServers() {}

    static PostgresServer postgres() {
        String url = System.getenv("DATABASED_TEST_POSTGRESQL_URL");
        if (url == null || url.isEmpty()) {
            return postgres(PostgresServer.NEWEST);
        }
        return GIVEN.computeIfAbsent(url, given -> new PostgresServer(new PostgresControl(URI.create(given))));
    }

    static PostgresServer postgres(int major) {
        return POSTGRES.computeIfAbsent(
                major,
                version -> PostgresServer.builder()
                        .major(version)
                        .set("max_connections", "200")
                        .start());
    }

    static MariaDbServer mariaDb() {
        return MariaDb.SHARED;
    }

    static MySqlServer mySql() {
        return MySql.SHARED;
    }

    /** Initialised when it is first asked for. */
    private static final class MySql {
        static final MySqlServer SHARED =
                MySqlServer.start(Map.of("max-connections", "300", "max-allowed-packet", "16M"));
    }

    /** Initialised when it is first asked for. */
    private static final class MariaDb {
        static final MariaDbServer SHARED = start();

        private static MariaDbServer start() {
            String url = System.getenv("DATABASED_TEST_MYSQL_URL");
            if (url == null || url.isEmpty()) {
                return MariaDbServer.start(Map.of("max-connections", "200"));
            }
            return new MariaDbServer(new MariaDbControl(URI.create(url)));
        }
    }
}
