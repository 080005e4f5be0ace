package io.databased.internal.session;

import io.databased.spi.SessionBackend;

/** A connection in a pool, and whether it is known to be lost. */
final class PhysicalConnection {
    private final SessionBackend backend;
    private volatile boolean lost;

    PhysicalConnection(SessionBackend backend) {
        this.backend = backend;
    }

    SessionBackend backend() {
        return backend;
    }

    boolean isLost() {
        return lost;
    }

    void lose() {
        lost = true;
    }
}
