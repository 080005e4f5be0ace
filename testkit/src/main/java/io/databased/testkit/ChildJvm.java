package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code main} of the tests in a JVM of its own on the class path of this one: to be killed, or to have little memory. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * Its process, which is not started yet.
     *
     * @param options of the JVM, such as {@code -Xmx64m}
     */
    public static ProcessBuilder of(Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /**
     * Runs it to its end, and fails unless it ends with 0.
     *
     * @param options of the JVM, such as {@code -Xmx64m}
     */
    public static void run(Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Process child = of(main, options, arguments).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
    }
}
