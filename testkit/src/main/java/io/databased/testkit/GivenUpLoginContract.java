package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Credentials;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A server that stops answering during the login, for which nobody waits any more. */
public interface GivenUpLoginContract {
    /** More than a busy machine needs. */
    int DEADLINE_MILLIS = 20_000;

    /** What the server says before it falls silent. */
    interface Script {
        void run(Socket client) throws IOException;
    }

    /** A backend for a server on that port of this machine. */
    DatabaseBackend backend(int port, boolean tls, CompletionStage<Credentials> credentials);

    /** The ways to fall silent, by names; those with TLS in their names are for clients that want that. */
    Map<String, Script> silences();

    private DatabaseBackend backend(ServerSocket server, boolean tls) {
        return backend(server.getLocalPort(), tls, CompletableFuture.completedFuture(Credentials.ofPassword("secret")));
    }

    private static ServerSocket listening(int backlog) throws IOException {
        ServerSocket server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        server.setSoTimeout(DEADLINE_MILLIS);
        return server;
    }

    @TestFactory
    default Stream<DynamicTest> itsSocketIsClosed() {
        return silences().entrySet().stream()
                .map(silence -> DynamicTest.dynamicTest(
                        silence.getKey(), () -> isClosed(silence.getKey().contains("TLS"), silence.getValue())));
    }

    private void isClosed(boolean tls, Script script) throws IOException {
        try (ServerSocket server = listening(50)) {
            DatabaseBackend backend = backend(server, tls);
            CompletableFuture<Void> givenUp = new CompletableFuture<>();
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();
            try (Socket client = server.accept()) {
                client.setSoTimeout(DEADLINE_MILLIS);
                script.run(client);
                assertThat(opening).isNotDone();

                givenUp.complete(null);

                readToTheEnd(client.getInputStream());
            }
            failure(opening, BackendException.class);
            await(backend.close());
        }
    }

    private static void readToTheEnd(InputStream client) throws IOException {
        try {
            client.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the socket is open still", open);
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(SocketException.class); // closed, too
        }
    }

    /** Linux drops what asks to connect while the queue of who waits to be accepted is full. */
    @Test
    default void nothingIsConnectedAnyMore() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket full = listening(1);
                Socket one = new Socket(here, full.getLocalPort());
                Socket other = new Socket(here, full.getLocalPort())) {
            assertThat(one.isConnected() && other.isConnected()).isTrue();
            DatabaseBackend backend = backend(full, false);
            CompletableFuture<Void> givenUp = new CompletableFuture<>();
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();

            givenUp.complete(null);

            failure(opening, BackendException.class); // long before the half minute that connecting may take
            await(backend.close());
        }
    }

    @Test
    default void nothingIsConnectedWhenThePasswordComesLate() throws IOException {
        CompletableFuture<Credentials> password = new CompletableFuture<>();
        try (ServerSocket server = listening(50)) {
            DatabaseBackend backend = backend(server.getLocalPort(), false, password);
            CompletableFuture<Void> givenUp = new CompletableFuture<>();
            CompletableFuture<SessionBackend> opening =
                    backend.open(Role.PRIMARY, givenUp).toCompletableFuture();
            givenUp.complete(null);

            password.complete(Credentials.ofPassword("secret"));

            failure(opening, BackendException.class);
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
            await(backend.close());
        }
    }
}
