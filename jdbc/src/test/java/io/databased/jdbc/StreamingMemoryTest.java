package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StreamingMemoryTest {
    private static final int ROWS = 2_000_000;

    @Test
    @Tag("N32")
    void streamsMoreThanFitsIntoMemory() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
    }

    /** Runs in a process of its own with a small heap. */
    static final class Child {
        public static void main(String[] arguments) {
            SessionBackend session = await(JdbcBackend.ofUrl("jdbc:h2:mem:").open(Role.PRIMARY));
            RowCursor cursor = await(session.stream(H2.fetching(
                    "SELECT x, 'the text of row ' || x, random_uuid() FROM system_range(1, " + ROWS + ")")));
            int rows = 0;
            int window = 1;
            while (window > 0) {
                window = await(cursor.next(500)).size();
                rows += window;
            }
            await(cursor.close());
            Runtime.getRuntime().halt(rows == ROWS ? 0 : 1);
        }
    }
}
