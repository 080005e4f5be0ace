package io.databased.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs a class of ours. */
public final class Child {
    private Child() {}

    /** The command of this JVM's java, with our class path. */
    public static List<String> command(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(jvmOptions);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Waits for the process to end well. */
    static void await(Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + " of " + process.info());
        }
    }
}
