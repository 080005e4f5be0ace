package io.databased.benchmarks.peers;

import static io.databased.benchmarks.peers.Match.direct;
import static io.databased.benchmarks.peers.Match.ours;

import io.databased.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * MariaDB: ours against the driver behind HikariCP and against Vert.x. Starts a server, or uses that of {@code
 * DATABASED_TEST_MYSQL_URL}. Takes the arguments of {@link PostgresqlRatios}.
 */
public final class MariaDbRatios {
    private static final int MANY = 64;

    private MariaDbRatios() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        try (RunDatabase database = RunDatabase.mariaDb()) {
            // MariaDB's driver wants the scheme to be its own.
            DatabaseUrl url = database.url().withScheme("mariadb");
            new Competition(url, arguments).run(matches(), Path.of("benchmarks", "mariadb.svg"));
        }
    }

    /** Wanted is to be no slower than the best of them, so than each of them. */
    private static List<Match> matches() {
        return List.of(
                Match.of(
                        "select by key, 64 callers",
                        new Task(Shape.SELECT, 1, MANY),
                        ours(Sides.HIKARI, 1),
                        ours(Sides.HIKARI_PREPARED, 1),
                        ours(Sides.VERTX, 1),
                        ours(Sides.VERTX_PIPELINING, 0),
                        direct(Sides.VERTX, 0),
                        direct(Sides.VERTX_PIPELINING, 0)),
                all("1,000 rows, 64 callers", new Task(Shape.FETCH, 1000, MANY), 1),
                all("1,000 rows, 1 caller", new Task(Shape.FETCH, 1000, 1), 0),
                all("session: update, 64 callers", new Task(Shape.SESSION, 0, MANY), 1),
                all("session: update, 1 caller", new Task(Shape.SESSION, 0, 1), 1),
                all("session: update, two nested, 64 callers", new Task(Shape.SESSION, 2, MANY), 0),
                all("session: update, two nested, 1 caller", new Task(Shape.SESSION, 2, 1), 0));
    }

    private static Match all(String title, Task task, double wanted) {
        return Match.of(
                title,
                task,
                ours(Sides.HIKARI, wanted),
                ours(Sides.HIKARI_PREPARED, wanted),
                ours(Sides.VERTX, wanted),
                direct(Sides.VERTX, 0));
    }
}
