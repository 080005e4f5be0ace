package io.databased;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of a pool at one moment, all read together. Counters start at zero with each {@link Database#connect()}.
 *
 * @param minSize how many connections the pool keeps
 * @param maxSize how many it may have, those being created included
 * @param waiting callers waiting for a connection
 * @param connections the connections now
 * @param acquisitions what callers got so far
 * @param turnover what became of connections so far
 */
public record PoolStats(
        int minSize, int maxSize, int waiting, Connections connections, Acquisitions acquisitions, Turnover turnover) {

    /** What the connections of a pool are for. */
    public enum Role {
        /** They read and write: SQLite's writer, the primary of a cluster, or all there are. */
        PRIMARY,
        /** They only read: SQLite's readers, or the replicas of a cluster. */
        REPLICA
    }

    /** Why a connection left the pool. */
    public enum Retirement {
        /** It reached its maximum lifetime. */
        LIFETIME,
        /** It was idle for too long. */
        IDLE,
        /** It did not pass the check before use. */
        INVALID,
        /** It was lost, or what was done on it left it in an undefined state. */
        BROKEN,
        /** The pool was {@linkplain Database#resizePool made smaller}. */
        EXCESS,
        /** It was there when {@link Database#evictConnections()} was called. */
        EVICTED,
        /** The pool was shut down. */
        SHUTDOWN
    }

    /**
     * The connections now.
     *
     * @param size open connections, whatever they do; those being created are not among them
     * @param idle ready for use
     * @param leased owned by a session
     * @param shared with one-shot statements under way
     * @param sharesInFlight one-shot statements under way on all of them
     * @param pending being created
     */
    public record Connections(int size, int idle, int leased, int shared, int sharesInFlight, int pending) {}

    /**
     * What callers got so far.
     *
     * @param total connections handed out, leased and shared alike
     * @param afterWaiting those that had to be waited for
     * @param timedOut callers that gave up at the acquire timeout, or were refused because too many waited already
     * @param cancelled callers that cancelled while they waited
     * @param waited the time that the callers served after waiting have waited, together
     * @param longestWait the longest of them
     */
    public record Acquisitions(
            long total, long afterWaiting, long timedOut, long cancelled, Duration waited, Duration longestWait) {}

    /**
     * What became of connections so far.
     *
     * @param created opened with success
     * @param createFailures attempts to open one that failed or took too long
     * @param validations checks of idle connections before use
     * @param destroyed connections that left the pool, by reason; reasons that never occurred are absent
     */
    public record Turnover(long created, long createFailures, long validations, Map<Retirement, Long> destroyed) {
        public Turnover {
            destroyed = Map.copyOf(destroyed);
        }

        /** Connections that left the pool for the given reason. */
        public long destroyed(Retirement reason) {
            return destroyed.getOrDefault(reason, 0L);
        }
    }

    /** The numbers of two pools together, as of a primary and its replicas; the longest wait is the longer one. */
    public PoolStats plus(PoolStats other) {
        return new PoolStats(
                sum(minSize, other.minSize),
                sum(maxSize, other.maxSize),
                waiting + other.waiting,
                sum(connections, other.connections),
                sum(acquisitions, other.acquisitions),
                sum(turnover, other.turnover));
    }

    /** Pools without a limit have none together. */
    private static int sum(int size, int other) {
        return (int) Math.min((long) size + other, Integer.MAX_VALUE);
    }

    private static Connections sum(Connections a, Connections b) {
        return new Connections(
                a.size + b.size,
                a.idle + b.idle,
                a.leased + b.leased,
                a.shared + b.shared,
                a.sharesInFlight + b.sharesInFlight,
                a.pending + b.pending);
    }

    private static Acquisitions sum(Acquisitions a, Acquisitions b) {
        return new Acquisitions(
                a.total + b.total,
                a.afterWaiting + b.afterWaiting,
                a.timedOut + b.timedOut,
                a.cancelled + b.cancelled,
                a.waited.plus(b.waited),
                a.longestWait.compareTo(b.longestWait) >= 0 ? a.longestWait : b.longestWait);
    }

    private static Turnover sum(Turnover a, Turnover b) {
        Map<Retirement, Long> destroyed = new EnumMap<>(Retirement.class);
        destroyed.putAll(a.destroyed);
        b.destroyed.forEach((reason, count) -> destroyed.merge(reason, count, Long::sum));
        return new Turnover(
                a.created + b.created, a.createFailures + b.createFailures, a.validations + b.validations, destroyed);
    }
}
