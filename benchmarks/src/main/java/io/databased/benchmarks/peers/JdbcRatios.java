package io.databased.benchmarks.peers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Any JDBC driver: what ours costs over HikariCP and the same driver by hand, on PostgreSQL. Takes the arguments of {@link
 * PostgresqlRatios}.
 */
public final class JdbcRatios {
    private static final int CALLERS = 64;

    /** At most 15 % more than by hand. */
    private static final double WANTED = 1 / 1.15;

    private JdbcRatios() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        try (RunDatabase database = RunDatabase.postgresql()) {
            new Competition(database.url(), arguments).run(matches(), null);
        }
    }

    private static List<Match> matches() {
        return List.of(
                match("select by key", Shape.SELECT, 1),
                match("session: update", Shape.SESSION, 0),
                match("session: update, two nested", Shape.SESSION, 2),
                match("1,000 rows", Shape.FETCH, 1000));
    }

    private static Match match(String work, Shape shape, int size) {
        return Match.of(
                work + ", " + CALLERS + " callers",
                new Task(shape, size, CALLERS),
                new Match.Goal(Sides.OURS_JDBC, Sides.HIKARI, WANTED));
    }
}
