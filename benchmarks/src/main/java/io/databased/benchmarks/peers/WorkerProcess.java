package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Child;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker}, seen from where the tasks are given. */
final class WorkerProcess implements Contestant {
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC");
    private static final int END_SECONDS = 20;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader();
        this.commands = process.outputWriter();
    }

    /** Returns when the side is connected. */
    static WorkerProcess start(String name, DatabaseUrl url, int connections) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Child.command(Worker.class, JVM, name, String.valueOf(connections)))
                .redirectError(Redirect.INHERIT);
        WorkerProcess worker = new WorkerProcess(name, builder.start());
        worker.ask(url.toStringWithPassword());
        return worker;
    }

    @Override
    public String name() {
        return name;
    }

    /** Lets it read, and update in sessions if it can; answers how many updates it made. */
    long check(boolean sessions) throws IOException {
        return Long.parseLong(ask("check " + (sessions ? "sessions" : "reads")));
    }

    /** Begins anew with so many connections. */
    void reopen(int connections) throws IOException {
        ask("open " + connections);
    }

    @Override
    public double run(Task task, long millis) throws IOException {
        String[] done = ask("run " + task.words() + " " + millis).split(" ");
        return Long.parseLong(done[0]) * 1e9 / Long.parseLong(done[1]);
    }

    private String ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended; its own message is above");
        }
        return answer;
    }

    /** The end of its commands is the end of it. */
    @Override
    public void close() throws IOException, InterruptedException {
        commands.close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
