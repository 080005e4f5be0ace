package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The time of day is asked for nowhere, so it may jump: every deadline is taken from {@link System#nanoTime()}. */
final class ClockTest {
    private static final Pattern TIME_OF_DAY = Pattern.compile(
            "currentTimeMillis|\\b(?:Instant|\\w+Date\\w*|\\w+Time)\\.now\\(|Clock\\.system|new Date\\(\\)");

    @Test
    @Tag("P20")
    void noDeadlineIsTakenFromTheTimeOfDay() throws IOException {
        List<Path> asking = new ArrayList<>();
        int files = 0;
        for (String module : List.of("core", "jdbc", "sqlite", "vertx", "postgresql", "mysql", "jooq")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path source : sources.filter(Files::isRegularFile).toList()) {
                    files++;
                    if (TIME_OF_DAY.matcher(Files.readString(source)).find()) {
                        asking.add(source);
                    }
                }
            }
        }

        assertThat(files).isGreaterThan(200);
        assertThat(asking).isEmpty();
    }
}
