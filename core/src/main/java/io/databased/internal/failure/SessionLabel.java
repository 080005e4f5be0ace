package io.databased.internal.failure;

import org.jspecify.annotations.Nullable;

/** Who holds a connection, for messages of others that wait for it. Does not keep the session reachable. */
public final class SessionLabel {
    private final String name;
    private volatile @Nullable CallSite openedAt;

    public SessionLabel(String name) {
        this.name = name;
    }

    public SessionLabel(String name, @Nullable CallSite openedAt) {
        this.name = name;
        this.openedAt = openedAt;
    }

    public void openedAt(@Nullable CallSite site) {
        openedAt = site;
    }

    @Nullable
    public CallSite openedAt() {
        return openedAt;
    }

    public String name() {
        return name;
    }

    public String line() {
        CallSite site = openedAt;
        return site == null ? "an unrecorded line" : site.line();
    }

    @Override
    public String toString() {
        return "session '" + name + "' opened at " + line();
    }
}
