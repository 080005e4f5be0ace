package io.databased.internal.database;

import io.databased.internal.sql.ParsedSql;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/** Finds out which one-shots take long, so that no others are sent behind them. */
final class Pace {
    /** Of the statement alone, the way to the server and back not counted. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** No way to the server and back is longer. */
    private final LongAccumulator quickest = new LongAccumulator(Math::min, Long.MAX_VALUE);

    /**
     * A statement is over.
     *
     * @param answered whether the server has done it; a failure may not come from there
     * @param nanos how long it took, from when it was sent
     * @param ownNanos as far as nothing else was ahead of it
     */
    void ended(ParsedSql statement, boolean answered, long nanos, long ownNanos) {
        if (answered) {
            quickest.accumulate(nanos);
        }
        boolean slow = ownNanos - quickest.get() > LONG_NANOS;
        if (slow != statement.isSlow()) {
            statement.wasSlow(slow);
        }
    }
}
