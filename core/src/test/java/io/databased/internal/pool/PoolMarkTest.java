package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one of those that share a connection has left on it is for nobody else. */
class PoolMarkTest extends PoolFixture {
    @Test
    @Tag("R22")
    @Tag("P15")
    void aMarkedShareIsResetOnceItIsDrained() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Share<Connection> first = share(pool);
        Share<Connection> second = share(pool);
        Connection connection = first.connection();
        connector.resets = Mode.HANG;
        connection.marked = true;

        first.connectionMarked();
        first.connectionMarked();
        first.release();
        assertThat(connector.beingReset).isEmpty();
        assertThat(pool.tryShare()).isNull();
        CompletableFuture<Lease<Connection>> waiting = pool.lease("next", SECONDS_30);
        second.release();
        assertThat(connector.beingReset).containsExactly(connection);
        assertThat(waiting).isNotDone();

        connector.answerReset(true);
        assertThat(waiting.join().connection()).isSameAs(connection);
        assertThat(pool.stats().turnover().created()).isOne();
    }

    @Test
    @Tag("R22")
    @Tag("R24")
    void oneThatCannotBeResetIsDestroyed() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Share<Connection> share = share(pool);
        Connection connection = share.connection();
        connector.resets = Mode.FAIL;

        share.connectionMarked();
        share.release();

        assertThat(connection.closed).isOne();
        assertThat(share(pool).connection()).isNotSameAs(connection);
    }
}
