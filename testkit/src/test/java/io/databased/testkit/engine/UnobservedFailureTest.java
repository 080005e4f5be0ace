package io.databased.testkit.engine;

import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.spi.BackendException.Effect;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A future that fails is not forgotten in silence. */
final class UnobservedFailureTest extends ScriptedTest {
    private static final UpdateResult NONE = new UpdateResult(0, List.of());
    private final Logger logger = Logger.getLogger("io.databased");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getMessage().startsWith("nobody has asked")) {
                lines.add(logged.getLoggerName() + " " + logged.getLevel() + " " + logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void failureThatNobodyAskedForIsNoted() {
        Database database = connected();
        backend.expect("UPDATE a").thenFail(Kind.DATA, Effect.STATEMENT);

        run(database, "UPDATE a");
        noted();

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("io.databased INFO nobody has asked")
                .contains("UPDATE a", "ScriptedTest.java:");
    }

    static List<Consumer<CompletableFuture<UpdateResult>>> waysOfAsking() {
        return List.of(
                future -> assertThatThrownBy(future::join).isNotNull(),
                future -> assertThatThrownBy(future::get).isNotNull(),
                future -> assertThatThrownBy(() -> future.get(9, TimeUnit.SECONDS))
                        .isNotNull(),
                future -> assertThatThrownBy(() -> future.getNow(NONE)).isNotNull(),
                future -> assertThat(future.isCompletedExceptionally()).isTrue(),
                future -> future.exceptionally(failure -> NONE),
                future -> future.thenApply(rows -> rows),
                future -> future.whenComplete((rows, failure) -> {}),
                CompletableFuture::toCompletableFuture);
    }

    @ParameterizedTest
    @MethodSource("waysOfAsking")
    void whoAsksIsNotToldAgain(Consumer<CompletableFuture<UpdateResult>> asking) {
        Database database = connected();
        backend.expect("UPDATE a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("UPDATE b").thenFail(Kind.DATA, Effect.STATEMENT);

        forget(failed(run(database, "UPDATE a"), asking));
        run(database, "UPDATE b");
        noted();

        assertThat(lines).singleElement().asString().contains("UPDATE b").doesNotContain("UPDATE a");
    }

    @Test
    void allOfBeforeTheFailureAsks() {
        Database database = connected();
        var step = backend.expect("UPDATE a");
        backend.expect("UPDATE b").thenFail(Kind.DATA, Effect.STATEMENT);

        WeakReference<?> asked = together(run(database, "UPDATE a"), () -> step.thenFail(Kind.DATA, Effect.STATEMENT));
        forget(asked);
        run(database, "UPDATE b");
        noted();

        assertThat(lines).singleElement().asString().contains("UPDATE b");
    }

    private static WeakReference<?> together(CompletableFuture<UpdateResult> future, Runnable fail) {
        CompletableFuture<Void> all = CompletableFuture.allOf(future, new CompletableFuture<>());
        fail.run();
        until("it has failed", future::isDone);
        assertThat(all).isNotDone();
        return new WeakReference<>(future);
    }

    @Test
    void whoIsToldByTheSessionIsNotToldAgain() {
        Database database = connected();
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        backend.expect("UPDATE b").thenFail(Kind.DATA, Effect.STATEMENT);

        forget(failed(
                database.session(session -> {
                    run(session, "UPDATE a");
                    return CompletableFuture.completedFuture(NONE);
                }),
                future -> assertThatThrownBy(future::join).isNotNull()));
        run(database, "UPDATE b");
        noted();

        assertThat(lines).singleElement().asString().contains("UPDATE b");
    }

    @Test
    void whatFollowsFromAnotherFailureIsNotNotedByItself() {
        Database database = connected();
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();

        database.session(session -> {
            run(session, "UPDATE a");
            run(session, "UPDATE b");
            return CompletableFuture.completedFuture(NONE);
        });
        noted();

        assertThat(lines).singleElement().asString().contains("UPDATE a");
    }

    private static <T> WeakReference<CompletableFuture<T>> failed(
            CompletableFuture<T> future, Consumer<CompletableFuture<T>> then) {
        until("it has failed", future::isDone);
        then.accept(future);
        return new WeakReference<>(future);
    }

    /** Returns once something was logged. */
    private void noted() {
        until("it is noted", () -> {
            System.gc();
            return !lines.isEmpty();
        });
    }

    private static void forget(WeakReference<?> future) {
        until("it is garbage", () -> {
            System.gc();
            return future.get() == null;
        });
    }
}
