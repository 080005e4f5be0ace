package io.databased.testkit.engine;

import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.LogCapture;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A future that fails is not forgotten in silence. */
final class UnobservedFailureTest extends ScriptedTest {
    private static final UpdateResult NONE = new UpdateResult(0, List.of());
    private final LogCapture log = new LogCapture("io.databased");

    @AfterEach
    void stopListening() {
        log.close();
    }

    /** What this test's statements are logged with; statements of earlier tests may be garbage now. */
    private List<String> lines() {
        return log.lines().stream()
                .filter(line -> line.contains("nobody has asked") && line.contains("UPDATE forgotten_"))
                .toList();
    }

    @Test
    void failureThatNobodyAskedForIsNoted() {
        Database database = connected();
        backend.expect("UPDATE forgotten_a").thenFail(Kind.DATA, Effect.STATEMENT);

        run(database, "UPDATE forgotten_a");
        noted();

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("io.databased INFO nobody has asked")
                .contains("UPDATE forgotten_a", "ScriptedTest.java:");
    }

    @Test
    void failureThatNamesNoLineIsNotedWithIt() {
        Database database = connected();
        database.close();

        run(database, "UPDATE forgotten_a");
        until(
                "it is noted with its line",
                () -> { // what other tests have forgotten may be noted meanwhile
                    System.gc();
                    return log.lines().stream()
                            .anyMatch(line -> line.contains("NotConnectedException")
                                    && line.contains("; at ScriptedTest.run(ScriptedTest.java:"));
                });
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
                CompletableFuture::minimalCompletionStage,
                CompletableFuture::toCompletableFuture);
    }

    @ParameterizedTest
    @MethodSource("waysOfAsking")
    void whoAsksIsNotToldAgain(Consumer<CompletableFuture<UpdateResult>> asking) {
        Database database = connected();
        backend.expect("UPDATE forgotten_a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("UPDATE forgotten_b").thenFail(Kind.DATA, Effect.STATEMENT);

        forget(failed(run(database, "UPDATE forgotten_a"), asking));
        run(database, "UPDATE forgotten_b");
        noted();

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("UPDATE forgotten_b")
                .doesNotContain("UPDATE forgotten_a");
    }

    @Test
    void allOfBeforeTheFailureAsks() {
        Database database = connected();
        var step = backend.expect("UPDATE forgotten_a");
        backend.expect("UPDATE forgotten_b").thenFail(Kind.DATA, Effect.STATEMENT);

        WeakReference<?> asked =
                together(run(database, "UPDATE forgotten_a"), () -> step.thenFail(Kind.DATA, Effect.STATEMENT));
        forget(asked);
        run(database, "UPDATE forgotten_b");
        noted();

        assertThat(lines()).singleElement().asString().contains("UPDATE forgotten_b");
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
        backend.expect("BEGIN; UPDATE forgotten_a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        backend.expect("UPDATE forgotten_b").thenFail(Kind.DATA, Effect.STATEMENT);

        forget(failed(
                database.session(session -> {
                    run(session, "UPDATE forgotten_a");
                    return CompletableFuture.completedFuture(NONE);
                }),
                future -> assertThatThrownBy(future::join).isNotNull()));
        run(database, "UPDATE forgotten_b");
        noted();

        assertThat(lines()).singleElement().asString().contains("UPDATE forgotten_b");
    }

    @Test
    void whatFollowsFromAnotherFailureIsNotNotedByItself() {
        Database database = connected();
        backend.expect("BEGIN; UPDATE forgotten_a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();

        database.session(session -> {
            run(session, "UPDATE forgotten_a");
            run(session, "UPDATE forgotten_b");
            return CompletableFuture.completedFuture(NONE);
        });
        noted();

        assertThat(lines()).singleElement().asString().contains("UPDATE forgotten_a");
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
            return !lines().isEmpty();
        });
    }

    private static void forget(WeakReference<?> future) {
        until("it is garbage", () -> {
            System.gc();
            return future.get() == null;
        });
    }
}
