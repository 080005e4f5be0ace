package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.servers.RogueServer.Script;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import io.databased.vertx.VertxRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that stops answering during the login; nobody waits any more, and other databases use the same event loops. */
@Tag("C11")
final class GivenUpLoginTest {
    /** What the server says before it falls silent. */
    enum Silent {
        AT_ONCE(client -> {}),
        IN_THE_MIDDLE_OF_A_PACKET(client -> client.send(new byte[] {9, 0})),
        AFTER_ITS_GREETING(client -> new RogueMySql(client).greet("mysql_native_password")),
        AFTER_ANOTHER_QUESTION(client -> {
            RogueMySql rogue = new RogueMySql(client);
            rogue.greet("mysql_native_password");
            rogue.read();
            rogue.send(2, "\u00FEcaching_sha2_password\0salt-of-20-characters\0".getBytes(ISO_8859_1));
        }),
        WHILE_IT_IS_SET_UP(client -> new RogueMySql(client).letIn());

        private final Script script;

        Silent(Script script) {
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

    private static DatabaseUrl url(int port) {
        return DatabaseUrl.parse("mysql://app:secret@127.0.0.1:" + port + "/app?sslmode=disable");
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
            MySqlBackend backend = MySqlBackend.of(url(server.port()));
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

    /** Linux drops what asks to connect while the queue of who waits to be accepted is full. */
    @Test
    void nothingIsConnectedAnyMore() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket full = new ServerSocket(0, 1, here);
                Socket one = new Socket(here, full.getLocalPort());
                Socket other = new Socket(here, full.getLocalPort())) {
            assertThat(one.isConnected() && other.isConnected()).isTrue();
            MySqlBackend backend = MySqlBackend.of(url(full.getLocalPort()));
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();

            givenUp.complete(null);

            failure(opening, BackendException.class); // long before the half minute that connecting may take
            await(backend.close());
        }
    }

    @Test
    void nothingIsConnectedWhenThePasswordComesLate() {
        CompletableFuture<Credentials> password = new CompletableFuture<>();
        try (RogueServer server = RogueServer.start(Dialogue::ignore)) {
            MySqlBackend backend = MySqlBackend.ofCredentials(url(server.port()), () -> password);
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();
            givenUp.complete(null);

            password.complete(Credentials.ofPassword("secret"));

            failure(opening, BackendException.class);
            assertThat(server.accepted()).isZero();
            await(backend.close());
        }
    }
}
