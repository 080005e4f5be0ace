package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.LogCapture;
import io.databased.testkit.ScriptedStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that goes on after its session: what it asks for then is lost, and nobody may look at the future that says so. */
@Tag("R9")
final class LateWorkTest extends ScriptedTest {
    private static final String ADVICE = "return the future of the last statement from the work";
    private static final SessionOptions LATE = SessionOptions.named("late");

    private final LogCapture log = new LogCapture("io.databased");
    private final CompletableFuture<Void> later = new CompletableFuture<>();

    @AfterEach
    void stopListening() {
        log.close();
    }

    private List<String> warnings() {
        return log.linesOf("io.databased").stream()
                .filter(line -> line.contains(" WARNING ") && line.contains("'late'"))
                .toList();
    }

    /** Its second statement begins when the future is completed; the work returns the one of its first. */
    private CompletableFuture<?> begin(Database database, Function<Session, CompletableFuture<?>> second) {
        return database.session(LATE, session -> {
            later.thenCompose(now -> second.apply(session));
            return session.execute("UPDATE a");
        });
    }

    private void expectCommit() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
    }

    @Test
    void statementIsWarnedOf() {
        expectCommit();
        await(begin(connected(), session -> session.execute("UPDATE b SET x = :x", Map.of("x", "canary"))));

        later.complete(null);

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("Session 'late' is not open for a statement (status COMMITTED)")
                .contains(ADVICE)
                .contains("; in: UPDATE b SET x = :x; at LateWorkTest.lambda$statementIsWarnedOf")
                .doesNotContain("canary");
    }

    @Test
    void statementDuringTheCommitIsWarnedOf() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        ScriptedStep commit = backend.expect("COMMIT");
        CompletableFuture<?> end = begin(connected(), session -> session.execute("UPDATE b"));

        later.complete(null);

        assertThat(warnings()).singleElement().asString().contains("(status COMMITTING)", ADVICE);
        commit.thenReply();
        await(end);
    }

    @Test
    void childSessionAndStreamAreWarnedOf() {
        expectCommit();
        await(begin(connected(), session -> {
            session.transaction(child -> child.execute("UPDATE b"));
            return session.forEach(sql("SELECT 1"), row -> {});
        }));

        later.complete(null);

        assertThat(warnings())
                .hasSize(2)
                .allMatch(line -> line.contains(ADVICE) && line.contains("; at LateWorkTest."));
        assertThat(warnings().get(0)).contains("is not open for a child session");
        assertThat(warnings().get(1)).contains("; in: SELECT 1");
    }

    @Test
    void statementOfAChildIsWarnedOf() {
        expectCommitOfChild();
        await(connected()
                .session(session -> session.transaction(LATE, child -> {
                    later.thenCompose(now -> child.execute("UPDATE b"));
                    return child.execute("UPDATE a");
                })));

        later.complete(null);

        assertThat(warnings()).singleElement().asString().contains("Session 'late' is not open", ADVICE);
    }

    private void expectCommitOfChild() {
        backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
    }

    @Test
    void eachLineIsWarnedOfOnce() {
        Database database = connected();
        for (int i = 0; i < 3; i++) {
            expectCommit();
            await(begin(database, session -> session.execute("UPDATE b")));
        }

        later.complete(null);

        assertThat(warnings()).hasSize(1);
    }

    /** Who has ended it by hand knows, or is told by the future. */
    @Test
    void sessionThatWasEndedByHandIsNotWarnedOf() {
        expectCommit();
        Database database = connected();
        await(database.session(
                LATE,
                session -> session.execute("UPDATE a")
                        .thenCompose(done -> session.commit())
                        .whenComplete((done, failure) -> session.execute("UPDATE b"))));
        Session session = await(database.session(LATE).open());
        await(session.commit());

        SessionNotOpenException refusal = failure(session.execute("UPDATE b"), SessionNotOpenException.class);

        assertThat(refusal).hasMessageContaining("it is over; use a new one");
        assertThat(warnings()).isEmpty();
    }

    /** Its user was told that nothing is kept. */
    @Test
    void sessionThatHasFailedIsNotWarnedOf() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.UNIQUE, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        failure(begin(connected(), session -> session.execute("UPDATE b")), Exception.class);

        later.complete(null);

        assertThat(warnings()).isEmpty();
    }
}
