package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.testkit.ChildJvm;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that writes to SQLite is killed, again and again; what it had acknowledged is there, and whole. */
@ExtendWith(Harness.class)
final class ProcessCrashTest {
    private static final int COMMITS_BEFORE = 200;

    @ParameterizedTest
    @CsvSource({"wal,full", "delete,full", "wal,normal"})
    @Tag("Q12")
    @Tag("R15")
    void nothingAcknowledgedIsLost(String journal, String synchronous) throws Exception {
        Path folder = Folders.temporary();
        Subject subject =
                Subject.sqlite(folder.resolve("d.db"), "?journal_mode=" + journal + "&synchronous=" + synchronous);
        subject.execute(Writers.TABLE);
        History history = new History(2);
        long last = 0;
        int rounds = Scale.of(3, 15);
        for (int round = 0; round < rounds; round++) {
            SortedSet<Long> acknowledged = acknowledged(subject.url(), folder, last + 1);
            long before = last;
            last = Math.max(
                    acknowledged.last(),
                    subject.look("SELECT max(unit) FROM written").get(0)[0]);
            for (long units = last - before; units > 0; units--) {
                long unit = history.begin();
                history.claim(unit, acknowledged.contains(unit) ? Claim.COMMITTED : Claim.UNKNOWN);
            }
            Report.add(Report.Count.CRASHES, 1);
        }

        Report.verify(history.compare(subject.look("SELECT unit, part FROM written")));
        assertThat(subject.look("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"))
                .containsExactly(new long[] {0});
        Report.say("SQLite " + journal + "/" + synchronous + ": " + rounds + " kills, " + history.count(Claim.COMMITTED)
                + " acknowledged");
    }

    /** What a process that is killed in the middle had acknowledged; its first unit has that number. */
    private static SortedSet<Long> acknowledged(String url, Path folder, long first)
            throws IOException, InterruptedException {
        Process writer = start(url, folder, first);
        SortedSet<Long> acknowledged = new TreeSet<>();
        try (BufferedReader acks =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < COMMITS_BEFORE; i++) {
                String line = acks.readLine();
                assertThat(line)
                        .as(() -> "the program ended: " + read(errors(folder)))
                        .isNotNull();
                acknowledged.add(ack(line));
            }
            writer.toHandle().destroyForcibly(); // SIGKILL; by the process itself it would close our stream, too
            // What it wrote before its death is still in the pipe; the last line may be half a line.
            List<String> rest = acks.lines().toList();
            rest.stream().limit(Math.max(0, rest.size() - 1)).forEach(line -> acknowledged.add(ack(line)));
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }

    private static Process start(String url, Path folder, long first) throws IOException {
        // A driver that is killed leaves its library behind.
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary);
        return ChildJvm.of(WritingProcess.class, options, url, Long.toString(first))
                .redirectError(errors(folder).toFile())
                .start();
    }

    private static Path errors(Path folder) {
        return folder.resolve("errors.txt");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ack(String line) {
        assertThat(line).as("an acknowledgement, not a failure").matches("[0-9]+");
        return Long.parseLong(line);
    }
}
