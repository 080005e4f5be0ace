package io.databased.internal.session;

import org.jspecify.annotations.Nullable;

/** Who holds a connection, for messages of others that wait for it. Does not keep the session reachable. */
final class Holder {
    private final String name;
    private volatile @Nullable CallSite openedAt;

    Holder(String name) {
        this.name = name;
    }

    Holder(String name, @Nullable CallSite openedAt) {
        this.name = name;
        this.openedAt = openedAt;
    }

    void openedAt(@Nullable CallSite site) {
        openedAt = site;
    }

    @Nullable
    CallSite openedAt() {
        return openedAt;
    }

    String name() {
        return name;
    }

    String line() {
        CallSite site = openedAt;
        return site == null ? "an unrecorded line" : site.line();
    }

    @Override
    public String toString() {
        return "session '" + name + "' opened at " + line();
    }
}
