package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Sql;
import io.databased.testkit.ChildJvm;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, whole; and two processes do not disturb each other. */
class SqliteDurabilityTest {
    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("Q11")
    void twoProcessesWriteWithoutLossAndWithoutBusy() throws Exception {
        String url = url("synchronous=normal");
        create(url);
        Process one = start(url, 0, 2_000);
        Process two = start(url, 1_000_000, 2_000);
        Set<Long> ofOne = acks(one);
        Set<Long> ofTwo = acks(two);

        Set<Long> all = new TreeSet<>(ofOne);
        all.addAll(ofTwo);
        assertHolds(url, all);
        assertThat(rows(url, "SELECT count(*) FROM a")).containsExactly((long) all.size());
        assertThat(ofOne).hasSizeGreaterThan(10);
        assertThat(ofTwo).hasSizeGreaterThan(10);
    }

    private String url(String... options) {
        return Sqlite.url(directory.resolve("d.db"), options);
    }

    private static void create(String url) {
        try (Database database = await(Database.of(url).connect())) {
            await(database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)"));
            await(database.execute("CREATE TABLE b (id INTEGER PRIMARY KEY)"));
        }
    }

    /** All that was acknowledged, and no pair of which one half is there. */
    private static void assertHolds(String url, Set<Long> acknowledged) {
        assertThat(rows(url, "SELECT id FROM a")).containsAll(acknowledged);
        assertThat(rows(url, "SELECT id FROM a WHERE id % 2 = 0 EXCEPT SELECT id FROM b"))
                .isEmpty();
        assertThat(rows(url, "SELECT id FROM b EXCEPT SELECT id FROM a")).isEmpty();
        assertThat(rows(url, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"))
                .containsExactly(0L);
    }

    private static List<Long> rows(String url, String sql) {
        try (Database database = await(Database.of(url).connect())) {
            return await(database.fetchAll(Sql.sql(sql).value(Long.class)));
        }
    }

    private Process start(String url, long firstId, long millis) throws IOException {
        // A driver that is killed leaves its library behind.
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary);
        Process process = ChildJvm.of(Writer.class, options, url, Long.toString(firstId), Long.toString(millis))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Set<Long> acks(Process process) throws IOException, InterruptedException {
        Set<Long> acknowledged = new TreeSet<>();
        try (BufferedReader acks = output(process)) {
            acks.lines().forEach(line -> acknowledged.add(ack(line)));
        }
        assertThat(process.waitFor()).isZero();
        return acknowledged;
    }

    private static long ack(String line) {
        assertThat(line).as("an acknowledgement, not a failure").matches("[0-9]+");
        return Long.parseLong(line);
    }

    /** Four threads that write: a pair in a session for an even id, one row outside a session for an odd one. */
    static final class Writer {
        private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

        private static final int THREADS = 4;

        /** Each of them, though the machine be slow. */
        private static final int AT_LEAST = 5;

        public static void main(String[] arguments) throws InterruptedException {
            PoolOptions patient =
                    PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build(); // in a new JVM
            Database database =
                    await(Database.builder(arguments[0]).pool(patient).build().connect());
            long firstId = Long.parseLong(arguments[1]);
            long millis = Long.parseLong(arguments[2]);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long first = firstId + i;
                Thread thread = new Thread(() -> {
                    long enough = first + AT_LEAST * THREADS;
                    for (long id = first; millis == 0 || id < enough || System.nanoTime() - end < 0; id += THREADS) {
                        say(write(database, id));
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            database.close();
        }

        private static String write(Database database, long id) {
            try {
                if (id % 2 == 0) {
                    database.blocking().session(session -> {
                        session.execute(Sql.sql("INSERT INTO a VALUES (?)", List.of(id)));
                        return session.execute(Sql.sql("INSERT INTO b VALUES (?)", List.of(id)));
                    });
                } else {
                    database.blocking().execute(Sql.sql("INSERT INTO a VALUES (?)", List.of(id)));
                }
                return Long.toString(id);
            } catch (RuntimeException failure) {
                return failure.toString().replace('\n', ' ');
            }
        }

        /** To the parent, in one piece. */
        private static void say(String line) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            try {
                OUT.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
