package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.AcquireTimeoutException;
import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that are shared by those that need one for a statement. */
final class PoolSharesTest extends PoolFixture {
    @Test
    @Tag("R21")
    void sharesGoToTheLeastLoadedAndThePoolGrowsBehindThem() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        Share<Connection> first = share(pool);
        Share<Connection> second = share(pool);
        Share<Connection> third = share(pool);

        assertThat(connector.created).hasSize(2);
        assertThat(second.connection()).as("joins the only one").isSameAs(first.connection());
        assertThat(third.connection()).as("goes to the one that grew").isNotSameAs(first.connection());
        assertThat(pool.stats().connections().sharesInFlight()).isEqualTo(3);
    }

    @Test
    void shareDoesNotQueueBehindOneThatIsSlowWhileThereIsAnother() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Share<Connection> slow = share(pool);
        share(pool).release(); // has the pool grow
        time.advance(Duration.ofMillis(200));

        List<Share<Connection>> quick = shares(pool, 3);

        assertThat(quick).noneMatch(share -> share.connection() == slow.connection());
    }

    @Test
    @Tag("R20")
    void shareWaitsForNoLongerThanItMayIfAllAreSlow() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        share(pool);
        time.advance(Duration.ofMillis(200));

        CompletableFuture<Share<Connection>> behind = pool.share(SECONDS_30);
        time.advance(SECONDS_30.minusMillis(1));
        assertThat(behind).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(catchThrowable(behind::join))
                .hasCauseInstanceOf(AcquireTimeoutException.class)
                .hasMessageContaining("statementTimeout");
    }

    @Test
    void sharesThatWaitTakeTheFirstConnectionThatAnswers() {
        Pool<Connection> pool = pool(defaults().maxSize(1).maxPipelined(8));
        List<Share<Connection>> slow = shares(pool, 3);
        time.advance(Duration.ofMillis(200));
        CompletableFuture<Share<Connection>> first = pool.share(SECONDS_30);
        CompletableFuture<Share<Connection>> second = pool.share(SECONDS_30);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        slow.get(0).release();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void shareThatWaitsForAnotherConnectionHearsThatNoneComes() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        share(pool);
        time.advance(Duration.ofMillis(200));
        connector.connects = Mode.FAIL;

        CompletableFuture<Share<Connection>> behind = pool.share(SECONDS_30);
        time.advance(SECONDS_30);

        assertThat(catchThrowable(behind::join)).hasMessageContaining("could not open another");
    }

    @Test
    @Tag("R21")
    void amongManyTheOneWithTheFewestIsChosen() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        List<Share<Connection>> shares = shares(pool, 9);
        assertThat(pool.stats().connections().shared()).isEqualTo(3);
        assertThat(pool.stats().acquisitions().total()).isEqualTo(9);

        for (Share<Connection> released : shares.subList(0, 3)) {
            Connection freed = released.connection();
            released.release();
            assertThat(share(pool).connection()).isSameAs(freed);
        }
    }

    @Test
    void askedForAtOnceOneIsGivenOrNone() {
        Pool<Connection> pool = pool(defaults().maxSize(1).maxPipelined(1));
        assertThat(pool.tryShare()).as("nothing is open").isNull();
        share(pool).release();

        Share<Connection> given = pool.tryShare();

        assertThat(given).isNotNull();
        assertThat(pool.tryShare()).as("no room").isNull();
        given.release();
    }

    /** It is promised to nobody then, and shares wait for nothing. */
    @Test
    @Tag("R21")
    @Tag("P3")
    void sharesJoinAConnectionAgainWhenTheLeaseThatItDrainedForGivesUp() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        share(pool);
        CompletableFuture<Lease<Connection>> lease = pool.lease("impatient", Duration.ofMillis(50));
        CompletableFuture<Share<Connection>> behind = pool.share(SECONDS_30);
        assertThat(behind).isNotDone();

        time.advance(Duration.ofMillis(50));

        assertThat(lease).isCompletedExceptionally();
        assertThat(behind).isCompleted();
        assertThat(events).contains("timed out after 50 ms");
    }

    @Test
    @Tag("R21")
    void noneIsReservedForALeaseThatWillHaveANewConnection() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Share<Connection> shared = share(pool);
        connector.connects = Mode.HANG;
        CompletableFuture<Lease<Connection>> lease = pool.lease("session", SECONDS_30);

        assertThat(pool.tryShare()).as("loses it nothing").isNotNull();
        connector.connects = Mode.FAIL;
        connector.failConnect();
        assertThat(pool.tryShare()).as("now it waits for this one").isNull();

        shared.release();
        assertThat(lease).isNotDone();
    }

    @Test
    @Tag("R21")
    void aReservedConnectionDrainsWhileOthersAreShared() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Share<Connection> a = share(pool);
        Share<Connection> sameAsA = share(pool);
        Share<Connection> b = share(pool);

        CompletableFuture<Lease<Connection>> lease = pool.lease("session", SECONDS_30);
        Share<Connection> joining = share(pool);

        assertThat(joining.connection()).as("not on the reserved one").isSameAs(a.connection());
        assertThat(lease).isNotDone();
        b.release();
        assertThat(lease).isCompletedWithValueMatching(granted -> granted.connection() == b.connection());
        List.of(a, sameAsA, joining).forEach(Share::release);
    }
}
