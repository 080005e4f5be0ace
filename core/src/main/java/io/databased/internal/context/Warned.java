package io.databased.internal.context;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the log has warned of, by lines of users' code: once each, since a loop comes by a line often. */
public final class Warned {
    private static final int MOST = 1000;

    private final Set<String> lines = ConcurrentHashMap.newKeySet();

    /** Whether it is the first time; never again after a thousand lines. */
    public boolean isNew(String line) {
        return lines.size() < MOST && lines.add(line);
    }
}
