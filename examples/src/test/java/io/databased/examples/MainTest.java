package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.testkit.Futures;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the three stories print. */
class MainTest {
    private static final List<String> BEFORE = List.of(
            "  1924  Sherlock Jr.",
            "  1979  Alien",
            "  2000  Memento",
            "  2010  Inception",
            "  2014  Interstellar",
            "  2019  Joker");
    private static final List<String> AFTER = List.of(
            "  1010  Inception",
            "  1014  Interstellar",
            "  1019  Joker",
            "  1924  Sherlock Jr.",
            "  1979  Alien",
            "  2000  Memento");
    private static final List<String> SENT = List.of(
            "  BEGIN IMMEDIATE; select movies.title, movies.year from movies where movies.year >= ?",
            "  SAVEPOINT databased_1; DELETE FROM movies WHERE year >= ?",
            "  SAVEPOINT databased_2; INSERT INTO movies (title, year) VALUES (?, ?)",
            "  COMMIT");

    @TempDir
    Path folder;

    @Test
    @Tag("R5")
    @Tag("R10")
    void theStoryWithFuturesMovesTheRecentFilmsForGood() {
        List<String> printed = printed("With futures");

        assertThat(table(printed, "Before:")).isEqualTo(BEFORE);
        assertThat(table(printed, "After:")).isEqualTo(AFTER);
        assertThat(table(printed, "After reconnecting:")).isEqualTo(AFTER);
    }

    @Test
    void fourRoundTripsDoForAllThreeLevels() {
        assertThat(table(printed("With futures"), "Sent, one line for each round trip:"))
                .isEqualTo(SENT);
    }

    @Test
    void theBlockingStoryDoesAndSendsTheSame() {
        assertThat(printed("Blocking")).isEqualTo(printed("With futures"));
    }

    @Test
    @Tag("R27")
    void inForceRollbackTheSameStoryIsToldAndForgotten() {
        List<String> printed = printed("With force-rollback");

        assertThat(table(printed, "Before:")).isEqualTo(BEFORE);
        assertThat(table(printed, "After:")).isEqualTo(AFTER);
        assertThat(table(printed, "After reconnecting:")).isEqualTo(BEFORE);
        assertThat(table(printed, "Sent, one line for each round trip:"))
                .last()
                .isEqualTo("  RELEASE SAVEPOINT databased_3; RELEASE SAVEPOINT databased_2;"
                        + " RELEASE SAVEPOINT databased_1");
    }

    /** Maven's exec:java waits for the threads of its program. */
    @Test
    @Tag("R32")
    void noThreadOfTheLauncherIsLeft() throws InterruptedException {
        ThreadGroup launcher = new ThreadGroup("launcher");
        Thread main = new Thread(
                launcher, () -> new Main(folder, new PrintStream(OutputStream.nullOutputStream())).tellAll());
        main.start();
        main.join(TimeUnit.MINUTES.toMillis(5));
        assertThat(main.isAlive()).isFalse();

        Futures.until("its threads have ended", () -> launcher.activeCount() == 0);
    }

    /** The lines of one story, without its title. */
    private List<String> printed(String story) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path fresh = folder.resolve(story);
        assertThat(fresh.toFile().mkdir()).isTrue();
        new Main(fresh, new PrintStream(bytes, true, StandardCharsets.UTF_8)).tellAll();
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        return section(lines, "== " + story + " ==", "");
    }

    private static List<String> table(List<String> printed, String heading) {
        return section(printed, heading, null);
    }

    /** The lines behind the heading, up to the given line or the next heading. */
    private static List<String> section(List<String> lines, String heading, String end) {
        return lines.stream()
                .skip(lines.indexOf(heading) + 1L)
                .takeWhile(line -> end == null ? line.startsWith("  ") : !line.equals(end))
                .toList();
    }
}
