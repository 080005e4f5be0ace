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
