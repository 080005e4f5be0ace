package io.databased.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What goes to one end of a connection: in order, each part as late as the weather was bad when it came. */
final class DelayedOutput {
    /** So much may be on its way; then whoever sends has to wait, as with a full socket. */
    private static final int PARTS = 256;

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>(PARTS);
    private final Weather weather;
    private final OutputStream out;
    private final CountDownLatch closed;

    DelayedOutput(Weather weather, OutputStream out, CountDownLatch closed) {
        this.weather = weather;
        this.closed = closed;
        this.out = out;
    }

    @FunctionalInterface
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    private record Part(long due, Action action) {}

    void write(byte[] bytes) throws InterruptedException {
        then(() -> drip(bytes));
    }

    /** Does something when all before it is written. */
    void then(Action action) throws InterruptedException {
        parts.put(new Part(System.nanoTime() + weather.latency.toNanos(), action));
    }

    /** Writes until the connection is closed, the output fails or the thread is interrupted. */
    void run() throws IOException, InterruptedException {
        Part part = parts.take();
        while (!closed.await(part.due() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            part.action().run();
            part = parts.take();
        }
    }

    private void drip(byte[] bytes) throws IOException, InterruptedException {
        if (weather.dripping.isZero()) {
            out.write(bytes);
            return;
        }
        for (byte each : bytes) {
            out.write(each);
            if (closed.await(weather.dripping.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }
}
