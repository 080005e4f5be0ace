package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attempts to connect that are not answered. */
final class HangingConnectTest extends PoolFixture {
    /** The server has let somebody in at once, and does not answer any more. */
    private Pool<Connection> connectedBefore(int size) {
        Pool<Connection> pool = pool(defaults().maxSize(size).loginTimeout(Duration.ofSeconds(5)));
        lease(pool, "earlier").destroy("lost");
        connector.connects = Mode.HANG;
        return pool;
    }

    /** They were begun while the server was away, and may hang until their deadline. */
    @Test
    @Tag("R20")
    @Tag("P22")
    void attemptsThatHangDoNotKeepOneFromConnectingOnceTheServerIsBack() {
        Pool<Connection> pool = connectedBefore(2);
        connector.stopsConnecting = true;
        CompletableFuture<Lease<Connection>> first = pool.lease("first", SECONDS_30);
        CompletableFuture<Lease<Connection>> second = pool.lease("second", SECONDS_30);
        time.advance(Duration.ofSeconds(2));
        assertThat(connector.attempts)
                .as("two that hang, and one at a time beside them")
                .isEqualTo(1 + 2 + 5);
        assertThat(connector.givenUp.stream().filter(CompletableFuture::isDone)).hasSize(4);
        connector.connects = Mode.SUCCEED;

        time.advance(Duration.ofMillis(500));

        assertThat(first).isCompleted();
        assertThat(second).as("in the place of one that hangs").isCompleted();
        assertThat(connector.hangingConnects).allMatch(CompletableFuture::isDone);
        assertThat(pool.stats().connections().size()).isEqualTo(2);
    }

    /** The network is back, and the server is not. */
    @Test
    @Tag("R20")
    @Tag("P22")
    void refusedAttemptsBesideThoseThatHangAreSpaced() {
        Pool<Connection> pool = connectedBefore(2);
        pool.lease("first", SECONDS_30);
        pool.lease("second", SECONDS_30);
        connector.connects = Mode.FAIL;

        time.advance(Duration.ofSeconds(2));

        assertThat(connector.attempts).isEqualTo(1 + 2 + 5);
    }

    @Test
    @Tag("R20")
    @Tag("P22")
    void driverThatCannotStopConnectingDoesSoOnceMoreAtMost() {
        Pool<Connection> pool = connectedBefore(1);
        CompletableFuture<Lease<Connection>> waiter = pool.lease("patient", SECONDS_30);
        time.advance(Duration.ofSeconds(2));

        connector.answerConnect();

        assertThat(waiter).isCompleted();
        assertThat(pool.stats().connections().size()).isOne();
        time.advance(Duration.ofSeconds(1));
        assertThat(connector.attempts).isEqualTo(1 + 1 + 1);
    }

    /** Nobody knows at first how long it takes to be let in. */
    @Test
    @Tag("P22")
    void serverThatIsSlowToLetAnybodyInIsNotAskedAnew() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults().maxSize(1).loginTimeout(Duration.ofSeconds(30)));
        CompletableFuture<Lease<Connection>> first = pool.lease("first", SECONDS_30);
        time.advance(Duration.ofSeconds(2));
        connector.answerConnect();
        first.join().destroy("lost");
        CompletableFuture<Lease<Connection>> second = pool.lease("second", SECONDS_30);

        time.advance(Duration.ofSeconds(6).minusNanos(1));
        assertThat(connector.attempts).isEqualTo(2);
        time.advance(Duration.ofNanos(1));

        assertThat(connector.attempts).as("three times as long").isEqualTo(3);
        assertThat(second).isNotDone();
    }

    /** It has hung since before the server was back. */
    @Test
    @Tag("P22")
    void oneThatWasLetInLateIsNoMeasure() {
        Pool<Connection> pool = connectedBefore(1);
        connector.stopsConnecting = true;
        CompletableFuture<Lease<Connection>> late = pool.lease("late", SECONDS_30);
        time.advance(Duration.ofSeconds(4));
        connector.answerConnect();
        late.join().destroy("lost");
        int before = connector.attempts;
        pool.lease("next", SECONDS_30);

        time.advance(Duration.ofMillis(400));

        assertThat(connector.attempts).isEqualTo(before + 1);
    }

    /** They were begun before the server was back, and who waited has what was let in. */
    @Test
    @Tag("P6")
    void attemptsThatFailBehindOneThatWasLetInDoNotKeepThePoolFromFilling() {
        Pool<Connection> pool = pool(defaults().minSize(3).maxSize(3));
        pool.start();
        connector.connects = Mode.HANG;
        pool.evict();
        connector.connects = Mode.SUCCEED;
        connector.answerConnect();
        connector.failConnect();
        connector.failConnect();

        time.advance(Duration.ofMillis(100));

        assertThat(pool.stats().connections().size()).isEqualTo(3);
    }
}
