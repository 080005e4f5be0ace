package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that {@code servers/unpack-debian} has filled: programs beside the system, run by the loader of the libraries that
 * they were made for.
 */
record Unpacked(Path root, Path loader) {
    /**
     * @param variable of the environment, which names the folder
     * @param script what fills it
     */
    static Unpacked find(String variable, String script) throws IOException {
        String home = System.getenv(variable);
        if (home == null || home.isEmpty()) {
            throw new IllegalStateException(variable + " names no folder; run servers/" + script
                    + ", and set it to the folder that is printed.");
        }
        Path root = Path.of(home);
        try (Stream<Path> files = Files.find(
                root.resolve("usr/lib"),
                2,
                (file, is) -> file.getFileName().toString().startsWith("ld-linux"))) {
            Path loader = files.findFirst().orElseThrow(() -> new IOException(root + " has no loader"));
            return new Unpacked(root, loader);
        }
    }

    /** What runs one of its programs; options may be added. */
    List<String> command(String program) {
        Path libraries = loader.resolveSibling(".").normalize();
        return new ArrayList<>(List.of(
                loader.toString(),
                "--library-path",
                libraries + ":" + libraries.resolve("mysql"),
                root.resolve(program).toString()));
    }
}
