package io.databased.internal.connection;

import io.databased.internal.pool.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection leased from a pool; the session's own transaction is the database's. */
final class LeasedConnection implements HeldConnection {
    private final Lease<Line> lease;
    private final Line line;
    private final Duration resetTimeout;
    private final @Nullable Usage usage;
    private volatile boolean handedOver;

    LeasedConnection(Lease<Line> lease, Duration resetTimeout, @Nullable Usage usage) {
        this.lease = lease;
        this.line = lease.connection();
        this.resetTimeout = resetTimeout;
        this.usage = usage;
    }

    @Override
    public Line line() {
        return line;
    }

    @Override
    public int baseDepth() {
        return 0;
    }

    @Override
    public void handOver() {
        handedOver = lease.handOver();
        if (handedOver) {
            tellEnd();
        }
    }

    @Override
    public void release() {
        if (!handedOver && line.backend().takeMark()) {
            releaseDirty();
            return;
        }
        lease.release();
        tellEnd();
    }

    private void tellEnd() {
        if (usage != null) {
            usage.end();
        }
    }

    @Override
    public void releaseDirty() {
        line.reset(resetTimeout).whenComplete((clean, failure) -> {
            if (failure == null) {
                lease.release();
            } else {
                lease.destroy("could not be reset");
            }
            tellEnd();
        });
    }

    /** The session that it was handed to cannot be served any better. */
    @Override
    public void destroy(String why) {
        if (handedOver) {
            line.abandon();
        } else {
            lease.destroy(why);
        }
        tellEnd();
    }

    @Override
    public void heldBy(Holder holder) {
        lease.onRevoke(holder::disconnected);
    }
}
