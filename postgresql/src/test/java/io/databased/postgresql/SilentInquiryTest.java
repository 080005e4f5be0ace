package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.testkit.Futures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What became of a COMMIT is asked of servers that fall silent. */
@Tag("R16")
@Tag("R20")
final class SilentInquiryTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofHours(1);

    /** "You are in", "I am version 18", "ready". */
    private static final byte[] WELCOME = HexFormat.of()
            .parseHex("520000000800000000" + "5300000016" + hex("server_version\0") + hex("18\0") + "5a0000000549");

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void letIn(Dialogue client) throws IOException {
        client.readOpening();
        client.send(WELCOME);
    }

    /** Of a transaction that was begun and answered just now. */
    private static CompletableFuture<Outcome> inquiry(RogueServer server, Duration patience, Duration step) {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://app:secret@127.0.0.1:" + server.port() + "/app");
        TransactionId id = new TransactionId("1000", "0/15D68C50", 1);
        return new OutcomeInquiry(PostgresBackend.of(url, Map.of()), id).start(patience, step);
    }

    @Test
    @Tag("C3")
    void serverThatNeverLetsUsIn() {
        try (RogueServer server = RogueServer.start(Dialogue::ignore)) {
            assertThat(await(inquiry(server, SOON, NEVER))).isEqualTo(Outcome.UNDETERMINED);
        }
    }

    @Test
    void serverThatNeverAnswersTheQuestion() {
        try (RogueServer server = RogueServer.start(client -> {
            letIn(client);
            client.ignore();
        })) {
            assertThat(await(inquiry(server, SOON, NEVER))).isEqualTo(Outcome.UNDETERMINED);
        }
    }

    @Test
    void serverThatClosesEveryConnection() {
        try (RogueServer server = RogueServer.start(Dialogue::readOpening)) {
            assertThat(await(inquiry(server, SOON, NEVER))).isEqualTo(Outcome.UNDETERMINED);
        }
    }

    @Test
    @Tag("C1")
    void portWhereNobodyListens() {
        RogueServer server = RogueServer.start(Dialogue::ignore);
        server.close();

        assertThat(await(inquiry(server, SOON, NEVER))).isEqualTo(Outcome.UNDETERMINED);
    }

    @Test
    void isAskedAgainWhereOneConnectionIsSilentAndTheNextOneMayNotBe() {
        AtomicReference<CompletableFuture<Outcome>> inquiry = new AtomicReference<>();
        try (RogueServer server = RogueServer.start(client -> {
            letIn(client);
            client.ignore();
        })) {
            inquiry.set(inquiry(server, Duration.ofMinutes(1), SOON));

            Futures.until("it has tried again", () -> server.accepted() >= 3); // one of them may bring a signal to stop
        }
        assertThat(inquiry.get()).isNotDone();
    }
}
