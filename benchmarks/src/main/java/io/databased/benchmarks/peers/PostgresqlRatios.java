package io.databased.benchmarks.peers;

import static io.databased.benchmarks.peers.Match.direct;
import static io.databased.benchmarks.peers.Match.ours;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * PostgreSQL: ours against everybody. Starts a server, or uses that of {@code DATABASED_TEST_POSTGRESQL_URL}. The
 * argument {@code quick} makes it a first look, {@code without NAME…} leaves contestants out.
 */
public final class PostgresqlRatios {
    private static final int MANY = 64;

    private PostgresqlRatios() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        try (RunDatabase database = RunDatabase.postgresql()) {
            new Competition(database.url(), arguments).run(matches(), Path.of("benchmarks", "postgresql.svg"));
        }
    }

    private static List<Match> matches() {
        return List.of(
                Match.of(
                        "select by key, 64 callers",
                        new Task(Shape.SELECT, 1, MANY),
                        ours(Sides.HIKARI, 2.5),
                        ours(Sides.VERTX, 1.8),
                        ours(Sides.VERTX_LOOPS, 0),
                        ours(Sides.VERTX_HOP, 0),
                        ours(Sides.VERTX_PIPELINING, 0),
                        ours(Sides.R2DBC, 0),
                        ours(Pgbench.PLAIN, 1.3),
                        direct(Sides.VERTX, 0),
                        direct(Sides.VERTX_PIPELINING, 1),
                        direct(Pgbench.PIPELINE, 0)),
                session("update", 0, MANY, 1.15),
                session("update", 0, 1, 1.4),
                session("update, two nested", 2, MANY, 1.5),
                session("update, two nested", 2, 1, 1.5),
                fetch(MANY),
                fetch(1));
    }

    private static Match session(String work, int nested, int callers, double wanted) {
        return Match.of(
                "session: " + work + ", " + callers(callers),
                new Task(Shape.SESSION, nested, callers),
                ours(Sides.HIKARI, 0),
                ours(Sides.VERTX, wanted),
                ours(Sides.R2DBC, 0),
                direct(Sides.VERTX, 0));
    }

    private static Match fetch(int callers) {
        return Match.of(
                "1,000 rows, " + callers(callers),
                new Task(Shape.FETCH, 1000, callers),
                ours(Sides.HIKARI, 1),
                ours(Sides.VERTX, 0.95),
                ours(Sides.R2DBC, 0),
                direct(Sides.VERTX, 0));
    }

    private static String callers(int callers) {
        return callers == 1 ? "1 caller" : callers + " callers";
    }
}
