package io.databased.reliability;

import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;
import java.util.Locale;

/** The ways to a database that are tested, each with a query that takes minutes unless it is stopped, and one of some 5 ms. */
enum Backend {
    POSTGRESQL("SELECT 1 FROM pg_sleep(120)", "SELECT 1 FROM pg_sleep(0.005)") {
        @Override
        Subject subject() {
            return Subject.postgres(PostgresServer.shared());
        }
    },
    PGJDBC("SELECT 1 FROM pg_sleep(120)", "SELECT 1 FROM pg_sleep(0.005)") {
        @Override
        Subject subject() {
            return Subject.pgjdbc(PostgresServer.shared());
        }
    },
    MARIADB("SELECT sleep(120)", "SELECT sleep(0.005)") {
        @Override
        Subject subject() {
            return Subject.mariaDb(MariaDbServer.shared());
        }
    },
    MARIADB_JDBC("SELECT sleep(120)", "SELECT sleep(0.005)") {
        @Override
        Subject subject() {
            return Subject.mariaDbJdbc(MariaDbServer.shared());
        }
    },
    SQLITE(counting(2_000_000_000), counting(20_000)) {
        @Override
        Subject subject() {
            return Subject.sqlite(Folders.temporary().resolve("d.db"), "");
        }
    };

    final String slowQuery;
    final String shortQuery;

    /** Some thousands of rows. */
    String manyRows() {
        return this == MARIADB || this == MARIADB_JDBC
                ? "SELECT seq FROM seq_1_to_20000"
                : "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
    }

    Backend(String slowQuery, String shortQuery) {
        this.slowQuery = slowQuery;
        this.shortQuery = shortQuery;
    }

    /** A new database. */
    abstract Subject subject();

    private static String counting(int most) {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + most
                + ") SELECT count(*) FROM n";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
