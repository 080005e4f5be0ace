package io.databased.internal.session;

import io.databased.internal.pool.Lease;
import io.databased.internal.pool.Pool;
import io.databased.spi.SessionBackend;

/** A connection leased from a pool; the session's own transaction is the database's. */
final class LeasedConnection implements ConnectionSource.Held {
    private final Lease<PhysicalConnection> lease;
    private final PhysicalConnection leased;
    private final SessionBackend connection;
    private final Pool<PhysicalConnection> pool;
    private volatile boolean handedOver;

    LeasedConnection(Lease<PhysicalConnection> lease, Pool<PhysicalConnection> pool) {
        this.lease = lease;
        this.leased = lease.connection();
        this.connection = leased.backend();
        this.pool = pool;
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
    public void handOver() {
        handedOver = lease.handOver();
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

    /** The session that it was handed to cannot be served any better. */
    @Override
    public void destroy(String why) {
        if (handedOver) {
            leased.lose();
            pool.lost(leased);
            connection.close();
        } else {
            lease.destroy(why);
        }
    }

    @Override
    public void onRevoke(Runnable action) {
        lease.onRevoke(action);
    }
}
