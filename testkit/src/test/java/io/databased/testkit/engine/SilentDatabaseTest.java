package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.AcquireTimeoutException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a database does not answer, nobody waits for it longer than the limit of that wait. */
@Tag("R20")
final class SilentDatabaseTest extends ScriptedTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private DatabaseBuilder impatient() {
        return backend.builder()
                .pool(PoolOptions.builder()
                        .maxSize(1)
                        .acquireTimeout(SHORT)
                        .closeTimeout(SHORT)
                        .disconnectGrace(SHORT)
                        .build())
                .commitTimeout(SHORT);
    }

    private void nobodyHoldsOrKeeps(Database database) {
        Futures.until(
                "the connection is gone", () -> database.stats().connections().size() == 0);
    }

    @Test
    @Tag("N8")
    void streamThatIsNotOpenedIsStoppedAtTheStatementTimeout() {
        backend.expect("BEGIN; SELECT 1").deafToInterrupts();
        Database database = connected(impatient());
        SessionOptions options = SessionOptions.defaults().withStatementTimeout(SHORT);

        StatementException failure = failure(
                database.session(options, session -> session.forEach(Sql.sql("SELECT 1"), row -> {})),
                StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(backend.log()).contains("interrupt 1: BEGIN; SELECT 1");
        nobodyHoldsOrKeeps(database);
    }

    /** The signal to stop may go unanswered for three seconds; the caller has an answer before the connection is given up. */
    @Test
    @Tag("N7")
    void oneShotAndStreamAreToldBeforeTheSignalToStopIsAnswered() {
        backend.expect("UPDATE t").deafToInterrupts();
        backend.expect("BEGIN READ ONLY; SELECT 1").deafToInterrupts();
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder().maxSize(2).disconnectGrace(SHORT).build())
                .statementTimeout(SHORT));
        CompletableFuture<?> oneShot = run(database, "UPDATE t");
        CompletableFuture<?> stream = database.forEach(Sql.sql("SELECT 1"), row -> {});

        StatementException unknown = failure(oneShot, StatementException.class);
        StatementException unread = failure(stream, StatementException.class);

        assertThat(database.stats().connections().size()).isEqualTo(2);
        assertThat(unknown.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(unknown).hasMessageContaining("may still be applied");
        assertThat(unread.kind()).isEqualTo(Kind.TIMEOUT);
        nobodyHoldsOrKeeps(database);
    }

    @Test
    void sessionWithStreamThatIsNotOpenedCanBeCancelled() {
        backend.expect("BEGIN; SELECT 1").deafToInterrupts();
        Database database = connected(impatient());
        AtomicReference<Session> session = new AtomicReference<>();
        CompletableFuture<?> work = database.session(s -> {
            session.set(s);
            return s.forEach(Sql.sql("SELECT 1"), row -> {});
        });

        await(session.get().cancel());

        failure(work, RuntimeException.class);
        nobodyHoldsOrKeeps(database);
    }

    @Test
    void connectionWhoseResetIsNotAnsweredIsReplaced() {
        backend.expect("SET x = 1").thenReply();
        backend.on(Operation.RESET);
        Database database = connected(impatient());

        await(run(database, "SET x = 1"));

        nobodyHoldsOrKeeps(database);
        backend.expect("SELECT 1").thenReply();
        await(run(database, "SELECT 1"));
    }

    @Test
    @Tag("R4")
    void disconnectOfForceRollbackEndsWithoutAnswerToRollback() {
        backend.expect("BEGIN").thenReply();
        backend.expect("ROLLBACK").deafToInterrupts();
        Database database = connected(impatient().forceRollback());

        await(database.disconnect());

        assertThat(backend.openConnections()).isZero();
    }

    @Test
    void connectOfForceRollbackEndsWithoutAnswerToBegin() {
        backend.expect("BEGIN").deafToInterrupts();

        failure(impatient().forceRollback().build().connect(), RuntimeException.class);

        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R4")
    @Tag("C10")
    void disconnectEndsConnectingAtOnce() {
        backend.expect("BEGIN").deafToInterrupts();
        Database database = impatient()
                .pool(PoolOptions.builder().maxSize(1).closeTimeout(SHORT).build())
                .forceRollback()
                .build();
        CompletableFuture<Database> connecting = database.connect();

        await(database.disconnect());

        failure(connecting, NotConnectedException.class);
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R4")
    @Tag("C10")
    void disconnectWaitsForConnectionThatIsStillBeingOpened() {
        ScriptedStep opening = backend.on(Operation.OPEN);
        Database database = backend.builder().build();
        CompletableFuture<Database> connecting = database.connect();

        CompletableFuture<Void> disconnecting = database.disconnect();

        failure(connecting, NotConnectedException.class);
        assertThat(disconnecting).isNotDone();
        opening.thenReply();
        await(disconnecting);
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R28")
    @Tag("N7")
    void statementBehindOneThatWasCancelledWaitsNoLongerForItsTurn() {
        backend.expect("BEGIN").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_2; UPDATE b").thenReply();
        backend.expect("ROLLBACK TO databased_2; RELEASE databased_2").thenReply();
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenReply();
        backend.expect("ROLLBACK").thenReply();
        Database database = connected(impatient().forceRollback());
        Session outer = await(database.session().open());
        await(run(outer, "UPDATE a"));
        Session inner = await(database.session().open());
        await(run(inner, "UPDATE b"));
        CompletableFuture<?> first = run(outer, "UPDATE c");
        CompletableFuture<?> second = run(outer, "UPDATE d");

        first.cancel(true);

        failure(second, AcquireTimeoutException.class);
        await(inner.cancel());
        await(outer.cancel());
        await(database.disconnect());
    }
}
