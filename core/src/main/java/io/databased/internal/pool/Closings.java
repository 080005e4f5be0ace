package io.databased.internal.pool;

import io.databased.internal.failure.Opening;
import io.databased.internal.statement.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Closes connections in the background: nobody waits for it but the shutdown, and that not for long. Under the lock. */
final class Closings<C> {
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(1);

    private final PoolContext<C> context;
    private final Runnable allDone;
    private int underWay;

    Closings(PoolContext<C> context, Runnable allDone) {
        this.context = context;
        this.allDone = allDone;
    }

    int underWay() {
        return underWay;
    }

    void close(C connection) {
        underWay++;
        BoundedCall<Object> call = new BoundedCall<>(context.monitor, "Closing a connection", new Outcome());
        call.start(() -> context.connector.close(connection), context.scheduler, context.options.closeTimeout());
    }

    /**
     * Has the shutdown wait for a connection that is still being opened, so that a database which is a file is left alone
     * afterwards; for a second at most, since a server that is silent would take longer.
     *
     * @return to be run when it is open, and being closed, or has failed
     */
    Runnable awaitOpening() {
        underWay++;
        CompletableFuture<Void> over = new CompletableFuture<>();
        BoundedCall<Void> call = new BoundedCall<>(context.monitor, "Opening a connection", new Opening());
        Duration closing = context.options.closeTimeout();
        Duration limit = closing.compareTo(LONGEST_OPENING) < 0 ? closing : LONGEST_OPENING;
        call.start(() -> over, context.scheduler, limit);
        return () -> context.monitor.afterwards(() -> over.complete(null));
    }

    private void done() {
        underWay--;
        if (underWay == 0) {
            allDone.run();
        }
    }

    private final class Outcome implements BoundedCall.Outcome<Object> {
        @Override
        public void succeeded(Object nothing) {
            done();
        }

        @Override
        public void failed(Throwable failure) {
            context.monitor.afterwards(() -> context.listener().closeFailed(failure));
            done();
        }
    }

    /** That it takes too long is nobody's concern: it is closed when it comes. */
    private final class Opening implements BoundedCall.Outcome<Void> {
        @Override
        public void succeeded(Void nothing) {
            done();
        }

        @Override
        public void failed(Throwable failure) {
            done();
        }
    }
}
