package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.servers.FaultProxy.Hold;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.testkit.Futures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What became of a COMMIT is asked of servers that fall silent. */
@Tag("R16")
@Tag("R20")
final class SilentInquiryTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofHours(1);

    /** For a login on a machine that is not very busy; it is tried again where it is. */
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    /** "You are in", "I am version 18", "we write in UTF-8", "ready". */
    private static final byte[] WELCOME = HexFormat.of()
            .parseHex("520000000800000000" + "5300000016" + hex("server_version\0") + hex("18\0") + "5300000019"
                    + hex("client_encoding\0") + hex("UTF8\0") + "5a0000000549");

    /** What begins a question: a text, or one that is prepared. */
    private static final String QUESTION = "QP";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether the client asks something then, and does not just take its leave. */
    private static boolean isAsked(Dialogue client) throws IOException {
        client.readOpening();
        client.send(WELCOME);
        return QUESTION.indexOf(client.in().read()) >= 0;
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
    void serverThatLetsUsInAndAnswersNothing() {
        try (RogueServer server = RogueServer.start(client -> {
            isAsked(client);
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
        AtomicInteger asked = new AtomicInteger();
        try (RogueServer server = RogueServer.start(client -> {
            if (isAsked(client)) {
                asked.incrementAndGet();
            }
            client.ignore();
        })) {
            inquiry.set(inquiry(server, Duration.ofMinutes(1), SOON));

            Futures.until("it has asked again", () -> asked.get() >= 2);
        }
        assertThat(inquiry.get()).isNotDone();
    }

    /** All that was asked before has its answer; the connection stays silent from there on. */
    @Test
    void isAskedAgainWhereTheQuestionItselfHasNoAnswer() {
        try (ProxiedPostgres there = new ProxiedPostgres();
                Database database = there.connect(1)) {
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO t VALUES (1)"));
            TransactionId id = ServerSide.wholeId(session);
            await(session.commit());
            Hold held = there.proxy.hold("pg_xact_status");
            PostgresBackend backend = PostgresBackend.of(DatabaseUrl.parse(there.url()), Map.of());

            CompletableFuture<Outcome> outcome = new OutcomeInquiry(backend, id).start(Futures.DEADLINE, ENOUGH);

            held.await();
            assertThat(await(outcome)).isEqualTo(Outcome.COMMITTED);
        }
    }
}
