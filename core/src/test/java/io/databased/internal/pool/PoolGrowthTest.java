package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When connections are opened, and how many: for those that wait, and for shares that had to join others. */
@Tag("R21")
final class PoolGrowthTest extends PoolFixture {
    @Test
    void opensOneForEachShareThatHadToJoinOthersButNoMoreThanFourAtOnce() {
        Pool<Connection> pool = pool(defaults().maxSize(10));
        share(pool);
        connector.connects = Mode.HANG;

        share(pool);
        assertThat(connector.hangingConnects).hasSize(1);
        share(pool);
        assertThat(connector.hangingConnects).hasSize(2);
        shares(pool, 10);

        assertThat(connector.hangingConnects).hasSize(4);
    }

    @Test
    void opensNoMoreThanThereMayBeForShares() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        share(pool);
        connector.connects = Mode.HANG;

        shares(pool, 10);

        assertThat(connector.hangingConnects).hasSize(2);
    }

    /** A server that refuses is not asked by every share. */
    @Test
    @Tag("P6")
    void growsWithPausesWhileTheServerRefuses() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        Share<Connection> answered = share(pool);
        connector.connects = Mode.FAIL;

        shares(pool, 50);
        assertThat(connector.attempts).isEqualTo(1 + 1);
        time.advance(Duration.ofSeconds(1));
        answered.release(); // it is not stuck
        shares(pool, 50);

        assertThat(connector.attempts).isEqualTo(1 + 2);
    }

    @Test
    @Tag("P9")
    void checksConnectionsThatWereIdleForLongInsteadOfOpeningOthers() {
        Pool<Connection> pool = pool(defaults().maxSize(10).validateAfterIdle(Duration.ofSeconds(1)));
        Lease<Connection> first = lease(pool, "first");
        Lease<Connection> second = lease(pool, "second");
        Lease<Connection> third = lease(pool, "third");
        Connection fresh = third.connection();
        first.release();
        second.release();
        time.advance(Duration.ofSeconds(2));
        third.release();
        connector.validates = Mode.HANG;

        List<Share<Connection>> shares = shares(pool, 2);
        assertThat(shares).allSatisfy(share -> assertThat(share.connection()).isSameAs(fresh));
        assertThat(connector.validated).as("for the one that had to join").hasSize(1);
        share(pool);

        assertThat(connector.validated).hasSize(2);
        assertThat(connector.attempts).isEqualTo(3);
    }

    /** One of them may hang, and the others do not wait for that. */
    @Test
    @Tag("P6")
    @Tag("P22")
    void attemptsForThoseWhoWaitFollowEachOtherAfterAFailure() {
        connector.connects = Mode.FAIL;
        Pool<Connection> pool = pool(defaults().maxSize(3).loginTimeout(Duration.ofSeconds(30)));
        CompletableFuture<Lease<Connection>> first = pool.lease("first", SECONDS_30);
        assertThat(connector.attempts).isOne();
        connector.connects = Mode.HANG;
        CompletableFuture<Lease<Connection>> second = pool.lease("second", SECONDS_30);
        CompletableFuture<Lease<Connection>> third = pool.lease("third", SECONDS_30);

        time.advance(Duration.ofSeconds(1));

        assertThat(connector.hangingConnects).hasSize(3);
        connector.hangingConnects.forEach(attempt -> attempt.complete(connector.newConnection()));
        assertThat(List.of(first, second, third))
                .allSatisfy(lease -> assertThat(lease).isCompleted());
    }

    @Test
    @Tag("P10")
    void tellsOfFailuresAndOfTheirEnd() {
        connector.connects = Mode.FAIL;
        random = 0; // attempts after 0, 5, 15, 35 and 75 ms
        Pool<Connection> pool = pool(defaults().maxSize(1));
        pool.lease("patient", SECONDS_30);
        time.advance(Duration.ofMillis(60));
        connector.connects = Mode.HANG;
        time.advance(Duration.ofMillis(147));

        connector.answerConnect();

        assertThat(events)
                .containsExactly(
                        "could not create: refused, 1 in a row",
                        "could not create: refused, 2 in a row",
                        "could not create: refused, 3 in a row",
                        "could not create: refused, 4 in a row",
                        "created in 132 ms",
                        "recovered after 4 failures, 207 ms");
    }

    @Test
    @Tag("P9")
    void opensNoOtherForAWaiterWhileOneIsChecked() {
        Pool<Connection> pool = pool(defaults().maxSize(3).validateAfterIdle(Duration.ofSeconds(1)));
        lease(pool, "before").release();
        time.advance(Duration.ofSeconds(2));
        connector.validates = Mode.HANG;

        pool.lease("first", SECONDS_30);
        assertThat(connector.attempts).isOne();
        connector.connects = Mode.HANG;
        pool.lease("second", SECONDS_30);

        assertThat(connector.attempts).as("one is checked for the first").isEqualTo(2);
    }

    /** They arrive although there is no place for them any more. */
    @Test
    @Tag("P13")
    void connectionsThatWereBeingOpenedGoIfTheMaximumIsSmallerByThen() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults().maxSize(2));
        pool.lease("first", SECONDS_30);
        pool.lease("second", SECONDS_30);

        pool.resize(0, 1);
        connector.answerConnect();
        connector.answerConnect();

        assertThat(connector.open()).isOne();
        assertThat(pool.stats().connections().leased()).isOne();
    }

    @Test
    @Tag("P13")
    void sharedConnectionsBeyondASmallerMaximumGoOnceTheirSharesHaveEnded() {
        Pool<Connection> pool = pool(defaults().maxSize(3));
        List<Share<Connection>> shares = shares(pool, 4);
        assertThat(connector.open()).isEqualTo(3);

        pool.resize(0, 2);
        pool.resize(0, 1);
        pool.resize(0, 1);

        List<Share<Connection>> later = shares(pool, 5);
        assertThat(later.stream().map(Share::connection).distinct()).hasSize(1);
        shares.forEach(Share::release);
        assertThat(connector.open()).isOne();
        later.forEach(Share::release);
        assertThat(connector.open()).isOne();
    }

    /** One that is idle goes at once; then those in use need not. */
    @Test
    @Tag("P13")
    void aSmallerMaximumIsMadeOfIdleConnectionsFirst() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        Lease<Connection> idle = lease(pool, "a");
        Share<Connection> used = share(pool);
        idle.release();

        pool.resize(0, 1);

        assertThat(connector.open()).isOne();
        used.release();
        assertThat(connector.open()).isOne();
        assertThat(pool.stats().connections().idle()).isOne();
    }
}
