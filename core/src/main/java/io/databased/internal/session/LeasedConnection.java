package io.databased.internal.session;

import io.databased.internal.pool.Lease;
import io.databased.spi.SessionBackend;

/** A connection leased from a pool; the session's own transaction is the database's. */
final class LeasedConnection implements ConnectionSource.Held {
    private final Lease<PhysicalConnection> lease;
    private final SessionBackend connection;

    LeasedConnection(Lease<PhysicalConnection> lease) {
        this.lease = lease;
        this.connection = lease.connection().backend();
    }

    @Override
    public SessionBackend connection() {
        return connection;
    }

    @Override
    public int baseDepth() {
        return 0;
    }

    @Override
    public void release() {
        lease.release();
    }

    @Override
    public void releaseDirty() {
        connection.reset().whenComplete((clean, failure) -> {
            if (failure == null) {
                lease.release();
            } else {
                lease.destroy("could not be reset");
            }
        });
    }

    @Override
    public void destroy(String why) {
        lease.destroy(why);
    }

    @Override
    public void onRevoke(Runnable action) {
        lease.onRevoke(action);
    }
}
