package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.NotConnectedException;
import io.databased.Session;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that is not connected tells which of the reasons it has, and what to do. */
@Tag("R2")
final class NotConnectedTest extends ScriptedTest {
    private final Database database = backend.builder().build();

    private void saysTo(String what) {
        failureOf(database.fetchAll("SELECT 1"), what);
        assertThatThrownBy(database::session)
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining(what);
    }

    private static void failureOf(CompletableFuture<?> future, String what) {
        NotConnectedException refusal = failure(future, NotConnectedException.class);
        assertThatThrownBy(() -> {
                    throw refusal;
                })
                .hasMessageContaining(what);
    }

    @Test
    void neverConnected() {
        saysTo("Database testkit:///scripted is not connected; call connect() and wait for it first");
    }

    @Test
    void connecting() {
        ScriptedStep opening = backend.on(Operation.OPEN);
        CompletableFuture<Database> connecting = database.connect();

        saysTo("Database testkit:///scripted is not connected yet; wait for the future of connect() first");

        opening.thenReply();
        await(connecting);
        await(database.disconnect());
    }

    @Test
    void connectThatFailed() {
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.STATEMENT);
        failure(database.connect(), ConnectionFailedException.class);

        saysTo("is not connected; call connect() and wait for it first");
    }

    @Test
    void disconnecting() {
        await(database.connect());
        ScriptedStep closing = backend.on(Operation.CLOSE);
        CompletableFuture<Void> end = database.disconnect();

        saysTo("Database testkit:///scripted is not connected any more; it may be connected again once");

        closing.thenReply();
        await(end);
    }

    @Test
    void disconnected() {
        await(database.connect());
        await(database.disconnect());

        String why =
                "Database testkit:///scripted is not connected any more, because of disconnect() or close(); it may be"
                        + " connected again: call connect() and wait for it first";
        saysTo(why);
        failureOf(database.disconnect(), why);
    }

    /** It belongs to what was connected then. */
    @Test
    void sessionFromBefore() {
        await(database.connect());
        Session session = database.session();
        await(database.disconnect());

        NotConnectedException refusal = failure(session.open(), NotConnectedException.class);

        assertThat(refusal)
                .hasMessageStartingWith("Database testkit:///scripted is not connected any more; nothing was sent."
                        + " After connect() make a new session; at NotConnectedTest.sessionFromBefore");
    }
}
