package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedStep;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that has asked for the end of its session, and has not waited for it. */
@Tag("R5")
final class EndOfWorkTest extends ScriptedTest {
    @BeforeEach
    void aSessionHasItsUpdate() {
        backend.expect("BEGIN; UPDATE a").thenReply();
    }

    private CompletableFuture<String> work(Consumer<Session> end) {
        return connected()
                .session(session -> run(session, "UPDATE a").thenApply(done -> {
                    end.accept(session);
                    return "done";
                }));
    }

    @Test
    void commitIsWaitedFor() {
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<String> work = work(Session::commit);

        assertThat(work).isNotDone();
        commit.thenReply();
        assertThat(await(work)).isEqualTo("done");
    }

    @Test
    void commitThatIsRefusedIsTheFailure() {
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<String> work = work(Session::commit);
        commit.thenFail(Kind.CHECK, Effect.TRANSACTION_ENDED);

        assertThat(failure(work, StatementException.class).kind()).isEqualTo(Kind.CHECK);
    }

    @Test
    void rollbackIsWaitedFor() {
        ScriptedStep rollback = backend.expect("ROLLBACK");

        CompletableFuture<String> work = work(Session::cancel);

        assertThat(work).isNotDone();
        rollback.thenReply();
        assertThat(await(work)).isEqualTo("done");
    }

    @Test
    void refusalOfTheCommitThatTheWorkHasSeenIsNotToldAgain() {
        backend.expect("COMMIT").thenFail(Kind.CHECK, Effect.TRANSACTION_ENDED);
        Database database = connected();

        String value = database.blocking().session(session -> {
            session.execute("UPDATE a");
            assertThatThrownBy(session::commit).isInstanceOf(StatementException.class);
            return "seen";
        });

        assertThat(value).isEqualTo("seen");
    }

    @Test
    void blockingWorkWaitsAsWell() {
        ScriptedStep commit = backend.expect("COMMIT");
        CompletableFuture<Integer> answering = commit.arrival().thenApplyAsync(connection -> {
            commit.thenReply();
            return connection;
        });
        Database database = connected();

        String value = database.blocking().session(session -> {
            session.execute("UPDATE a");
            session.async().commit();
            return "done";
        });

        assertThat(value).isEqualTo("done");
        await(answering);
    }
}
