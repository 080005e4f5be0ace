package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A network that is slow, and gives a byte at a time. */
@ExtendWith(Harness.class)
final class SlowNetworkTest {
    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("N33")
    void resultsAreRightAndDeadlinesHold(Backend backend) {
        try (Subject subject = backend.subject()) {
            subject.execute("CREATE TABLE slow (id INTEGER, words VARCHAR(200))");
            Database database = await(subject.builder(1).build().connect());
            String words = "x".repeat(200);
            subject.proxy().dripping(Duration.ofNanos(100_000)).latency(Duration.ofMillis(5));

            await(database.session(session -> session.execute("INSERT INTO slow VALUES (?, ?)", List.of(1, words))
                    .thenCompose(one -> session.transaction(
                            child -> child.execute("INSERT INTO slow VALUES (?, ?)", List.of(2, words))))));
            assertThat(await(database.fetchAll("SELECT words FROM slow ORDER BY id")))
                    .extracting(row -> row.getString("words"))
                    .containsExactly(words, words);

            SessionOptions hurried = SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(200));
            StatementException late = Futures.failure(
                    database.session(hurried, session -> session.fetchAll(backend.slowQuery)),
                    StatementException.class);
            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);

            subject.proxy().heal();
            await(database.fetchAll("SELECT 1"));
            LeakCheck.assertIdle(database);
            await(database.disconnect());
        }
    }
}
