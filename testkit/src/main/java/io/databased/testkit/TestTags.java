package io.databased.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tags of tests, read from their sources: a letter and a number, of a rule or a scenario. */
public final class TestTags {
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+)\"\\)");

    private TestTags() {}

    /** The names of the classes that carry each tag, by tag, of all modules below the folder. */
    public static SortedMap<String, SortedSet<String>> below(Path repository) throws IOException {
        SortedMap<String, SortedSet<String>> tags = new TreeMap<>();
        try (Stream<Path> files = Files.walk(repository)) {
            files.filter(TestTags::holdsTests).forEach(file -> {
                String name = file.getFileName().toString().replace(".java", "");
                Matcher tag = TAG.matcher(read(file));
                while (tag.find()) {
                    tags.computeIfAbsent(tag.group(1), any -> new TreeSet<>()).add(name);
                }
            });
        }
        return tags;
    }

    private static boolean holdsTests(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && (path.contains("/src/test/") || path.contains("/testkit/src/main/"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
