package io.databased.internal.failure;

import io.databased.AcquireTimeoutException;
import io.databased.AcquireTimeoutException.Reason;
import io.databased.internal.time.Durations;
import java.time.Duration;
import java.util.List;

/** What those are told who waited for another session for too long. */
public final class WaitTimeouts {
    private WaitTimeouts() {}

    /** A child whose elder sibling did not end. */
    public static AcquireTimeoutException turn(SessionLabel child, SessionLabel open, Duration timeout) {
        return exhausted(
                "Child " + child + " waited " + Durations.text(timeout) + " for its turn, because child " + open
                        + " is still open; children of one session run one after the other. Do not wait for the second"
                        + " inside the first",
                open.toString(),
                timeout);
    }

    /** In force-rollback, a session whose inner session did not end. */
    public static AcquireTimeoutException nested(SessionLabel waiting, String holder, Duration timeout) {
        return exhausted(
                "A statement of " + waiting + " waited " + Durations.text(timeout) + ", because " + holder
                        + " is still open inside it; with force-rollback all sessions share one connection and the"
                        + " innermost has its turn until it ends",
                holder,
                timeout);
    }

    /** In force-rollback, a session that found no moment to come in. */
    public static AcquireTimeoutException entry(Object waiting, Object holder, Duration timeout) {
        return exhausted(
                "The first statement of " + waiting + " waited " + Durations.text(timeout) + " for " + holder
                        + " to be answered; with force-rollback all sessions share one connection",
                holder.toString(),
                timeout);
    }

    private static AcquireTimeoutException exhausted(String message, String holder, Duration timeout) {
        return new AcquireTimeoutException(
                message, null, Reason.EXHAUSTED, timeout, List.of(new AcquireTimeoutException.Holder(holder, timeout)));
    }
}
