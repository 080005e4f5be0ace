package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.FlightRecorderObserver;
import io.databased.SessionOptions;
import io.databased.StatementException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
    private static final String STATEMENT = "databased.Statement";
    private static final String ACQUIRE = "databased.Acquire";

    @TempDir
    Path folder;

    @Test
    void recordsStatementsAndTheirWaitForAConnection() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable(STATEMENT).withThreshold(Duration.ZERO);
            recording.enable(ACQUIRE);
            recording.start();
            run();
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }

        List<RecordedEvent> statements = of(STATEMENT, events);
        assertThat(statements)
                .extracting(event -> event.getString("sql"))
                .containsExactly("SELECT :n AS n", "SELECT 2", "SELECT * FROM nowhere");
        assertThat(statements).extracting(event -> event.getString("session")).containsExactly(null, "reading", null);
        assertThat(statements).extracting(event -> event.getLong("rows")).containsExactly(1L, 1L, 0L);
        assertThat(statements).extracting(event -> event.getString("failure")).containsExactly(null, null, "OBJECT");
        assertThat(statements).allSatisfy(event -> {
            assertThat(event.getDuration()).isPositive();
            assertThat(event.getThread("thread").getJavaName())
                    .isEqualTo(Thread.currentThread().getName());
        });
        assertThat(of(ACQUIRE, events))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(event -> assertThat(event.getBoolean("refused")).isFalse())
                .extracting(event -> event.getString("database"))
                .containsOnly("sqlite:///:memory:");
        assertThat(events).noneSatisfy(event -> assertThat(event.toString()).contains("s3cret"));
    }

    @Test
    void recordsNothingUnlessItIsAskedFor() throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.disable(STATEMENT);
            recording.disable(ACQUIRE);
            recording.start();
            run();
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file)).isEmpty();
    }

    private static void run() {
        try (Database database = await(Database.builder("sqlite:///:memory:")
                .observer(new FlightRecorderObserver())
                .build()
                .connect())) {
            await(database.fetchAll("SELECT :n AS n", Map.of("n", "s3cret")));
            await(database.session(SessionOptions.named("reading"), session -> session.fetchAll("SELECT 2")));
            failure(database.fetchAll("SELECT * FROM nowhere"), StatementException.class);
        }
    }

    /** In the order of their begin; a file has them thread by thread. */
    private static List<RecordedEvent> of(String name, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }
}
