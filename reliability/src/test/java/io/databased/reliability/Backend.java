package io.databased.reliability;

import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;
import io.databased.servers.PostgresServer;
import java.util.Locale;
import java.util.stream.Stream;

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
    /** Where it was fetched. */
    MYSQL("SELECT sleep(120)", "SELECT sleep(0.005)") {
        @Override
        Subject subject() {
            return Subject.mySql(MySqlServer.shared());
        }

        @Override
        boolean isThere() {
            return System.getenv("DATABASED_MYSQL_HOME") != null;
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

    /** Those that there are. */
    static Stream<Backend> all() {
        return Stream.of(values()).filter(Backend::isThere);
    }

    /** Those that there are a wire to. */
    static Stream<Backend> wired() {
        return all().filter(backend -> backend != SQLITE);
    }

    /** Some thousands of rows. */
    String manyRows() {
        return switch (this) {
            case MARIADB, MARIADB_JDBC -> "SELECT seq AS i FROM seq_1_to_20000";
            case MYSQL ->
                "WITH RECURSIVE d (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i < 99)"
                        + " SELECT d.i * 200 + e.i AS i FROM d, d AS e";
            default ->
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
        };
    }

    /** 10,000 rows of 10 kB, more than the network keeps. */
    String largeRows() {
        return tenThousand("repeat('x', 10000)");
    }

    /** 10,000 rows, of which one takes minutes. */
    String rowsThatStop() {
        return switch (this) {
            case POSTGRESQL, PGJDBC -> tenThousand("CASE WHEN i = 3000 THEN (SELECT 1 FROM pg_sleep(120)) END");
            default -> tenThousand("IF(i = 3000, sleep(120), 0)");
        };
    }

    private String tenThousand(String column) {
        String numbers = switch (this) {
            case POSTGRESQL, PGJDBC -> "generate_series(1, 10000) AS n (i)";
            case MYSQL ->
                "(WITH RECURSIVE d (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM d WHERE i < 10000)"
                        + " SELECT /*+ SET_VAR(cte_max_recursion_depth = 10000) */ i FROM d) AS n";
            default -> "(SELECT seq AS i FROM seq_1_to_10000) AS n";
        };
        return "SELECT i, " + column + " AS c FROM " + numbers;
    }

    Backend(String slowQuery, String shortQuery) {
        this.slowQuery = slowQuery;
        this.shortQuery = shortQuery;
    }

    /** A new database. */
    abstract Subject subject();

    boolean isThere() {
        return true;
    }

    private static String counting(int most) {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + most
                + ") SELECT count(*) FROM n";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
