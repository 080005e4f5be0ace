package io.databased.servers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server's process and its children, which end with this JVM at the latest, however it ends. */
final class ServerProcess {
    /** Reads nothing until this JVM closes the pipe by ending; then kills the server and deletes its folder. */
    private static final String GUARD =
            "trap '' INT TERM HUP; read -r ended || { pkill -9 -P \"$1\"; kill -9 \"$1\"; rm -rf \"$2\"; sleep 1; rm -rf \"$2\"; }";

    /** A server may take that long to come up, or to end, on a busy machine. */
    static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Process process;
    private final Process guard;
    private final Path log;

    private ServerProcess(Process process, Process guard, Path log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    @FunctionalInterface
    interface Probe {
        boolean succeeds() throws IOException;
    }

    /** Starts the command in the folder, which belongs to this server alone; its output goes to the file {@code log} there. */
    static ServerProcess start(List<String> command, Path folder) throws IOException {
        File nothing = new File("/dev/null");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(nothing)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Process guard = new ProcessBuilder("sh", "-c", GUARD, "guard", Long.toString(process.pid()), folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ServerProcess(process, guard, log);
    }

    /** Waits until the probe succeeds. */
    void awaitReady(Probe probe) throws IOException {
        long start = System.nanoTime();
        while (!probe.succeeds()) {
            if (ended(Duration.ofMillis(10))) {
                throw new IOException("The server ended with " + process.exitValue() + ": " + logged());
            }
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                kill();
                throw new IOException("The server was not ready within " + DEADLINE + ": " + logged());
            }
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    String logged() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** Stops the processes without their leave; their sockets stay open and silent. */
    void pause() throws IOException {
        signal("STOP", Stream.of(process.toHandle())); // first, so that no child is born unseen
        signal("STOP", process.descendants());
    }

    void resume() throws IOException {
        signal("CONT", Stream.concat(process.descendants(), Stream.of(process.toHandle())));
    }

    /** Asks the server with a signal to end and waits. */
    void end(String signal) throws IOException {
        signal(signal, Stream.of(process.toHandle()));
        if (!ended(DEADLINE)) {
            kill();
            throw new IOException("The server did not end within " + DEADLINE + " after " + signal + ": " + logged());
        }
        release();
    }

    /** Kills the server and its children as a power cut would, and waits until none runs. */
    void kill() throws IOException {
        if (process.isAlive()) {
            signal("STOP", Stream.of(process.toHandle()));
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            Shell.await(process);
            awaitEnd(children);
        }
        release();
    }

    private void awaitEnd(List<ProcessHandle> children) throws IOException {
        long start = System.nanoTime();
        while (children.stream().anyMatch(ServerProcess::runs)) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IOException("Children of the server live on after kill -9: " + children);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A child that nobody reaps stays in the process table. Only then has it let go of the server's shared memory. */
    private static boolean runs(ProcessHandle child) {
        try {
            return child.isAlive()
                    && !Files.readString(Path.of("/proc/" + child.pid() + "/stat"))
                            .contains(") Z ");
        } catch (IOException e) { // it is gone, or this system has no such files
            return child.isAlive() && child.info().command().isPresent();
        }
    }

    private boolean ended(Duration deadline) throws IOException {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the server.", e);
        }
    }

    private void release() throws IOException {
        if (guard.isAlive()) {
            try (var pipe = guard.getOutputStream()) {
                pipe.write('\n');
            }
        }
    }

    private static void signal(String name, Stream<ProcessHandle> processes) throws IOException {
        String pids = processes.map(each -> Long.toString(each.pid())).collect(Collectors.joining(" "));
        if (!pids.isEmpty()) {
            // A child may have ended since it was listed.
            Shell.run("sh", "-c", "kill -" + name + " " + pids + " || true");
        }
    }
}
