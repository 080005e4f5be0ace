package io.databased.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Short commands of the operating system. */
final class Shell {
    private Shell() {}

    /** The command, so wrapped that a server which refuses to run as root runs as root. */
    static List<String> asNobody(List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        // A new user namespace without a map: the process sees itself as nobody, and the kernel still as root.
        return Stream.concat(Stream.of("unshare", "-U"), command.stream()).toList();
    }

    static void run(String... command) throws IOException {
        run(List.of(command));
    }

    static void run(List<String> command) throws IOException {
        run(command, Path.of("/dev/null"));
    }

    static void run(List<String> command, Path input) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = await(process);
        if (code != 0) {
            throw new IOException(command.get(0) + " ended with " + code + ": " + output);
        }
    }

    static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + process.pid(), e);
        }
    }
}
