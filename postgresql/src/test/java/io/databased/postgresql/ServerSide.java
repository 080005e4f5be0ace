package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Row;
import io.databased.Session;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes and transactions as the server numbers them. */
final class ServerSide {
    private ServerSide() {}

    /** Gives a process a signal of the operating system, as {@code STOP}. */
    static void signal(String name, long process) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
            assertThat(kill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The identifier of the session's transaction. */
    static CompletableFuture<String> transactionId(Session session) {
        return session.fetchAll("SELECT pg_current_xact_id()::text AS id")
                .thenApply(rows -> rows.get(0).getString("id"));
    }

    /** The same with what else an inquiry asks for. */
    static TransactionId wholeId(Session session) {
        Row row = await(session.fetchOne(TransactionId.WHOLE_QUESTION)).orElseThrow();
        return new TransactionId(
                row.get(0, String.class), row.get(1, String.class), TransactionId.timeline(row.get(2, String.class)));
    }
}
