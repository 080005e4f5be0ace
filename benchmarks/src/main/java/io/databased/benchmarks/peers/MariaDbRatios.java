package io.databased.benchmarks.peers;

import static io.databased.benchmarks.peers.Match.direct;
import static io.databased.benchmarks.peers.Match.ours;

import io.databased.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * MariaDB: ours against the driver behind HikariCP and against Vert.x, on the server of {@code DATABASED_TEST_MYSQL_URL}.
 * Takes the arguments of {@link PostgresqlRatios}.
 */
public final class MariaDbRatios {
    private static final int MANY = 64;
    private static final int PORT = 3306;

    private MariaDbRatios() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        String server = System.getenv("DATABASED_TEST_MYSQL_URL");
        if (server == null) {
            throw new IOException("set DATABASED_TEST_MYSQL_URL to the URL of a database that may be written to");
        }
        Competition competition = new Competition(url(server), arguments);
        competition.run(matches(), Path.of("benchmarks", "mariadb.svg"));
    }

    /** As the driver calls it, and with the port in any case. */
    private static DatabaseUrl url(String server) {
        DatabaseUrl url = DatabaseUrl.parse(server).withScheme("mariadb");
        DatabaseUrl.Host host = url.hosts().get(0);
        return url.withHost(host.name(), host.port().orElse(PORT));
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
                all("1,000 rows, 64 callers", new Task(Shape.FETCH, 1000, MANY), 0),
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
