package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.AcquireTimeoutException;
import io.databased.Database;
import io.databased.DatabaseObserver;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.Session;
import io.databased.SessionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions share few connections. Not for force-rollback, where there is one connection and no pool to speak of. */
public interface PoolContract extends DatabaseContract {
    private PoolOptions.Builder oneConnection() {
        return PoolOptions.builder().maxSize(1);
    }

    @Test
    @Tag("B2")
    default void everySessionIsItsOwn(Database database) {
        Session first = database.session();
        Session second = database.session();

        assertThat(second).isNotSameAs(first);
        assertThat(second.name()).isNotEqualTo(first.name());
        assertThat(List.of(first.parent(), second.parent())).allMatch(parent -> parent.isEmpty());
    }

    @Test
    @Tag("R6")
    default void sessionWithoutStatementsTakesNoConnection() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());

            String value = await(database.session(session -> CompletableFuture.completedFuture("free")));

            assertThat(value).isEqualTo("free");
            await(holder.close());
        }
    }

    @Test
    @Tag("R6")
    default void openTakesAndCloseGivesBackConnection(Database database) {
        Session session = await(database.session().open());
        assertThat(database.stats().connections().leased()).isEqualTo(1);

        await(session.close());

        LeakCheck.assertIdle(database);
    }

    @Test
    @Tag("R21")
    default void neverOpensMoreThanTheMaximum() {
        try (Database database =
                open(underTest().pool(PoolOptions.builder().maxSize(3).build()))) {
            List<CompletableFuture<?>> sessions = new ArrayList<>();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 50; i++) {
                String title = "movie " + i;
                sessions.add(database.session(session -> insert(session, title).thenApply(inserted -> {
                    sizes.add(database.stats().connections().leased());
                    return inserted;
                })));
            }
            sessions.forEach(Futures::await);

            assertThat(sizes).hasSize(50).allMatch(leased -> leased <= 3);
        }
    }

    @Test
    @Tag("R21")
    @Tag("P18")
    default void servesWaitersInTheOrderTheyCame() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());
            List<Integer> served = new CopyOnWriteArrayList<>();
            List<CompletableFuture<?>> waiters = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                Session waiter = database.session();
                waiters.add(waiter.open().thenCompose(open -> {
                    served.add(number);
                    return waiter.close();
                }));
            }

            await(holder.close());
            waiters.forEach(Futures::await);

            assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    @Tag("R20")
    @Tag("R25")
    @Tag("P1")
    @Tag("P16")
    default void exhaustedPoolFailsAtTheDeadlineAndNamesTheHolder() {
        PoolOptions pool =
                oneConnection().acquireTimeout(Duration.ofMillis(100)).build();
        try (Database database = open(underTest().pool(pool))) {
            Session holder =
                    await(database.session(SessionOptions.named("ripley")).open());

            AcquireTimeoutException failure = failure(database.session().open(), AcquireTimeoutException.class);

            assertThat(failure.reason()).isEqualTo(AcquireTimeoutException.Reason.EXHAUSTED);
            assertThat(failure).hasMessageContaining("ripley").hasMessageContaining("PoolContract.java");
            assertThat(database.stats().waiting()).isZero();
            await(holder.close());
            LeakCheck.assertIdle(database); // or it may have to be waited for, and for no longer than above
            // On the holder's connection: one for readers, as SQLite has them, is not open yet, which may take longer
            // than that.
            List<String> seen = await(database.session(session -> CompletableFuture.completedFuture(titles(session))));
            assertThat(seen).isEmpty();
        }
    }

    @Test
    @Tag("R20")
    default void sessionMayWaitForLessThanThePoolSays() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());
            SessionOptions hasty = SessionOptions.named("hasty").withAcquireTimeout(Duration.ofMillis(50));

            AcquireTimeoutException byHand = failure(database.session(hasty).open(), AcquireTimeoutException.class);
            AcquireTimeoutException inScope = failure(
                    database.session(hasty, session -> session.fetchAll("SELECT title FROM movies")),
                    AcquireTimeoutException.class);

            assertThat(byHand.timeout()).isEqualTo(Duration.ofMillis(50));
            assertThat(inScope.timeout()).isEqualTo(Duration.ofMillis(50));
            assertThat(database.stats().waiting()).isZero();
            await(holder.close());
            assertThat(titles(database)).isEmpty();
        }
    }

    /** So that nobody waits for one to be opened, where those that read have connections of their own. */
    private static void openReaders(Database database) {
        database.resizePool(1, 1);
        Futures.until(
                "there is one to read on",
                () -> database.stats(PoolStats.Role.REPLICA)
                        .map(readers -> readers.connections().idle() == 1)
                        .orElse(true));
    }

    /** Those that have come at once may share its connection; who comes later does not. */
    @Test
    @Tag("R20")
    default void oneShotWaitsNoLongerThanItMayBehindOneThatIsSlow() {
        PoolOptions pool =
                oneConnection().acquireTimeout(Duration.ofMillis(100)).build();
        try (Database database = open(underTest().pool(pool))) {
            openReaders(database);
            CompletableFuture<?> slow = database.fetchAll(slowQuery());
            List<CompletableFuture<?>> behind = new ArrayList<>();
            Futures.until("one that waits is refused", () -> {
                behind.add(database.fetchAll("SELECT title FROM movies"));
                return behind.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
            });

            assertThat(slow).as("the one that is slow").isNotDone();
            slow.cancel(true);

            for (CompletableFuture<?> each : behind) {
                Throwable failure = await(each.handle((rows, why) -> why));
                assertThat(failure == null || failure instanceof AcquireTimeoutException)
                        .as("%s", failure)
                        .isTrue();
            }
        }
    }

    @Test
    @Tag("R19")
    @Tag("P2")
    default void cancelledWaiterLeavesTheQueue() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());
            CompletableFuture<Session> cancelled = database.session().open();
            CompletableFuture<Session> next = database.session().open();

            cancelled.cancel(true);
            Futures.until("one waiter is left", () -> database.stats().waiting() == 1);
            await(holder.close());

            await(await(next).close());
            LeakCheck.assertIdle(database);
        }
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    default void waitersFailAtOnceWhenDisconnecting() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());
            CompletableFuture<Session> waiter = database.session().open();
            assertThat(waiter).isNotDone();

            CompletableFuture<Void> disconnected = database.disconnect();

            failure(waiter, NotConnectedException.class);
            await(holder.close());
            await(disconnected);
        }
    }

    @Test
    @Tag("R22")
    @Tag("P15")
    default void nextBorrowerSeesNothingOfTheOneBefore() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session careless = await(database.session().open());
            await(insert(careless, "Alien"));
            failure(insert(careless, "Alien"), RuntimeException.class);
            await(careless.close());

            List<String> seen =
                    await(database.session(session -> insert(session, "Alien").thenApply(i -> titles(session))));
            assertThat(seen).containsExactly("Alien");
        }
    }

    @Test
    @Tag("R24")
    default void connectionOfCancelledStatementHarmsNobody() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            for (int i = 0; i < 3; i++) {
                CompletableFuture<?> slow = database.session(session -> session.fetchAll(slowQuery()));
                slow.cancel(true);
                String title = "movie " + i;
                await(database.session(session -> insert(session, title)));
            }

            assertThat(titles(database)).hasSize(3);
        }
    }

    /** In force-rollback, sessions that come inside one that fails are undone with it. */
    @Test
    @Tag("R5")
    default void sessionsAreAllOrNothingUnderContention(Database database) {
        List<CompletableFuture<?>> sessions = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            String first = "movie " + i;
            String second = i % 2 == 0 ? first : "sequel " + i;
            sessions.add(database.session(session -> insert(session, first).thenCompose(j -> insert(session, second)))
                    .handle((inserted, failure) -> failure == null));
        }
        sessions.forEach(Futures::await);

        assertThat(titles(database)).hasSize(80).allMatch(title -> title.matches(".* \\d*[13579]"));
    }

    @Test
    @Tag("R25")
    default void statisticsCountWhatHappened(Database database) {
        long before = database.stats().acquisitions().total();

        await(database.session(session -> insert(session, "Alien")));

        assertThat(database.stats().acquisitions().total()).isGreaterThan(before);
        assertThat(database.stats().connections().size()).isPositive();
        assertThat(database.stats().maxSize()).isPositive();
    }

    @Test
    @Tag("R26")
    @Tag("P17")
    @Tag("N18")
    default void lostSessionIsReclaimedAndReportedWithItsLine() {
        List<String> lost = new CopyOnWriteArrayList<>();
        DatabaseObserver observer = new DatabaseObserver() {
            @Override
            public void pool(PoolEvent event) {
                if (event instanceof PoolEvent.SessionLost session) {
                    lost.add(session.session() + " " + session.openedAt());
                }
            }
        };
        try (Database database = open(underTest().pool(oneConnection().build()).observer(observer))) {
            forget(database);

            Futures.until("the session is reported", () -> {
                System.gc();
                return !lost.isEmpty();
            });

            assertThat(lost).singleElement().asString().contains("forgotten").contains("PoolContract.java");
            assertThat(titles(database)).isEmpty();
        }
    }

    private void forget(Database database) {
        await(insert(await(database.session(SessionOptions.named("forgotten")).open()), "Alien"));
    }

    /** Where one connection does not write alone, as that of SQLite does. */
    @Test
    @Tag("P13")
    default void largerPoolServesThoseThatWait() {
        try (Database database = open(underTest().pool(oneConnection().build()))) {
            Session holder = await(database.session().open());
            CompletableFuture<Session> waiter = database.session().open();

            database.resizePool(0, 2);

            if (database.stats(PoolStats.Role.PRIMARY).orElseThrow().maxSize() == 2) {
                await(await(waiter).close());
                await(holder.close());
                database.resizePool(0, 1);
                LeakCheck.assertIdle(database);
                assertThat(database.stats(PoolStats.Role.PRIMARY)
                                .orElseThrow()
                                .connections()
                                .size())
                        .isEqualTo(1);
            } else {
                await(holder.close());
                await(await(waiter).close());
            }
        }
    }

    @Test
    @Tag("P13")
    default void sizesThatMakeNoSenseAreRefused(Database database) {
        PoolStats before = database.stats();

        assertThatThrownBy(() -> database.resizePool(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 0 and 0");
        assertThatThrownBy(() -> database.resizePool(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.resizePool(3, 2)).isInstanceOf(IllegalArgumentException.class);

        assertThat(database.stats().minSize()).isEqualTo(before.minSize());
        assertThat(database.stats().maxSize()).isEqualTo(before.maxSize());
    }

    /** What is under way on them goes on; databases that live in their connection keep it. */
    @Test
    default void evictedConnectionsAreReplaced(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "before"));
        try {
            database.evictConnections();
        } catch (IllegalStateException holdsData) {
            assertThat(holdsData).hasMessageContaining("hold its data");
            assertThat(database.stats().turnover().destroyed(PoolStats.Retirement.EVICTED))
                    .isZero();
            await(session.close());
            return;
        }

        await(insert(session, "after"));
        await(session.commit());
        await(session.close());

        assertThat(titles(database)).containsExactly("before", "after");
        LeakCheck.assertIdle(database);
        assertThat(database.stats().turnover().destroyed(PoolStats.Retirement.EVICTED))
                .isPositive();
    }
}
