package io.databased.internal.context;

import java.util.concurrent.atomic.AtomicLong;

/** Names for sessions whose users gave them none; one sequence for each database. */
public final class SessionNames {
    private final AtomicLong sessions = new AtomicLong();

    public String next() {
        return "session-" + sessions.incrementAndGet();
    }
}
