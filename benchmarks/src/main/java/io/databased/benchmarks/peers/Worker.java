package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A JVM in which one side works. Reads a database URL, which is no argument because every user of the machine may read
 * those, then commands; answers each with a line.
 */
public final class Worker {
    /** What a check lets each shape do: for how long, and by how many callers. */
    private static final int CHECK_MILLIS = 500;

    private static final int CHECK_CALLERS = 64;
    private static final int CHECK_ROWS = 1_000;

    private final String name;
    private final DatabaseUrl url;
    private final Load load = new Load();
    private Side side;

    private Worker(String name, DatabaseUrl url, int connections) {
        this.name = name;
        this.url = url;
        side = Sides.open(name, url, connections);
    }

    /** The arguments: the side's name and its number of connections. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        DatabaseUrl url = DatabaseUrl.parse(commands.readLine());
        Worker worker = new Worker(arguments[0], url, Integer.parseInt(arguments[1]));
        answers.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(worker.answer(command));
        }
        worker.side.close();
        worker.load.close();
    }

    private String answer(String command) throws Exception {
        int space = command.indexOf(' ');
        String verb = command.substring(0, space);
        String rest = command.substring(space + 1);
        return switch (verb) {
            case "check" -> String.valueOf(rest.equals("sessions") ? checkReads() + checkSessions() : checkReads());
            case "open" -> reopen(Integer.parseInt(rest));
            case "run" -> run(rest);
            default -> throw new IOException("unknown command " + verb);
        };
    }

    private String reopen(int connections) {
        side.close();
        side = Sides.open(name, url, connections);
        return "ready";
    }

    /** A task, and for how many milliseconds. */
    private String run(String words) {
        int last = words.lastIndexOf(' ');
        Task task = Task.parse(words.substring(0, last));
        Load.Done done =
                load.run(task.shape().of(side, task.size()), task.callers(), Long.parseLong(words.substring(last + 1)));
        return done.operations() + " " + done.nanos();
    }

    private long checkReads() throws Exception {
        Movies.verify(List.of(Load.first(side.select())), 1);
        Movies.verify((List<?>) Load.first(side.fetch(CHECK_ROWS)), CHECK_ROWS);
        load.run(side.select(), CHECK_CALLERS, CHECK_MILLIS);
        return 0;
    }

    /** Answers how many updates it says it made. */
    private long checkSessions() throws Exception {
        Object updated = Load.first(side.session(2));
        if (!updated.equals(1)) {
            throw new IllegalStateException("updated " + updated + " rows, not 1");
        }
        return 3
                + load.run(side.session(0), CHECK_CALLERS, CHECK_MILLIS).operations()
                + 3 * load.run(side.session(2), CHECK_CALLERS, CHECK_MILLIS).operations();
    }
}
