package io.databased;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.StatementException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A failure that came from another JVM, as a task's does, answers what it still can. */
class SerializedFailuresTest {
    @Test
    void whatBecameOfACommitIsUndeterminedFromThere() throws Exception {
        CommitOutcomeUnknownException read = copy(new CommitOutcomeUnknownException(
                "no answer", null, () -> CompletableFuture.completedFuture(Outcome.COMMITTED)));

        assertThat(read).hasMessage("no answer");
        assertThat(read.resolve()).isCompletedWithValue(Outcome.UNDETERMINED);
    }

    @Test
    void holdersAreLost() throws Exception {
        AcquireTimeoutException read = copy(new AcquireTimeoutException(
                "no connection",
                null,
                AcquireTimeoutException.Reason.EXHAUSTED,
                Duration.ofSeconds(1),
                List.of(new AcquireTimeoutException.Holder("a session", Duration.ofSeconds(2))),
                "SELECT 1"));

        assertThat(read.holders()).isEmpty();
        assertThat(read.reason()).isEqualTo(AcquireTimeoutException.Reason.EXHAUSTED);
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(read.sql()).contains("SELECT 1");
    }

    @Test
    void codesAndWordsOfTheDatabaseStay() throws Exception {
        StatementException read = copy(new StatementException("no", Kind.UNIQUE, "23505", 7, "INSERT", null)
                .withDatabaseMessage(DatabaseMessage.of("twice", Map.of(DatabaseMessage.Part.TABLE, "t"))));

        assertThat(read.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(read.sqlState()).contains("23505");
        assertThat(read.vendorCode()).hasValue(7);
        assertThat(read.sql()).contains("INSERT");
        assertThat(read.databaseMessage().orElseThrow().table()).contains("t");
    }

    @SuppressWarnings("unchecked") // of the class that was written
    private static <X extends DatabasedException> X copy(X failure) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(written)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written.toByteArray()))) {
            return (X) in.readObject();
        }
    }
}
