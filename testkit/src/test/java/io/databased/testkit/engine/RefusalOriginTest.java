package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.AcquireTimeoutException;
import io.databased.ChildSessionOpenException;
import io.databased.ConnectionLostException;
import io.databased.Session;
import io.databased.SessionAlreadyOpenException;
import io.databased.SessionFailedException;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.StreamOpenException;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a session refuses tells which statement it was, and the line that asked for it, as other failures do. */
@Tag("R7")
final class RefusalOriginTest extends ScriptedTest {
    private static final String TEXT = "UPDATE b";

    /** Ways to ask for a statement. */
    private static final List<Function<Session, Throwable>> WAYS = List.of(
            on -> failed(on.execute(TEXT)),
            on -> failed(on.fetchAll(TEXT)),
            on -> failed(on.executeMany(TEXT, List.of(List.of()))),
            on -> failed(on.executeScript(TEXT)),
            on -> failed(on.forEach(sql(TEXT), row -> {})),
            on -> catchThrowable(() -> on.blocking().execute(TEXT)),
            on -> catchThrowable(() -> on.blocking().fetchAll(TEXT)),
            on -> catchThrowable(() -> on.blocking().forEach(sql(TEXT), row -> {})));

    private static Throwable failed(CompletionStage<?> stage) {
        return failure(stage, Throwable.class);
    }

    private Session ripley() {
        return connected().session(SessionOptions.named("ripley"));
    }

    /** Each way is refused, and tells where once. */
    private static void allRefused(Session session, Class<? extends Throwable> type, String why) {
        for (Function<Session, Throwable> way : WAYS) {
            Throwable failure = way.apply(session);
            assertThat(failure).isInstanceOf(type).hasMessageContaining(why);
            assertTold(failure, "; in: " + TEXT + "; at ");
        }
    }

    /** The line is the last of the message, and the first of the stack. */
    private static void assertTold(Throwable failure, String before) {
        String message = failure.getMessage();
        assertThat(message).contains(before + "RefusalOriginTest.").endsWith(")");
        assertThat(message.indexOf(before)).as(message).isEqualTo(message.lastIndexOf(before));
        assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo(RefusalOriginTest.class.getName());
    }

    @Test
    void sessionThatIsNotOpen() {
        allRefused(ripley(), SessionNotOpenException.class, "Session 'ripley' is not open for a statement");
    }

    @Test
    void sessionThatHasFailed() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.UNIQUE, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        Session session = await(ripley().open());
        failed(run(session, "UPDATE a"));

        allRefused(session, SessionFailedException.class, "Session 'ripley' ran no further statement, because");

        await(session.close());
    }

    @Test
    void sessionWhoseConnectionIsLost() {
        backend.expect("BEGIN; UPDATE a").thenLoseConnection();
        Session session = await(ripley().open());
        failed(run(session, "UPDATE a"));

        allRefused(session, ConnectionLostException.class, "Session 'ripley' ran no further statement");

        await(session.close());
    }

    @Test
    void sessionWhoseChildIsOpen() {
        Session session = await(ripley().open());
        Session child = await(session.transaction().open());

        allRefused(session, ChildSessionOpenException.class, "Session 'ripley' has an open child session");

        await(child.close());
        await(session.close());
    }

    @Test
    void sessionWhoseStreamIsOpen() {
        Session session = await(ripley().open());
        Reader reader = new Reader();
        ScriptedStep rows = backend.expect("BEGIN; SELECT 1");
        session.stream(sql("SELECT 1")).subscribe(reader);

        allRefused(session, StreamOpenException.class, "A stream of session 'ripley' is open");

        rows.thenReply();
        await(reader.subscription).cancel();
        backend.expect("ROLLBACK").thenReply();
        await(session.close());
    }

    @Test
    void statementThatWaitsWhenAnotherFails() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        Session session = await(ripley().open());
        CompletableFuture<?> failing = run(session, "UPDATE a");
        CompletableFuture<?> waiting = session.execute(TEXT);

        first.thenFail(Kind.UNIQUE, Effect.STATEMENT);

        failed(failing);
        assertTold(failure(waiting, SessionFailedException.class), "; in: " + TEXT + "; at ");
        backend.expect("ROLLBACK").thenReply();
        await(session.close());
    }

    @Test
    void statementThatWaitsWhenItsSessionIsCancelled() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        Session session = await(ripley().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<?> waiting = session.execute(TEXT);
        CompletableFuture<?> another = session.execute("UPDATE c");

        backend.expect("ROLLBACK").thenReply();
        CompletableFuture<Void> closing = session.close();

        assertTold(failure(waiting, SessionNotOpenException.class), "; in: " + TEXT + "; at ");
        assertTold(failure(another, SessionNotOpenException.class), "; in: UPDATE c; at ");
        first.thenReply();
        failed(running);
        await(closing);
    }

    @Test
    void whatIsAskedForByHandTellsTheLineThatAsked() {
        Session session = ripley();

        assertAsked(failure(session.commit(), SessionNotOpenException.class));
        assertAsked(catchThrowable(() -> session.blocking().commit()));
        assertAsked(failure(session.unwrap(Object.class), SessionNotOpenException.class));
        await(session.open());
        assertAsked(failure(session.open(), SessionAlreadyOpenException.class));
        assertAsked(catchThrowable(() -> session.blocking().open()));
        await(session.commit());
        assertAsked(failure(session.open(), SessionNotOpenException.class));
        assertAsked(failure(session.transaction().open(), SessionNotOpenException.class));
        assertAsked(failure(session.transaction(child -> run(child, TEXT)), SessionNotOpenException.class));
        assertAsked(catchThrowable(() -> session.blocking().transaction(child -> child.execute(TEXT))));
        assertAsked(catchThrowable(() -> session.afterCommit(() -> {})));
    }

    /** The message of a wait has the line already. */
    @Test
    void childThatWaitedForItsTurnTellsItsLineOnce() {
        Session session = await(ripley().open());
        Session first = await(session.transaction().open());
        SessionOptions impatient = SessionOptions.named("newt").withAcquireTimeout(Duration.ofMillis(1));

        AcquireTimeoutException late = failure(session.transaction(impatient).open(), AcquireTimeoutException.class);

        assertThat(late)
                .hasMessageStartingWith("Child session 'newt' opened at")
                .hasMessageEndingWith("inside the first");
        await(first.close());
        await(session.close());
    }

    /** The advice is about what was asked for. */
    @Test
    void commitWithAChildOpenIsToldToEndTheChild() {
        Session session = await(ripley().open());
        Session child = await(session.transaction().open());

        ChildSessionOpenException refusal = failure(session.commit(), ChildSessionOpenException.class);

        assertThat(refusal)
                .hasMessageContaining("the commit was not sent. End the child first: commit(), cancel() or close() it");
        await(child.close());
        await(session.close());
    }

    private static void assertAsked(Throwable failure) {
        assertTold(failure, "; at ");
        assertThat(failure.getMessage()).contains("whatIsAskedForByHandTellsTheLineThatAsked");
    }

    /** Its commit is not called for by a line: the line that opened the session is told. */
    @Test
    void workThatHasHiddenItsFailure() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.UNIQUE, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();

        Throwable failure =
                failed(connected().session(session -> run(session, "UPDATE a").handle((done, hidden) -> "hidden")));

        assertThat(failure).isInstanceOf(SessionFailedException.class).hasMessageContaining("was not committed");
        assertTold(failure, "session.transaction(…); at ");
    }

    /** Who catches it and throws it on, in a stream's consumer, is told nothing twice. */
    @Test
    void refusalInAConsumerIsToldOnce() {
        backend.expect("BEGIN; SELECT 1").thenRows("x", 1);
        backend.expect("ROLLBACK").thenReply();
        Session session = await(ripley().open());

        Throwable failure = catchThrowable(() -> session.blocking().forEach(sql("SELECT 1"), row -> inner(session)));

        assertThat(failure).isInstanceOf(StreamOpenException.class);
        assertTold(failure, "; in: " + TEXT + "; at ");
        await(session.close());
    }

    private static void inner(Session session) {
        session.blocking().execute(TEXT);
    }

    private static final class Reader implements Flow.Subscriber<Object> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription.complete(opened);
        }

        @Override
        public void onNext(Object row) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
