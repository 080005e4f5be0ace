package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.AcquireTimeoutException;
import io.databased.AcquireTimeoutException.Reason;
import io.databased.PoolStats.Retirement;
import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import io.databased.internal.pool.ScriptedConnector.WrongPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pool promises, rule by rule, in virtual time. */
class PoolTest extends PoolFixture {
    @Test
    @Tag("R20")
    @Tag("R21")
    @Tag("P1")
    void tellsAnExhaustedPoolAndWhoHoldsIt() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        lease(pool, "session 'import'");
        time.advance(Duration.ofSeconds(11));

        CompletableFuture<Lease<Connection>> waiter = pool.lease("late", SECONDS_30);
        time.advance(SECONDS_30);

        AcquireTimeoutException failure = failureOf(waiter, AcquireTimeoutException.class);
        assertThat(failure.reason()).isEqualTo(Reason.EXHAUSTED);
        assertThat(failure.timeout()).isEqualTo(SECONDS_30);
        assertThat(failure.holders())
                .containsExactly(new AcquireTimeoutException.Holder("session 'import'", Duration.ofSeconds(41)));
        assertThat(failure)
                .hasMessage("No connection within 30 s: the only connection of pool 'movies' is in use (1 leased, 0"
                        + " shared, 0 idle, 1 waiting); held longest: session 'import' for 41 s; look for a session"
                        + " that is never closed, or that waits for another connection inside of it");
        assertThat(pool.stats().acquisitions().timedOut()).isOne();
    }

    @Test
    @Tag("R20")
    void tellsThatALargerPoolMayHelp() {
        Pool<Connection> pool = pool(defaults().maxSize(2));
        lease(pool, "one");
        lease(pool, "two");

        CompletableFuture<Lease<Connection>> waiter = pool.lease("late", SECONDS_30);
        time.advance(SECONDS_30);

        assertThat(failureOf(waiter, AcquireTimeoutException.class))
                .hasMessageContaining("all 2 connections of pool 'movies' are in use")
                .hasMessageEndingWith("or raise maxSize");
    }

    @Test
    @Tag("R20")
    @Tag("C1")
    void tellsADatabaseThatCannotBeReached() {
        connector.connects = Mode.FAIL;
        Pool<Connection> pool = pool(defaults());

        CompletableFuture<Lease<Connection>> waiter = pool.lease("one", Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));

        AcquireTimeoutException failure = failureOf(waiter, AcquireTimeoutException.class);
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasCause(connector.failure)
                .hasMessageContaining("the last attempt failed ")
                .hasMessageEndingWith(" ago: " + connector.failure.getMessage());
        assertThat(connector.attempts).as("spaced attempts in a second").isBetween(5, 20);
    }

    @Test
    @Tag("R21")
    @Tag("P4")
    void refusesAtOnceWhenTooManyWait() {
        Pool<Connection> pool = pool(defaults().maxSize(1).maxWaiting(1));
        lease(pool, "holder");
        CompletableFuture<Lease<Connection>> first = pool.lease("first", SECONDS_30);

        CompletableFuture<Lease<Connection>> second = pool.lease("second", SECONDS_30);

        assertThat(first).isNotDone();
        assertThat(failureOf(second, AcquireTimeoutException.class).reason()).isEqualTo(Reason.QUEUE_FULL);
        assertThat(pool.stats().acquisitions().timedOut()).isOne();
        assertThat(events).containsExactly("created in 0 ms", "timed out after 0 ms");
    }

    @Test
    @Tag("R21")
    @Tag("P6")
    @Tag("P22")
    void neverOpensMoreThanTheMaximumNorMoreThanFourAtOnce() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults().maxSize(6));
        List<CompletableFuture<Lease<Connection>>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(pool.lease(i, SECONDS_30));
        }
        assertThat(connector.hangingConnects).hasSize(4);

        while (!connector.hangingConnects.isEmpty()) {
            connector.answerConnect();
        }

        assertThat(connector.attempts).isEqualTo(6);
        assertThat(waiters.stream().filter(CompletableFuture::isDone)).hasSize(6);
    }

    @Test
    @Tag("R21")
    @Tag("P18")
    void servesBothDoorsFirstComeFirstServed() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Lease<Connection> holder = lease(pool, "holder");
        CompletableFuture<Share<Connection>> share = pool.share(SECONDS_30);
        CompletableFuture<Share<Connection>> nextShare = pool.share(SECONDS_30);
        CompletableFuture<Lease<Connection>> lease = pool.lease("second", SECONDS_30);
        CompletableFuture<Share<Connection>> lastShare = pool.share(SECONDS_30);

        holder.release();
        assertThat(share).isCompleted();
        assertThat(nextShare).isCompleted();
        assertThat(lease).isNotDone();
        assertThat(lastShare).isNotDone();
        assertThat(pool.tryShare()).isNull();

        share.join().release();
        assertThat(lease).isNotDone();
        nextShare.join().release();
        assertThat(lease).isCompleted();
        assertThat(lastShare).isNotDone();
        lease.join().release();
        assertThat(lastShare).isCompleted();
    }

    @Test
    @Tag("R19")
    @Tag("R21")
    @Tag("P2")
    void aCancelledWaiterGivesItsReservationBack() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Share<Connection> share = share(pool);
        CompletableFuture<Lease<Connection>> lease = pool.lease("session", SECONDS_30);
        CompletableFuture<Share<Connection>> behind = pool.share(SECONDS_30);
        assertThat(behind).isNotDone();

        lease.cancel(false);

        assertThat(behind).isCompleted();
        assertThat(behind.join().connection()).isSameAs(share.connection());
        assertThat(pool.stats().acquisitions().cancelled()).isOne();
    }

    @Test
    @Tag("R19")
    @Tag("R21")
    @Tag("C11")
    void aCancelledWaiterDoesNotCancelTheCreation() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults());
        pool.lease("impatient", SECONDS_30).cancel(false);

        Connection connection = connector.answerConnect();

        assertThat(connection.closed).isZero();
        assertThat(pool.stats().connections().idle()).isOne();
        assertThat(lease(pool, "next").connection()).isSameAs(connection);
    }

    @Test
    @Tag("R19")
    @Tag("P3")
    void whatAWaiterCompletedItselfMissesGoesToTheNext() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Lease<Connection> holder = lease(pool, "holder");
        CompletableFuture<Lease<Connection>> first = pool.lease("first", SECONDS_30);
        CompletableFuture<Lease<Connection>> second = pool.lease("second", SECONDS_30);
        CompletableFuture<Lease<Connection>> third = pool.lease("third", SECONDS_30);
        first.thenAccept(lease -> {
            lease.release();
            assertThat(pool.stats().waiting())
                    .as("the hand-over to the second is under way")
                    .isOne();
            second.cancel(false);
        });

        holder.release();

        assertThat(third).isCompleted();
        assertThat(pool.stats().acquisitions().total()).isEqualTo(3);
        assertThat(pool.stats().acquisitions().cancelled()).isOne();
    }

    @Test
    @Tag("R21")
    @Tag("C8")
    @Tag("P5")
    void aFailedCreationIsTriedAgainWhileSomebodyWaits() {
        connector.connects = Mode.THROW;
        Pool<Connection> pool = pool(defaults());
        CompletableFuture<Lease<Connection>> waiter = pool.lease("patient", SECONDS_30);
        time.advance(Duration.ofSeconds(10));
        assertThat(waiter).isNotDone();
        assertThat(connector.attempts).as("no storm").isLessThan(100);

        connector.connects = Mode.SUCCEED;
        time.advance(Duration.ofMillis(250));

        assertThat(waiter).isCompleted();
    }

    @Test
    @Tag("R20")
    @Tag("R21")
    @Tag("C5")
    void aPermanentFailureFailsAllWaitersAtOnce() {
        connector.connects = Mode.HANG;
        connector.failure = new WrongPassword();
        Pool<Connection> pool = pool(defaults().maxSize(1).minSize(1));
        CompletableFuture<Lease<Connection>> lease = pool.lease("one", SECONDS_30);
        CompletableFuture<Share<Connection>> share = pool.share(SECONDS_30);

        connector.failConnect();

        assertThat(failureOf(lease, WrongPassword.class)).isSameAs(connector.failure);
        assertThat(failureOf(share, WrongPassword.class)).isSameAs(connector.failure);
        time.advance(Duration.ofMinutes(5));
        assertThat(connector.attempts).as("no loop that locks the account").isOne();
    }

    @Test
    @Tag("R20")
    @Tag("C9")
    void aHangingLoginFreesItsPlaceAndIsClosedIfItComesLate() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults().maxSize(1).loginTimeout(Duration.ofSeconds(5)));
        CompletableFuture<Lease<Connection>> waiter = pool.lease("patient", SECONDS_30);
        time.advance(Duration.ofSeconds(5));
        connector.connects = Mode.SUCCEED;
        time.advance(Duration.ofMillis(500));
        assertThat(waiter).isCompleted();
        assertThat(connector.givenUp.get(0)).as("the one that hangs").isDone();
        assertThat(connector.givenUp.get(connector.attempts - 1))
                .as("the one that succeeded")
                .isNotDone();

        Connection late = connector.answerConnect();

        assertThat(late.closed).isOne();
        assertThat(pool.stats().connections().size()).isOne();
    }

    /** As a server of another kind does, which waits for its client to speak. */
    @Test
    @Tag("R3")
    void aServerThatSaysNothingMayBeOfAnotherKind() {
        connector.connects = Mode.HANG;
        CompletableFuture<Void> start =
                pool(defaults().loginTimeout(Duration.ofSeconds(5))).start();
        time.advance(Duration.ofSeconds(5));

        assertThat(failureOf(start, TimeoutException.class))
                .hasMessage(
                        "Opening a connection was not answered within 5 s; check host and port, that the server there"
                                + " is of the kind that the URL names, and that no firewall is between");
    }

    @Test
    @Tag("R3")
    void startProvesOneConnectionAndFailsWithItsFirstFailure() {
        connector.connects = Mode.FAIL;
        assertThat(failureOf(pool(defaults()).start(), IllegalStateException.class))
                .isSameAs(connector.failure);

        connector.connects = Mode.SUCCEED;
        Pool<Connection> pool = pool(defaults().minSize(3));
        assertThat(pool.start()).isCompleted();
        assertThat(pool.stats().connections().idle()).isEqualTo(3);
        connector.connects = Mode.FAIL;
        assertThat(pool.start()).as("there are connections").isCompleted();
        pool.shutdown(Duration.ZERO);
        assertThat(failureOf(pool.start(), IllegalStateException.class)).hasMessage("closed");
    }

    @Test
    @Tag("R23")
    void whatWasIdleForLongIsCheckedAtBothDoors() {
        Pool<Connection> pool = pool(defaults().maxSize(1).validateAfterIdle(Duration.ofSeconds(1)));
        lease(pool, "first").release();
        time.advance(Duration.ofSeconds(1));
        lease(pool, "soon").release();
        assertThat(connector.validated).isEmpty();

        time.advance(Duration.ofMillis(1_001));
        assertThat(pool.tryShare()).isNull();
        share(pool).release();
        assertThat(connector.validated).hasSize(1);
        time.advance(Duration.ofMillis(1_001));
        lease(pool, "late").release();
        assertThat(connector.validated).hasSize(2);
        assertThat(pool.stats().turnover().validations()).isEqualTo(2);
    }

    @Test
    @Tag("R20")
    @Tag("R23")
    @Tag("P9")
    void halfOpenConnectionsAreGivenUpAfterTheValidationTimeoutWithoutWaitingForTheirEnd() {
        Pool<Connection> pool = pool(defaults().maxSize(3).validationTimeout(Duration.ofSeconds(1)));
        List<Lease<Connection>> leases = List.of(lease(pool, 1), lease(pool, 2), lease(pool, 3));
        leases.forEach(Lease::release);
        time.advance(Duration.ofSeconds(2));
        connector.validates = Mode.HANG;
        connector.closes = Mode.HANG;

        CompletableFuture<Lease<Connection>> waiter = pool.lease("next", SECONDS_30);
        time.advance(Duration.ofMillis(999));
        assertThat(connector.validated).hasSize(1);
        time.advance(Duration.ofMillis(1_001));

        assertThat(waiter).isCompleted();
        assertThat(waiter.join().connection().id).as("a new one").isEqualTo(3);
        assertThat(pool.stats().turnover().destroyed(Retirement.INVALID)).isEqualTo(3);
    }

    @Test
    @Tag("R23")
    @Tag("R24")
    @Tag("P8")
    void aConnectionLostWhileIdleIsNeverHandedOut() {
        Pool<Connection> pool = pool(defaults());
        Lease<Connection> lease = lease(pool, "first");
        Connection connection = lease.connection();
        lease.release();

        connection.alive = false;
        pool.lost(connection, "gone");

        assertThat(connection.closed).isOne();
        assertThat(lease(pool, "next").connection()).isNotSameAs(connection);
    }

    @Test
    @Tag("R23")
    @Tag("P8")
    void aConnectionKnownToBeDeadIsNotHandedOutEvenBeforeItsLossIsTold() {
        Pool<Connection> pool = pool(defaults());
        Lease<Connection> lease = lease(pool, "first");
        Connection connection = lease.connection();
        lease.release();

        connection.alive = false;

        assertThat(share(pool).connection()).isNotSameAs(connection);
        assertThat(connection.closed).isOne();
    }

    @Test
    @Tag("R21")
    @Tag("P6")
    void aServerThatClosesWhatItHasJustAcceptedIsNotStormed() {
        connector.connects = Mode.HANG;
        Pool<Connection> pool = pool(defaults());
        CompletableFuture<Lease<Connection>> waiter = pool.lease("one", SECONDS_30);

        Connection stillborn = connector.newConnection();
        stillborn.alive = false;
        connector.hangingConnects.remove(0).complete(stillborn);

        assertThat(waiter).isNotDone();
        assertThat(stillborn.closed).isOne();
        assertThat(connector.attempts).as("the next one is delayed").isOne();
        time.advance(Duration.ofMillis(10));
        assertThat(connector.attempts).isEqualTo(2);
    }

    @Test
    @Tag("R24")
    @Tag("P14")
    void aDestroyedLeaseIsClosedAndItsPlaceIsFreeAtOnce() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Lease<Connection> dirty = lease(pool, "dirty");
        Connection connection = dirty.connection();
        CompletableFuture<Lease<Connection>> next = pool.lease("next", SECONDS_30);
        connector.closes = Mode.HANG;

        dirty.destroy("rollback failed");
        dirty.release();

        assertThat(next).isCompleted();
        assertThat(next.join().connection()).isNotSameAs(connection);
        assertThat(connection.closed).isOne();
        assertThat(pool.stats().turnover().destroyed(Retirement.BROKEN)).isOne();
        assertThatThrownBy(dirty::connection)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dirty");
    }

    @Test
    @Tag("R24")
    @Tag("P14")
    void aFailedShareIsDestroyedOnceItIsDrained() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Share<Connection> first = share(pool);
        Share<Connection> second = share(pool);
        Connection connection = first.connection();

        first.connectionFailed(new IllegalStateException("reset"));
        first.release();
        assertThat(connection.closed).isZero();
        assertThat(pool.tryShare()).isNull();
        second.release();

        assertThat(connection.closed).isOne();
        assertThat(share(pool).connection()).isNotSameAs(connection);
        assertThatThrownBy(second::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice");
    }

    @Test
    @Tag("R21")
    void aHandOverThatReleasesAtOnceDoesNotNestForEver() {
        Pool<Connection> pool = pool(defaults().maxSize(1));
        Lease<Connection> holder = lease(pool, "holder");
        AtomicInteger served = new AtomicInteger();
        for (int i = 0; i < 10_000; i++) {
            pool.lease(i, SECONDS_30).thenAccept(lease -> {
                served.incrementAndGet();
                lease.release();
            });
        }

        holder.release();

        assertThat(served).hasValue(10_000);
    }
}
