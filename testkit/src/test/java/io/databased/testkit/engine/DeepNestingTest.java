package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.ScriptedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Child sessions may be nested to any depth, or as deep as the stack of who nests their work allows. */
@Tag("R10")
final class DeepNestingTest {
    private static final long LARGE_STACK = 64 << 20;

    private final Database database = DatabaseBuilder.of(
                    DatabaseUrl.parse("testkit:///deep"), ScriptedBackend.answering())
            .build();

    @BeforeEach
    void connect() {
        await(database.connect());
    }

    @AfterEach
    void nothingIsHeld() {
        LeakCheck.assertIdle(database);
        database.close();
    }

    private static CompletableFuture<Integer> nested(Session session, int levels) {
        return levels == 0
                ? session.execute("UPDATE a").thenApply(done -> 7)
                : session.transaction(child -> nested(child, levels - 1));
    }

    /** The children end where the answer is, on a stack of the usual size. */
    @Test
    void endsOfChildrenAreNotNested() throws InterruptedException {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread caller = new Thread(
                null,
                () -> database.session(session -> nested(session, 2_000))
                        .whenComplete((value, failure) -> ended.complete(failure == null ? value : -1)),
                "caller",
                LARGE_STACK);
        caller.setDaemon(true);
        caller.start();

        assertThat(await(ended)).isEqualTo(7);
    }

    private static CompletableFuture<Integer> endless(Session session) {
        return session.execute("UPDATE a").thenCompose(done -> session.transaction(DeepNestingTest::endlessly));
    }

    private static CompletableFuture<Integer> endlessly(Session session) {
        return session.transaction(DeepNestingTest::endlessly);
    }

    @Test
    @Tag("R5")
    void workThatNestsSessionsWithoutAnEndFailsAndIsUndone() {
        failure(database.session(DeepNestingTest::endless), StackOverflowError.class);
    }

    private static int endlessly(BlockingSession session) {
        session.execute("UPDATE a");
        return session.transaction((BlockingSession child) -> endlessly(child));
    }

    @Test
    @Tag("R5")
    void blockingWorkThatNestsSessionsWithoutAnEndFailsAndIsUndone() {
        Throwable failure =
                catchThrowable(() -> database.blocking().session((BlockingSession session) -> endlessly(session)));

        assertThat(failure).isInstanceOf(StackOverflowError.class);
    }

    @Test
    @Tag("R13")
    void sessionsThatAreNestedByHandEndWithTheOutermost() {
        Session outermost = await(database.session().open());
        List<Session> children = new ArrayList<>();
        for (Session parent = outermost; children.size() < 10_000; parent = children.get(children.size() - 1)) {
            children.add(await(parent.transaction().open()));
        }
        Session innermost = children.get(children.size() - 1);
        await(innermost.execute("UPDATE a"));

        await(outermost.cancel());

        assertThat(children).allSatisfy(child -> assertThat(child.status()).isEqualTo(SessionStatus.CANCELLED));
    }
}
