package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Ratios;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How cost grows on PostgreSQL with callers, connections, rows and nesting: what one statement, row or level costs, which
 * should stay flat or fall. Takes {@code quick} for a first look, and names of sides in place of ours and the Vert.x pool.
 */
public final class Growth implements AutoCloseable {
    private static final int[] CALLERS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final int[] CONNECTIONS = {1, 2, 4, 8, 16, 32};
    private static final int[] ROWS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final int[] NESTING = {1, 2, 5, 10, 20, 50};
    private static final int MANY = 64;
    private static final int WARM_UPS = 3;

    private final Rounds rounds;
    private final Map<String, WorkerProcess> workers = new LinkedHashMap<>();

    private Growth(DatabaseUrl url, List<String> sides, Rounds rounds) throws IOException {
        this.rounds = rounds;
        for (String side : sides) {
            workers.put(side, WorkerProcess.start(side, url, Field.CONNECTIONS));
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        List<String> sides = new ArrayList<>(List.of(arguments));
        boolean quick = sides.remove("quick");
        if (sides.isEmpty()) {
            sides = List.of(Sides.OURS, Sides.VERTX);
        }
        Rounds rounds = quick ? new Rounds(0, 1, 100) : new Rounds(2, 5, 400);
        try (RunDatabase database = RunDatabase.postgresql();
                Movies movies = Movies.create(database.url());
                Growth growth = new Growth(database.url(), sides, rounds)) {
            System.out.println(movies.server() + "; " + Ratios.machine());
            growth.tables();
        }
    }

    private void tables() throws IOException, InterruptedException {
        List<String> all = List.copyOf(workers.keySet());
        List<String> ours =
                all.stream().filter(name -> name.startsWith(Sides.OURS)).toList();
        warmUp(new Task(Shape.SELECT, 1, MANY), all);
        table("Callers", "statement", all);
        for (int callers : CALLERS) {
            line(callers, costs(new Task(Shape.SELECT, 1, callers), 1, all));
        }
        warmUp(new Task(Shape.FETCH, 1_000, 1), all);
        table("Rows, 1 caller", "row", all);
        for (int rows : ROWS) {
            line(rows, costs(new Task(Shape.FETCH, rows, 1), rows, all));
        }
        warmUp(new Task(Shape.NESTING, 4, 1), ours);
        table("Sessions in each other, 1 caller", "session", ours);
        for (int depth : ours.isEmpty() ? new int[0] : NESTING) {
            line(depth, costs(new Task(Shape.NESTING, depth - 1, 1), depth, ours));
        }
        table("Connections, " + MANY + " callers", "statement", all);
        for (int connections : CONNECTIONS) {
            for (WorkerProcess worker : workers.values()) {
                worker.reopen(connections);
            }
            line(connections, costs(new Task(Shape.SELECT, 1, MANY), 1, all));
        }
    }

    /** So that no first line of a table pays for what the JVM compiles. */
    private void warmUp(Task task, List<String> names) throws IOException, InterruptedException {
        for (int time = 0; time < WARM_UPS; time++) {
            rounds.play(new Match("", task, List.of(), names), workers);
        }
    }

    /** Microseconds for one unit of the task's work, each side's. */
    private List<Double> costs(Task task, int units, List<String> names) throws IOException, InterruptedException {
        Rounds.Outcome outcome = rounds.play(new Match("", task, List.of(), names), workers);
        return names.stream().map(name -> 1e6 / outcome.median(name) / units).toList();
    }

    private static void table(String axis, String unit, List<String> names) {
        System.out.println("\n| " + axis + " | "
                + names.stream().map(name -> name + ", µs per " + unit).collect(Collectors.joining(" | ")) + " |");
        System.out.println("|" + " --- |".repeat(1 + names.size()));
    }

    private static void line(int value, List<Double> costs) {
        System.out.println(String.format(Locale.ROOT, "| %,d |", value)
                + costs.stream()
                        .map(cost -> String.format(Locale.ROOT, " %.2f |", cost))
                        .collect(Collectors.joining()));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (WorkerProcess worker : workers.values()) {
            worker.close();
        }
    }
}
