package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was accepted, waits, and cannot be done in the end tells which statement it was, and the line that asked for it. */
@Tag("R7")
final class WaitingOriginTest extends ScriptedTest {
    private static final String TEXT = "UPDATE b";
    private static final String STATEMENT = "; in: " + TEXT + "; at WaitingOriginTest.";

    /** Ways to ask for a statement without waiting for it. */
    private static final List<Function<Queryable, CompletableFuture<?>>> WAYS = List.of(
            on -> on.execute(TEXT),
            on -> on.fetchAll(TEXT),
            on -> on.fetchOne(TEXT),
            on -> on.executeMany(TEXT, List.of(List.of())),
            on -> on.executeScript(TEXT));

    private final PoolOptions.Builder single = PoolOptions.builder().maxSize(1).disconnectGrace(Duration.ofMillis(50));

    private static void assertTold(Throwable failure, String where) {
        String message = failure.getMessage();
        assertThat(message).contains(where).endsWith(")");
        assertThat(message.indexOf(where)).as(message).isEqualTo(message.lastIndexOf(where));
        assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo(WaitingOriginTest.class.getName());
    }

    private static void waiting(Database database, int callers) {
        Futures.until("they wait", () -> database.stats().waiting() == callers);
    }

    @Test
    @Tag("R4")
    void whoWaitsForAConnectionWhenTheDatabaseIsDisconnected() {
        Database database = connected(backend.builder().pool(single.build()));
        Session holder = await(database.session().open());
        List<CompletableFuture<?>> alone = new ArrayList<>();
        WAYS.forEach(way -> alone.add(way.apply(database)));
        alone.add(database.forEach(sql(TEXT), row -> {}));
        List<CompletableFuture<?>> sessions = new ArrayList<>();
        WAYS.forEach(way -> sessions.add(database.session(session -> asked(way.apply(session)))));
        sessions.add(database.session(session -> session.forEach(sql(TEXT), row -> {})));
        CompletableFuture<?> opened = database.session().open();
        CompletableFuture<?> unwrapped = database.session(session -> session.unwrap(Object.class));
        waiting(database, alone.size() + sessions.size() + 2);

        CompletableFuture<Void> down = database.disconnect();

        alone.forEach(one -> assertTold(failure(one, NotConnectedException.class), STATEMENT));
        sessions.forEach(one -> assertTold(failure(one, NotConnectedException.class), STATEMENT));
        assertTold(failure(opened, NotConnectedException.class), "; at WaitingOriginTest.");
        assertTold(failure(unwrapped, NotConnectedException.class), "; at WaitingOriginTest.");
        await(holder.close());
        await(down);
    }

    private static <T> CompletionStage<T> asked(CompletionStage<T> statement) {
        return statement;
    }

    @Test
    @Tag("R4")
    void threadThatWaitsForAConnectionWhenTheDatabaseIsDisconnected() {
        Database database = connected(backend.builder().pool(single.build()));
        Session holder = await(database.session().open());
        ExecutorService caller = Executors.newSingleThreadExecutor();
        CompletableFuture<UpdateResult> told =
                CompletableFuture.supplyAsync(() -> database.blocking().execute(TEXT), caller);
        caller.shutdown();
        waiting(database, 1);

        CompletableFuture<Void> down = database.disconnect();

        assertTold(failure(told, NotConnectedException.class), STATEMENT);
        await(holder.close());
        await(down);
    }

    @Test
    @Tag("R4")
    void whoWaitsToComeInWhenForceRollbackIsDisconnected() {
        ScriptedBackend answering = ScriptedBackend.answering();
        ScriptedStep held = answering.expect("SAVEPOINT databased_1; UPDATE a");
        Database database = await(answering.builder().forceRollback().build().connect());
        Session holder = await(database.session().open());
        CompletableFuture<?> running = run(holder, "UPDATE a");
        CompletableFuture<?> alone = database.execute(TEXT);

        CompletableFuture<Void> down = database.disconnect();

        assertTold(failure(alone, NotConnectedException.class), STATEMENT);
        held.thenReply();
        await(running);
        await(holder.close());
        await(down);
    }

    @Test
    void statementThatNoConnectionIsOpenedFor() {
        Database database = connected();
        backend.cut(1);
        for (Function<Queryable, CompletableFuture<?>> way : WAYS) {
            backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.STATEMENT);
            assertTold(failure(way.apply(database), ConnectionFailedException.class), STATEMENT);
        }
    }

    @Test
    void commitThatWaitsWhenTheStatementBeforeItFails() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        Session session = await(connected().session().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<Void> commit = session.commit();

        first.thenFail(Kind.UNIQUE, Effect.STATEMENT);

        failure(running, StatementException.class);
        assertTold(
                failure(commit, SessionFailedException.class),
                "session.transaction(…); at WaitingOriginTest.commitThatWaitsWhenTheStatementBeforeItFails");
        backend.expect("ROLLBACK").thenReply();
        await(session.close());
    }

    @Test
    void commitThatWaitsWhenItsConnectionIsLost() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        Session session = await(connected().session().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<Void> commit = session.commit();

        first.thenLoseConnection();

        failure(running, ConnectionLostException.class);
        assertTold(failure(commit, ConnectionLostException.class), "in a new session; at WaitingOriginTest.commitThat");
        await(session.close());
    }

    @Test
    @Tag("R4")
    void commitThatWaitsWhenTheGraceIsOver() {
        backend.expect("BEGIN; UPDATE a");
        Database database = connected(backend.builder().pool(single.build()));
        Session session = await(database.session().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<Void> commit = session.commit();

        CompletableFuture<Void> down = database.disconnect();

        assertTold(failure(commit, RuntimeException.class), "; at WaitingOriginTest.commitThatWaitsWhenTheGraceIsOver");
        failure(running, RuntimeException.class);
        await(down);
    }

    @Test
    @Tag("R4")
    void workThatIsRolledBackWhenTheGraceIsOver() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        Database database = connected(backend.builder().pool(single.build()));
        CompletableFuture<Void> slow = new CompletableFuture<>();
        CompletableFuture<?> work =
                database.session(session -> session.execute("UPDATE a").thenCompose(done -> slow));

        await(database.disconnect());
        slow.complete(null);

        assertTold(
                failure(work, NotConnectedException.class), "; at WaitingOriginTest.workThatIsRolledBackWhenTheGrace");
    }

    @Test
    @Tag("R16")
    void commitWithoutAnAnswer() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenLoseConnection();
        Session session = await(connected().session().open());
        await(run(session, "UPDATE a"));

        assertTold(
                failure(session.commit(), CommitOutcomeUnknownException.class),
                "; at WaitingOriginTest.commitWithoutAnAnswer");
    }

    @Test
    @Tag("R15")
    void commitThatTheDatabaseRefuses() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.FOREIGN_KEY, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        Session session = await(openedElsewhere(connected()));
        await(run(session, "UPDATE a"));

        assertTold(
                failure(session.commit(), StatementException.class),
                "; in: COMMIT; session 'ripley'; at WaitingOriginTest.commitThatTheDatabaseRefuses");
    }

    private static CompletableFuture<Session> openedElsewhere(Database database) {
        return database.session(SessionOptions.named("ripley")).open();
    }
}
