package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.ScriptedBackend;
import io.databased.testkit.ScriptedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One scenario, with a fault at its first flight, at its second, and so on until it passes: afterwards nothing is lost. */
@Tag("R5")
@Tag("R16")
@Tag("R24")
final class NthStepTest {
    /** What goes wrong at the Nth flight. */
    enum Fault {
        STATEMENT_REFUSED(step -> step.thenFail(Kind.OTHER, Effect.STATEMENT)),
        TRANSACTION_ENDED(step -> step.thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED)),
        PRELUDE_REFUSED(step -> step.thenFail(Kind.OTHER, Effect.PRELUDE)),
        CONNECTION_LOST(ScriptedStep::thenLoseConnection),
        NOT_SENT(ScriptedStep::thenLoseConnectionUnsent),
        CANCELLED_WHILE_HANGING(step -> {});

        private final Consumer<ScriptedStep> script;

        Fault(Consumer<ScriptedStep> script) {
            this.script = script;
        }
    }

    /** What the scenario asked for; every future of it must complete. */
    private final List<CompletableFuture<?>> futures = new ArrayList<>();

    private final List<Session> sessions = new ArrayList<>();

    private <T> CompletableFuture<T> watched(CompletableFuture<T> future) {
        futures.add(future);
        return future;
    }

    /** Statements, a child that succeeds, one that fails and is caught, and more statements queued at once. */
    private CompletableFuture<?> scenario(Database database) {
        return watched(database.session(session -> {
            sessions.add(session);
            return watched(session.execute("UPDATE a"))
                    .thenCompose(a -> watched(session.transaction(child -> {
                        sessions.add(child);
                        return watched(child.execute("UPDATE b"));
                    })))
                    .thenCompose(b -> watched(session.<Object>transaction(child -> {
                                sessions.add(child);
                                return watched(child.execute("UPDATE c"))
                                        .thenCompose(c -> CompletableFuture.failedFuture(new IllegalStateException()));
                            }))
                            .exceptionally(failure -> null))
                    .thenCompose(c -> {
                        watched(session.execute("UPDATE d"));
                        return watched(session.execute("UPDATE e"));
                    });
        }));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("N5")
    void nothingIsLostWhereverItGoesWrong(Fault fault) {
        int flights = run(fault, Integer.MAX_VALUE);

        assertThat(flights).isEqualTo(7);
        for (int n = 1; n <= flights; n++) {
            run(fault, n);
        }
    }

    /** Gives the number of flights. */
    private int run(Fault fault, int n) {
        futures.clear();
        sessions.clear();
        ScriptedBackend backend = ScriptedBackend.answering();
        ScriptedStep step = backend.at(n);
        fault.script.accept(step);
        try (Database database = await(backend.builder()
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect())) {
            CompletableFuture<?> work = scenario(database);
            boolean faulty = step.arrival().isDone();
            if (faulty && fault == Fault.CANCELLED_WHILE_HANGING) {
                work.cancel(true);
                step.thenReply(); // COMMIT and ROLLBACK are never interrupted, and answer in the end
            }
            int flights = backend.wire().size();
            audit(fault + " at flight " + n, backend, database);
            boolean committed = backend.wire().contains("COMMIT") && !lastIsFaulty(backend, n);
            assertThat(work.isDone()).isTrue();
            if (!work.isCompletedExceptionally()) {
                assertThat(committed)
                        .as("success after %s at flight %s", fault, n)
                        .isTrue();
            }
            return flights;
        } finally {
            assertThat(backend.openConnections()).isZero();
        }
    }

    private static boolean lastIsFaulty(ScriptedBackend backend, int n) {
        return n <= backend.wire().size() && backend.wire().get(n - 1).equals("COMMIT");
    }

    private void audit(String what, ScriptedBackend backend, Database database) {
        Futures.until(
                "all futures complete after " + what, () -> futures.stream().allMatch(CompletableFuture::isDone));
        Futures.until(
                "all sessions end after " + what,
                () -> sessions.stream().allMatch(session -> session.status().ended()));
        LeakCheck.assertIdle(database);
        // The only connection there may be is free, and it is clean: a statement outside a session goes through.
        await(database.execute("UPDATE f"));
        assertThat(backend.wire()).last().isEqualTo("UPDATE f");
        await(database.session(session -> session.execute("UPDATE g")));
        assertThat(backend.wire()).endsWith("BEGIN; UPDATE g", "COMMIT");
    }

    @Test
    @Tag("N24")
    void errorFromTheNthCallbackCancels() {
        for (int n = 1; n <= 6; n++) {
            futures.clear();
            sessions.clear();
            int failing = n;
            AtomicInteger callbacks = new AtomicInteger();
            ScriptedBackend backend = ScriptedBackend.answering();
            try (Database database = await(backend.builder().build().connect())) {
                CompletableFuture<?> work = watched(database.session(session -> chain(session, 6, () -> {
                    if (callbacks.incrementAndGet() == failing) {
                        throw new AssertionError("callback " + failing);
                    }
                })));
                audit("an error from callback " + n, backend, database);
                assertThat(work).isCompletedExceptionally();
                assertThat(backend.wire()).contains("ROLLBACK");
            }
        }
    }

    private CompletableFuture<?> chain(Session session, int length, Runnable callback) {
        CompletableFuture<?> chain = CompletableFuture.completedFuture(null);
        for (int i = 0; i < length; i++) {
            String sql = "UPDATE t" + i;
            chain = chain.thenCompose(done -> watched(session.execute(sql))).thenRun(callback);
        }
        return chain;
    }
}
