package io.databased.internal.session;

import org.jspecify.annotations.Nullable;

/** Who holds a connection, for messages of others that wait for it. Does not keep the session reachable. */
record Holder(String name, @Nullable CallSite openedAt) {
    String line() {
        return openedAt == null ? "an unrecorded line" : openedAt.line();
    }

    @Override
    public String toString() {
        return "session '" + name + "' opened at " + line();
    }
}
