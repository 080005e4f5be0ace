package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.testkit.Futures;
import io.databased.testkit.GivenUpLoginContract;
import io.databased.vertx.runtime.VertxRuntime;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other databases use the same event loops, so that these go on. */
@Tag("C11")
final class GivenUpLoginTest implements GivenUpLoginContract {
    private static final String WANTS_MD5 = "R\0\0\0\f\0\0\0\u0005salt";
    private static final String LETS_IN = "R\0\0\0\b\0\0\0\0" + "S\0\0\0\u0019client_encoding\0UTF8\0"
            + "K\0\0\0\f\0\0\0\u0001\0\0\0\u0002" + "Z\0\0\0\u0005I";

    private final VertxRuntime others = new VertxRuntime();

    @BeforeEach
    void useEventLoops() throws BackendException {
        others.vertx();
    }

    @AfterEach
    void release() {
        await(others.release());
    }

    @Override
    public DatabaseBackend backend(int port, boolean tls, CompletionStage<Credentials> credentials) {
        return PostgresBackend.ofCredentials(url(port, "sslmode=" + (tls ? "require" : "disable")), () -> credentials);
    }

    private static DatabaseUrl url(int port, String options) {
        return DatabaseUrl.parse("postgresql://app@127.0.0.1:" + port + "/app?" + options);
    }

    @Override
    public Map<String, Script> silences() {
        return Map.of(
                "at once",
                client -> {},
                "before TLS",
                client -> opening(client).readOpening(),
                "during TLS",
                client -> say(client, "S"),
                "at the password",
                client -> say(client, WANTS_MD5),
                "in the middle of a message",
                client -> say(client, WANTS_MD5.substring(0, 7)),
                "while it is set up",
                client -> say(client, LETS_IN));
    }

    private static Dialogue opening(Socket client) throws IOException {
        return new Dialogue(new DataInputStream(client.getInputStream()), client.getOutputStream());
    }

    private static void say(Socket client, String what) throws IOException {
        Dialogue dialogue = opening(client);
        dialogue.readOpening();
        dialogue.send(what.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void ofSeveralHostsTheOneThatTookTooLongIsClosed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
            client.ignore();
            closed.complete(null);
        })) {
            PostgresBackend backend =
                    PostgresBackend.of(url(server.port(), "sslmode=disable&connect_timeout=1"), Map.of());

            failure(backend.open(Role.PRIMARY), BackendException.class);

            await(closed);
            await(backend.close());
        }
    }

    /** It would wait for ever, and hear nothing. */
    @Test
    void listeningConnectionTriesAgain() {
        try (RogueServer server = RogueServer.start(Dialogue::ignore);
                PostgresNotifications notifications = PostgresNotifications.of(
                        "postgresql://app@127.0.0.1:" + server.port() + "/app?sslmode=disable")) {
            notifications.listen("channel", new Forgetful());

            Futures.until("it was tried again", () -> server.accepted() > 1);
        }
    }

    private static final class Forgetful implements Subscriber<NotificationEvent> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(NotificationEvent event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
