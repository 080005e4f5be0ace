package io.databased.postgresql;

import java.util.concurrent.TimeUnit;

/**
 * The server's name for a transaction. The times are {@link System#nanoTime()}: it was assigned by the statement in front of
 * the question, after the transaction began and before the answer came.
 */
record TransactionId(String text, long begunAt, long answeredAt) {
    long number() {
        return Long.parseLong(text);
    }

    /** The server has known it for at least so long. */
    double leastAgeSeconds() {
        return secondsSince(answeredAt);
    }

    /** The server has known it for no longer than this. */
    double mostAgeSeconds() {
        return secondsSince(begunAt);
    }

    private static double secondsSince(long then) {
        return (System.nanoTime() - then) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
