package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.servers.RogueServer.Script;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import io.databased.vertx.VertxRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that stops answering during the login; nobody waits any more, and other databases use the same event loops. */
@Tag("C11")
final class GivenUpLoginTest {
    private static final String WANTS_MD5 = "R\0\0\0\f\0\0\0\u0005salt";
    private static final String LETS_IN = "R\0\0\0\b\0\0\0\0" + "K\0\0\0\f\0\0\0\u0001\0\0\0\u0002" + "Z\0\0\0\u0005I";

    /** What the server says before it falls silent. */
    enum Silent {
        AT_ONCE("disable", client -> {}),
        BEFORE_TLS("require", Dialogue::readOpening),
        DURING_TLS("require", client -> {
            client.readOpening();
            client.send(new byte[] {'S'});
        }),
        AT_THE_PASSWORD("disable", client -> say(client, WANTS_MD5)),
        IN_THE_MIDDLE_OF_A_MESSAGE("disable", client -> say(client, WANTS_MD5.substring(0, 7))),
        WHILE_IT_IS_SET_UP("disable", client -> say(client, LETS_IN));

        private final String sslmode;
        private final Script script;

        Silent(String sslmode, Script script) {
            this.sslmode = sslmode;
            this.script = script;
        }
    }

    private final VertxRuntime others = new VertxRuntime();
    private final CompletableFuture<Void> givenUp = new CompletableFuture<>();

    @BeforeEach
    void useEventLoops() throws BackendException {
        others.vertx();
    }

    @AfterEach
    void release() {
        await(others.release());
    }

    private static void say(Dialogue client, String what) throws IOException {
        client.readOpening();
        client.send(what.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static DatabaseUrl url(int port, String options) {
        return DatabaseUrl.parse("postgresql://app:secret@127.0.0.1:" + port + "/app?" + options);
    }

    @ParameterizedTest
    @EnumSource
    void itsSocketIsClosed(Silent silent) {
        CompletableFuture<Void> fellSilent = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(client -> {
            try {
                silent.script.run(client);
                fellSilent.complete(null);
                client.ignore();
            } finally {
                closed.complete(null);
            }
        })) {
            PostgresBackend backend = PostgresBackend.of(url(server.port(), "sslmode=" + silent.sslmode), Map.of());
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();
            await(fellSilent);
            assertThat(closed).isNotDone();

            givenUp.complete(null);

            await(closed);
            failure(opening, BackendException.class);
            await(backend.close());
        }
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

    /** Linux drops what asks to connect while the queue of who waits to be accepted is full. */
    @Test
    void nothingIsConnectedAnyMore() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket full = new ServerSocket(0, 1, here);
                Socket one = new Socket(here, full.getLocalPort());
                Socket other = new Socket(here, full.getLocalPort())) {
            assertThat(one.isConnected() && other.isConnected()).isTrue();
            PostgresBackend backend = PostgresBackend.of(url(full.getLocalPort(), "sslmode=disable"), Map.of());
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();

            givenUp.complete(null);

            failure(opening, BackendException.class); // long before the minute that connecting may take
            await(backend.close());
        }
    }

    @Test
    void nothingIsConnectedWhenThePasswordComesLate() {
        CompletableFuture<Credentials> password = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(Dialogue::ignore)) {
            PostgresBackend backend =
                    PostgresBackend.ofCredentials(url(server.port(), "sslmode=disable"), () -> password);
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();
            givenUp.complete(null);

            password.complete(Credentials.ofPassword("secret"));

            failure(opening, BackendException.class);
            assertThat(server.accepted()).isZero();
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
