package io.databased.internal.pool;

import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.pool.ScriptedConnector.Mode;
import io.databased.internal.statement.Request;
import io.databased.internal.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One random schedule: does things to a pool, and checks after each what must hold whatever was done. */
final class PoolSchedule {
    private static final Duration ACQUIRE = Duration.ofMillis(400);

    /** One request at a door, and what came of it. */
    private static final class Request {
        final int number;
        final boolean lease;
        CompletableFuture<?> future;
        boolean waited;

        Request(int number, boolean lease) {
            this.number = number;
            this.lease = lease;
        }
    }

    private final Random random;
    private final ManualScheduler time = new ManualScheduler();
    private final ScriptedConnector connector = new ScriptedConnector();
    private final List<Request> waiting = new ArrayList<>();
    private final List<Lease<Connection>> leases = new ArrayList<>();
    private final List<Share<Connection>> shares = new ArrayList<>();
    private final List<CompletableFuture<?>> all = new ArrayList<>();
    private final Pool<Connection> pool;
    private int max;
    private int numbers;
    private int served;
    private boolean closed;
    private Throwable broken;

    PoolSchedule(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        max = 1 + random.nextInt(4);
        PoolOptions options = PoolOptions.builder()
                .minSize(random.nextInt(max + 1))
                .maxSize(max)
                .maxPipelined(1 + random.nextInt(4))
                .maxWaiting(2 + random.nextInt(30))
                .loginTimeout(Duration.ofMillis(150))
                .validateAfterIdle(Duration.ofMillis(20))
                .validationTimeout(Duration.ofMillis(30))
                .idleTimeout(Duration.ofMillis(300))
                .maxLifetime(Duration.ofMillis(700))
                .closeTimeout(Duration.ofMillis(100))
                .build();
        PoolEnvironment environment = new PoolEnvironment(
                time, random::nextDouble, new PoolListener() {}, () -> new IllegalStateException("closed"));
        pool = new Pool<>("random", connector, options, environment);
        connector.onConnect = () -> {
            PoolStats.Connections now = pool.stats().connections();
            require(now.size() + now.pending() <= max, "more than the maximum");
            require(!closed, "connects after shutdown");
        };
    }

    /** Returns how many connections were handed out. */
    int run(int operations) {
        for (int i = 0; i < operations; i++) {
            step(random.nextInt(100));
            check();
        }
        everyWaiterIsAnswered();
        if (!closed) {
            noPermitIsLost();
        }
        allIsClosedInTheEnd();
        return served;
    }

    private void step(int dice) {
        if (dice < 18) {
            request(true);
        } else if (dice < 36) {
            request(false);
        } else if (dice < 52) {
            endLease();
        } else if (dice < 68) {
            endShare();
        } else if (dice < 74) {
            cancel();
        } else if (dice < 84) {
            time.advance(Duration.ofMillis(1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 30)));
        } else if (dice < 90) {
            answer();
        } else if (dice < 94) {
            connector.connects = pick(Mode.values());
            connector.validates = pick(Mode.values());
            connector.closes = pick(Mode.values());
            connector.resets = pick(Mode.values());
        } else if (dice < 97) {
            kill();
        } else if (dice < 98) {
            evict();
        } else if (dice < 99) {
            max = 1 + random.nextInt(4);
            pool.resize(random.nextInt(max + 1), max);
        } else if (random.nextInt(4) == 0) {
            shutdown();
        }
    }

    private void request(boolean lease) {
        Request request = new Request(numbers++, lease);
        CompletableFuture<?> future = lease ? pool.lease("holder " + request.number, ACQUIRE) : pool.share(ACQUIRE);
        request.future = future;
        all.add(future);
        if (!future.isDone()) {
            request.waited = true;
            waiting.add(request);
        } else if (!future.isCompletedExceptionally()) {
            // A share may pass leases that are promised a connection, but never another share.
            for (Request other : waiting) {
                require(!lease && other.lease, "an earlier one still waits");
            }
        }
        future.whenComplete((granted, failure) -> {
            waiting.remove(request);
            if (failure == null) {
                try {
                    granted(request, granted);
                } catch (AssertionError | RuntimeException broken) {
                    this.broken = broken; // a future would swallow it
                }
            }
        });
    }

    @SuppressWarnings("unchecked")
    private void granted(Request request, Object granted) {
        served++;
        require(!closed, "granted after shutdown");
        if (request.waited) {
            for (Request other : waiting) {
                require(other.number > request.number || other.future.isDone(), "an earlier one still waits");
            }
        }
        if (request.lease) {
            Lease<Connection> lease = (Lease<Connection>) granted;
            Connection connection = lease.connection();
            assertFree(connection);
            require(connection.shares == 0, "leased while shared");
            require(!connection.marked, "leased with something on it");
            connection.leasedBy = lease;
            leases.add(lease);
            if (random.nextInt(8) == 0) {
                endLease();
            }
        } else {
            Share<Connection> share = (Share<Connection>) granted;
            assertFree(share.connection());
            share.connection().shares++;
            shares.add(share);
            if (random.nextInt(8) == 0) {
                endShare();
            }
        }
    }

    private static void assertFree(Connection connection) {
        require(connection.leasedBy == null, "leased to another");
        require(connection.closed == 0, "closed when it was handed out");
        require(!connection.evicted, "handed out after it was evicted");
    }

    private void endLease() {
        if (leases.isEmpty()) {
            return;
        }
        Lease<Connection> lease = leases.remove(random.nextInt(leases.size()));
        lease.connection().leasedBy = null;
        if (random.nextInt(4) == 0) {
            lease.destroy("dirty");
        } else {
            lease.release();
        }
        if (random.nextInt(4) == 0) {
            lease.release();
            lease.destroy("again");
        }
    }

    private void endShare() {
        if (shares.isEmpty()) {
            return;
        }
        Share<Connection> share = shares.remove(random.nextInt(shares.size()));
        share.connection().shares--;
        Connection connection = share.connection();
        if (random.nextInt(8) == 0) {
            share.connectionFailed(new IllegalStateException("reset"));
        } else if (random.nextInt(4) == 0) {
            connection.marked = true;
            share.connectionMarked();
        }
        share.release();
    }

    private void cancel() {
        if (waiting.isEmpty()) {
            return;
        }
        CompletableFuture<?> future = waiting.get(random.nextInt(waiting.size())).future;
        switch (random.nextInt(3)) {
            case 0 -> future.cancel(false);
            case 1 -> future.completeExceptionally(new IllegalStateException("the caller's own"));
            default -> future.completeExceptionally(new java.util.concurrent.TimeoutException());
        }
    }

    private void answer() {
        if (!connector.hangingConnects.isEmpty()) {
            if (random.nextInt(3) == 0) {
                connector.failConnect();
            } else {
                connector.answerConnect();
            }
        } else if (!connector.hangingResets.isEmpty()) {
            connector.answerReset(random.nextInt(3) > 0);
        } else if (!connector.hangingValidations.isEmpty()) {
            CompletableFuture<Object> validation = connector.hangingValidations.remove(0);
            if (random.nextBoolean()) {
                validation.complete("alive");
            } else {
                validation.completeExceptionally(new IllegalStateException("dead"));
            }
        }
    }

    private void kill() {
        List<Connection> alive = connector.created.stream()
                .filter(connection -> connection.alive)
                .toList();
        if (!alive.isEmpty()) {
            Connection victim = alive.get(random.nextInt(alive.size()));
            victim.alive = false;
            pool.lost(victim, "gone");
        }
    }

    private void evict() {
        connector.created.forEach(connection -> connection.evicted = true);
        pool.evict();
    }

    private void shutdown() {
        closed = true;
        // Those in use are revoked, so they are nobody's after the grace.
        pool.shutdown(Duration.ofMillis(50));
        require(waiting.isEmpty(), "waiters outlive the shutdown");
    }

    private void check() {
        if (broken != null) {
            throw new AssertionError("A hand-over went wrong", broken);
        }
        PoolStats stats = pool.stats();
        PoolStats.Connections now = stats.connections();
        require(stats.waiting() == waiting.size(), "the pool has waiters that the callers do not know");
        if (!closed) {
            require(now.leased() == leases.size(), "leases differ");
            require(now.sharesInFlight() == shares.size(), "shares differ");
        } else {
            leases.removeIf(Lease::hasEnded);
        }
        for (Lease<Connection> lease : leases) {
            require(lease.connection().closed == 0, "closed while leased");
        }
        for (Connection connection : connector.created) {
            require(connection.closed <= 1, "closed twice");
        }
    }

    private void everyWaiterIsAnswered() {
        time.advance(ACQUIRE.plusMillis(1));
        require(waiting.isEmpty(), "a waiter is stuck");
        for (CompletableFuture<?> future : all) {
            require(future.isDone(), "a future is never completed");
        }
    }

    private void noPermitIsLost() {
        heal();
        while (!leases.isEmpty()) {
            endLease();
        }
        while (!shares.isEmpty()) {
            endShare();
        }
        time.advance(Duration.ofSeconds(2));
        heal();
        List<CompletableFuture<Lease<Connection>>> whole = new ArrayList<>();
        for (int i = 0; i < max; i++) {
            whole.add(pool.lease("all", ACQUIRE));
        }
        time.advance(Duration.ofMillis(399));
        for (CompletableFuture<Lease<Connection>> lease : whole) {
            require(lease.isDone() && !lease.isCompletedExceptionally(), "a permit is lost");
            lease.join().release();
        }
        require(pool.stats().connections().size() <= max, "a smaller pool has not shrunk");
    }

    private void heal() {
        connector.connects = Mode.SUCCEED;
        connector.validates = Mode.SUCCEED;
        connector.closes = Mode.SUCCEED;
        connector.resets = Mode.SUCCEED;
    }

    private void allIsClosedInTheEnd() {
        closed = true;
        CompletableFuture<Void> over = pool.shutdown(Duration.ofMillis(50));
        require(pool.shutdown(Duration.ofSeconds(9)) == over, "two shutdowns");
        time.advance(Duration.ofMillis(151));
        require(over.isDone(), "the shutdown is not over");
        while (!connector.hangingConnects.isEmpty()) {
            connector.answerConnect();
        }
        time.advance(Duration.ofMillis(101));
        for (Connection connection : connector.created) {
            require(connection.closed == 1, "a connection outlives the pool");
        }
        require(
                pool.stats().connections().equals(new PoolStats.Connections(0, 0, 0, 0, 0, 0)),
                "something is left in the pool");
        require(time.scheduled() == 0, "timers are left");
    }

    /** As an assertion, but cheap when it holds: it is made millions of times. */
    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
