package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that ends with a statement of ours is committed or rolled back as soon as that is answered, whatever the executor does. */
@Tag("R31")
final class FollowingTest extends ScriptedTest {
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private boolean held;
    private Database database;

    @BeforeEach
    void connect() {
        database = connected(backend.builder().completionExecutor(task -> {
            callbacks.add(task);
            if (!held) {
                runCallbacks();
            }
        }));
        held = true;
    }

    @AfterEach
    void letGo() {
        held = false;
        runCallbacks();
    }

    private void runCallbacks() {
        for (Runnable task = callbacks.poll(); task != null; task = callbacks.poll()) {
            task.run();
        }
    }

    @Test
    void commitFollowsTheLastStatement() {
        ScriptedStep update = backend.expect("BEGIN; UPDATE a");
        ScriptedStep commit = backend.expect("COMMIT");
        List<String> order = new ArrayList<>();

        CompletableFuture<?> result = database.session(session -> {
            CompletableFuture<UpdateResult> updated = session.execute("UPDATE a");
            updated.thenRun(() -> order.add("statement"));
            return updated;
        });
        result.thenRun(() -> order.add("session"));
        update.thenReply();

        assertThat(commit.arrival()).isDone();
        assertThat(result).isNotDone();
        commit.thenReply();
        assertThat(result).isNotDone();
        runCallbacks();
        await(result);
        assertThat(order).containsExactly("statement", "session");
    }

    @Test
    void childSessionIsFollowedToo() {
        ScriptedStep update = backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a");
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<?> result = database.session(session -> session.transaction(child -> run(child, "UPDATE a")));

        update.thenReply();

        assertThat(commit.arrival()).isDone();
        commit.thenReply();
        assertThat(result).isNotDone();
        runCallbacks();
        await(result);
    }

    @Test
    void rollbackFollowsTheFailure() {
        ScriptedStep update = backend.expect("BEGIN; UPDATE a");
        ScriptedStep rollback = backend.expect("ROLLBACK");

        CompletableFuture<?> result = database.session(session -> run(session, "UPDATE a"));
        update.thenFail(Kind.UNIQUE, Effect.STATEMENT);

        assertThat(rollback.arrival()).isDone();
        rollback.thenReply();
        runCallbacks();
        failure(result, StatementException.class);
    }

    @Test
    void rowsThatAreMappedInPlaceAreFollowedToo() {
        ScriptedStep select = backend.expect("BEGIN; SELECT a");
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<List<Long>> result =
                database.session(session -> session.fetchAll(sql("SELECT a").value(Long.class)));
        select.thenRows("a", 1L);

        assertThat(commit.arrival()).isDone();
        commit.thenReply();
        runCallbacks();
        assertThat(await(result)).containsExactly(1L);
    }

    @Test
    void mapperOfTheUserIsWaitedFor() {
        ScriptedStep select = backend.expect("BEGIN; SELECT a");
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<List<Long>> result =
                database.session(session -> session.fetchAll(sql("SELECT a").map(row -> row.getLong("a"))));
        select.thenRows("a", 1L);

        assertThat(commit.arrival()).isNotDone();
        runCallbacks();
        commit.thenReply();
        runCallbacks();
        assertThat(await(result)).containsExactly(1L);
    }

    @Test
    void whatTheUserMakesOfAStatementIsWaitedFor() {
        ScriptedStep update = backend.expect("BEGIN; UPDATE a");
        ScriptedStep commit = backend.expect("COMMIT");

        CompletableFuture<?> result =
                database.session(session -> run(session, "UPDATE a").thenApply(Function.identity()));
        update.thenReply();

        assertThat(commit.arrival()).isNotDone();
        runCallbacks();
        assertThat(commit.arrival()).isDone();
        commit.thenReply();
        runCallbacks();
        await(result);
    }

    @Test
    void statementThatWasAnsweredBeforeTheWorkReturnsIsCommitted() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        CompletableFuture<?> result = database.session(session -> {
            CompletableFuture<UpdateResult> updated = session.execute("UPDATE a");
            runCallbacks();
            assertThat(updated).isDone();
            return updated;
        });

        runCallbacks();
        await(result);
    }

    @Test
    void futureThatTwoSessionsReturnEndsBoth() {
        ScriptedStep update = backend.expect("UPDATE a");
        CompletableFuture<UpdateResult> shared = database.execute("UPDATE a");

        CompletableFuture<?> one = database.session(session -> shared);
        CompletableFuture<?> other = database.session(session -> shared);
        update.thenReply();
        runCallbacks();

        await(one);
        await(other);
    }

    @Test
    @Tag("R19")
    void statementThatItsUserCancelsEndsTheSession() {
        ScriptedStep update = backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        List<CompletableFuture<?>> given = new ArrayList<>();

        CompletableFuture<?> result = database.session(session -> keep(session, given));
        given.get(0).cancel(false);
        update.thenFail(Kind.CANCELLED, Effect.STATEMENT);

        runCallbacks();
        failure(result, CancellationException.class);
    }

    private static CompletableFuture<UpdateResult> keep(Session session, List<CompletableFuture<?>> given) {
        CompletableFuture<UpdateResult> updated = session.execute("UPDATE a");
        given.add(updated);
        return updated;
    }
}
