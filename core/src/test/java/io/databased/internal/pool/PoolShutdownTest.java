package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a pool ends. */
class PoolShutdownTest extends PoolFixture {
    @Test
    @Tag("R4")
    @Tag("P12")
    void shutdownRefusesAtOnceAndLetsTheBorrowedFinish() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Lease<Connection> busy = lease(pool, "busy");
        Lease<Connection> other = lease(pool, "other");
        CompletableFuture<Lease<Connection>> waiter = pool.lease("late", SECONDS_30);

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));

        assertThat(failureOf(waiter, IllegalStateException.class)).hasMessage("closed");
        assertThat(failureOf(pool.lease("later", SECONDS_30), IllegalStateException.class))
                .hasMessage("closed");
        assertThat(pool.tryShare()).isNull();
        assertThat(pool.shutdown(Duration.ZERO)).isSameAs(over);
        busy.release();
        assertThat(busy).satisfies(ended -> assertThatThrownBy(ended::connection));
        assertThat(over).isNotDone();
        other.release();
        assertThat(over).isCompleted();
        assertThat(connector.open()).isZero();
    }

    @Test
    @Tag("R4")
    @Tag("R20")
    @Tag("P12")
    void shutdownRevokesAfterTheGraceAndIsBoundedWhateverCloses() {
        Pool<Connection> pool = pool(defaults().closeTimeout(Duration.ofSeconds(5)));
        Lease<Connection> stuck = lease(pool, "stuck");
        Connection connection = stuck.connection();
        AtomicBoolean revokedBeforeClose = new AtomicBoolean();
        stuck.onRevoke(() -> revokedBeforeClose.set(connection.closed == 0));
        connector.closes = Mode.HANG;

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));
        time.advance(Duration.ofMillis(9_999));
        assertThat(connection.closed).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(revokedBeforeClose).isTrue();
        assertThat(connection.closed).isOne();
        assertThatThrownBy(stuck::connection).isInstanceOf(IllegalStateException.class);
        stuck.release();
        time.advance(Duration.ofSeconds(5));

        assertThat(over).isCompleted();
        AtomicBoolean late = new AtomicBoolean();
        stuck.onRevoke(() -> late.set(true));
        assertThat(late).isTrue();
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    void tellsWhoIsWaitedForAndWhoIsCutOff() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        lease(pool, "import");
        share(pool);
        share(pool);
        events.clear();

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));
        time.advance(Duration.ofSeconds(10));

        String outside = "a statement outside of sessions";
        assertThat(over).isCompleted();
        assertThat(events)
                .containsExactlyInAnyOrder(
                        "shutdown waits 10 s for [import, " + outside + ", " + outside + "]",
                        "revoked: [import, " + outside + ", " + outside + "]",
                        "destroyed: SHUTDOWN still in use when the grace was over",
                        "destroyed: SHUTDOWN still in use when the grace was over");
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    void leavesNothingBehindThatIsStillToCome() {
        Pool<Connection> pool = pool(defaults().maxSize(3).minSize(1).leakThreshold(Duration.ofMinutes(1)));
        pool.start();
        Lease<Connection> busy = lease(pool, "busy");
        lease(pool, "idle").release();
        events.clear();

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));
        time.advance(Duration.ofMillis(1));
        busy.release();

        assertThat(over).isCompleted();
        assertThat(time.scheduled()).isZero();
        assertThat(events).containsExactly("destroyed: SHUTDOWN ", "destroyed: SHUTDOWN ");
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    void cutsAtOnceWithoutGrace() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Lease<Connection> busy = lease(pool, "busy");
        Connection connection = busy.connection();

        CompletableFuture<Void> over = pool.shutdown(Duration.ZERO);

        assertThat(over).isCompleted();
        assertThat(connection.closed).isOne();
        assertThat(time.scheduled()).isZero();
    }

    /** It drains for a session, which is refused. */
    @Test
    @Tag("R4")
    void aReservedConnectionIsClosedOnceItIsDrained() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Share<Connection> share = share(pool);
        CompletableFuture<Lease<Connection>> lease = pool.lease("session", SECONDS_30);

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));

        assertThat(lease).isCompletedExceptionally();
        assertThat(over).isNotDone();
        share.release();
        assertThat(over).isCompleted();
        assertThat(connector.open()).isZero();
    }

    @Test
    @Tag("R4")
    void shutdownWaitsForConnectionThatIsBeingOpened() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults());
        pool.lease("left", Duration.ofSeconds(30));
        connector.closes = Mode.HANG;

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));

        assertThat(over).isNotDone();
        connector.answerConnect();
        assertThat(over).isNotDone();
        time.advance(Duration.ofSeconds(5)); // which closing may take
        assertThat(over).isCompleted();
    }

    @Test
    @Tag("R4")
    @Tag("R20")
    @Tag("P12")
    void shutdownWaitsOneSecondForConnectionThatDoesNotOpen() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults());
        pool.lease("left", Duration.ofSeconds(30));

        CompletableFuture<Void> over = pool.shutdown(Duration.ofSeconds(10));

        assertThat(connector.givenUp.get(0)).isDone();
        time.advance(Duration.ofMillis(999));
        assertThat(over).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(over).isCompleted();
        assertThat(connector.answerConnect().closed).isOne();
    }
}
