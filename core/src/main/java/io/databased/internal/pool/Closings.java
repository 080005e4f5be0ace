package io.databased.internal.pool;

/** Closes connections in the background: nobody waits for it but the shutdown, and that not for long. Under the lock. */
final class Closings<C> {
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
}
