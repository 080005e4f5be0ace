package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.PoolStats;
import io.databased.PoolStats.Retirement;
import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long connections stay, and each setting that says so. */
@Tag("R25")
class PoolLifetimeTest extends PoolFixture {
    @Test
    @Tag("P7")
    void retiresWhatIsOldButNeverInUse() {
        Pool<Connection> pool =
                pool(defaults().maxLifetime(Duration.ofMinutes(30)).idleTimeout(Duration.ofHours(1)));
        Lease<Connection> lease = lease(pool, "long");
        Connection connection = lease.connection();
        time.advance(Duration.ofMinutes(40));
        assertThat(connection.closed).isZero();

        lease.release();

        assertThat(connection.closed).isOne();
        assertThat(pool.stats().turnover().destroyed(Retirement.LIFETIME)).isOne();
    }

    @Test
    @Tag("P7")
    void lifetimesAreJittered() {
        random = 1;
        Pool<Connection> pool = pool(defaults()
                .maxLifetime(Duration.ofMinutes(30))
                .lifetimeJitter(0.2)
                .idleTimeout(Duration.ofHours(1)));
        Lease<Connection> early = lease(pool, "early");
        random = 0;
        Lease<Connection> late = lease(pool, "late");
        early.release();
        late.release();

        time.advance(Duration.ofMinutes(24));
        assertThat(connector.open()).isOne();
        time.advance(Duration.ofMinutes(6));
        assertThat(connector.open()).isZero();
    }

    @Test
    void closesTheIdleDownToTheMinimum() {
        Pool<Connection> pool = pool(defaults().minSize(1).maxSize(3).idleTimeout(Duration.ofMinutes(10)));
        List<Lease<Connection>> leases = List.of(lease(pool, 1), lease(pool, 2), lease(pool, 3));
        leases.forEach(Lease::release);

        time.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(connector.open()).isEqualTo(3);
        time.advance(Duration.ofNanos(1));

        assertThat(connector.open()).isOne();
        assertThat(pool.stats().turnover().destroyed(Retirement.IDLE)).isEqualTo(2);
    }

    @Test
    void keepsTheMinimumInTheBackground() {
        Pool<Connection> pool = pool(defaults().minSize(2).maxSize(3));
        pool.start();
        assertThat(connector.open()).isEqualTo(2);

        lease(pool, "dirty").destroy("dirty");

        assertThat(connector.open()).isEqualTo(2);
    }

    @Test
    void theMinimumIsTriedAtLeisureWhileNobodyWaits() {
        Pool<Connection> pool = pool(defaults().minSize(1));
        pool.start();
        connector.connects = Mode.FAIL;
        pool.evict();

        time.advance(Duration.ofMinutes(1));

        assertThat(connector.attempts).as("first soon, then every five seconds").isBetween(15, 25);
        connector.connects = Mode.SUCCEED;
        time.advance(Duration.ofSeconds(5));
        assertThat(pool.stats().connections().idle()).isOne();
    }

    /** A machine that is busy may let one attempt fail, and nobody waits for another. */
    @Test
    @Tag("P6")
    void theMinimumIsThereSoonAfterAFailure() {
        Pool<Connection> pool = pool(defaults().minSize(3).maxSize(3));
        pool.start();
        connector.connects = Mode.FAIL;
        pool.evict();
        connector.connects = Mode.SUCCEED;

        time.advance(Duration.ofMillis(100));

        assertThat(pool.stats().connections().idle()).isEqualTo(3);
    }

    @Test
    void theLastUsedIsUsedNext() {
        Pool<Connection> pool = pool(defaults());
        Lease<Connection> first = lease(pool, 1);
        Lease<Connection> second = lease(pool, 2);
        Connection last = first.connection();
        second.release();
        first.release();

        assertThat(lease(pool, 3).connection()).isSameAs(last);
    }

    @Test
    void evictsTheIdleAtOnceAndTheOthersWhenTheyComeBack() {
        Pool<Connection> pool = pool(defaults());
        Lease<Connection> busy = lease(pool, 1);
        Connection leased = busy.connection();
        Share<Connection> shared = pool.share(SECONDS_30).join();
        lease(pool, 2).release();

        pool.evict();

        assertThat(connector.open()).isEqualTo(2);
        Share<Connection> next = pool.share(SECONDS_30).join();
        assertThat(next.connection()).isNotSameAs(shared.connection());
        busy.release();
        shared.release();
        assertThat(leased.closed).isOne();
        assertThat(shared.connection().closed).isOne();
        assertThat(pool.stats().turnover().destroyed(Retirement.EVICTED)).isEqualTo(3);
        next.release();
        assertThat(connector.open()).isOne();
    }

    @Test
    @Tag("P13")
    void growsForThoseThatWaitWhenItIsResized() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        lease(pool, 1);
        CompletableFuture<Lease<Connection>> waiter = pool.lease(2, SECONDS_30);
        assertThat(waiter).isNotDone();

        pool.resize(0, 2);

        assertThat(waiter).isCompleted();
        assertThat(pool.stats().maxSize()).isEqualTo(2);
    }

    @Test
    @Tag("P13")
    void shrinksAsConnectionsComeBack() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        List<Lease<Connection>> leases = List.of(lease(pool, 1), lease(pool, 2), lease(pool, 3));
        leases.get(0).release();

        pool.resize(0, 1);
        assertThat(connector.open()).isEqualTo(2);
        leases.get(1).release();
        leases.get(2).release();

        assertThat(connector.open()).isOne();
        assertThat(pool.stats().turnover().destroyed(Retirement.EXCESS)).isEqualTo(2);
    }

    @Test
    void aShareWaitsWhenAllConnectionsBearWhatTheyMay() {
        Pool<Connection> pool = pool(defaults().maxSize(1).maxPipelined(2));
        Share<Connection> first = share(pool);
        share(pool);
        assertThat(pool.tryShare()).isNull();
        CompletableFuture<Share<Connection>> third = pool.share(SECONDS_30);
        assertThat(third).isNotDone();

        first.release();

        assertThat(third).isCompleted();
    }

    @Test
    void aConnectionMayBearLessThanTheSettingAllows() {
        connector.capacity = 1;
        Pool<Connection> pool = pool(defaults().maxSize(1));
        share(pool);

        assertThat(pool.tryShare()).isNull();
    }

    @Test
    @Tag("P11")
    void aSlowCloseIsReportedAfterItsTimeout() {
        connector.closes = Mode.HANG;
        Pool<Connection> pool = pool(defaults().closeTimeout(Duration.ofSeconds(2)));
        lease(pool, 1).destroy("rollback failed");
        assertThat(events).containsExactly("created in 0 ms", "destroyed: BROKEN rollback failed");

        time.advance(Duration.ofSeconds(2));

        assertThat(events).contains("close failed: Closing a connection was not answered within 2 s");
    }

    @Test
    @Tag("R26")
    @Tag("P17")
    void warnsOnceOfALeaseHeldForLong() {
        Pool<Connection> pool = pool(defaults().leakThreshold(Duration.ofSeconds(20)));
        Lease<Connection> lease = lease(pool, "session 'import'");
        lease(pool, "quick").release();
        events.clear();

        time.advance(Duration.ofMinutes(1));
        lease.release();

        assertThat(events).containsExactly("leaked: session 'import' for 20 s");
    }

    @Test
    void warnsOfNoLeaseUnlessAsked() {
        lease(pool(defaults()), "long");
        time.advance(Duration.ofHours(1));
        assertThat(events).containsExactly("created in 0 ms");
    }

    @Test
    void countsWhatHappens() {
        Pool<Connection> pool = pool(defaults().minSize(1).maxSize(2));
        Lease<Connection> first = lease(pool, 1);
        lease(pool, 2);
        CompletableFuture<Lease<Connection>> waiter = pool.lease(3, SECONDS_30);
        time.advance(Duration.ofSeconds(3));
        assertThat(pool.stats().waiting()).isOne();
        first.release();

        assertThat(waiter).isCompleted();
        PoolStats stats = pool.stats();
        assertThat(stats.minSize()).isOne();
        assertThat(stats.maxSize()).isEqualTo(2);
        assertThat(stats.connections()).isEqualTo(new PoolStats.Connections(2, 0, 2, 0, 0, 0));
        assertThat(stats.acquisitions().total()).isEqualTo(3);
        assertThat(stats.acquisitions().waited()).isEqualTo(Duration.ofSeconds(3));
        assertThat(stats.acquisitions().longestWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(stats.turnover().created()).isEqualTo(2);
        assertThat(stats.plus(stats).acquisitions().total()).isEqualTo(6);
        assertThat(stats.plus(stats).maxSize()).isEqualTo(4);
    }
}
