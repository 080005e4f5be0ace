package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a server that is longer: what comes from either end arrives at the other after the delay. Bytes that are on the
 * way do not hold up those behind them, and go on in the pieces in which they came: the proxy of the tests takes messages
 * apart, which would cost more than what is measured.
 */
final class DelayProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] END = {};

    private final DatabaseUrl server;
    private final long delayNanos;
    private final ServerSocket door;

    private DelayProxy(DatabaseUrl server, long delayNanos) throws IOException {
        this.server = server;
        this.delayNanos = delayNanos;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static DelayProxy before(DatabaseUrl server, long delayMillis) throws IOException {
        DelayProxy proxy = new DelayProxy(server, delayMillis * 1_000_000);
        start(proxy::accept);
        return proxy;
    }

    /** The server's URL, this way. */
    DatabaseUrl url() {
        return server.withHost(door.getInetAddress().getHostAddress(), door.getLocalPort());
    }

    private void accept() throws IOException {
        while (!door.isClosed()) {
            Socket client;
            try {
                client = door.accept();
            } catch (SocketException closed) {
                return;
            }
            DatabaseUrl.Host host = server.hosts().get(0);
            Socket there = new Socket(host.name(), host.port().orElseThrow());
            join(client, there);
            join(there, client);
        }
    }

    private void join(Socket from, Socket to) throws IOException {
        to.setTcpNoDelay(true);
        BlockingQueue<Chunk> onTheWay = new LinkedBlockingQueue<>();
        start(() -> receive(from, onTheWay));
        start(() -> send(to, onTheWay));
    }

    private record Chunk(byte[] bytes, long due) {}

    private void receive(Socket from, BlockingQueue<Chunk> onTheWay) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                onTheWay.add(new Chunk(Arrays.copyOf(buffer, length), System.nanoTime() + delayNanos));
            }
        } catch (IOException gone) {
            // Reset by this end or that: for the other end it is the same as a close.
        } finally {
            onTheWay.add(new Chunk(END, System.nanoTime() + delayNanos));
        }
    }

    private static void send(Socket to, BlockingQueue<Chunk> onTheWay) throws InterruptedException {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = onTheWay.take(); chunk.bytes != END; chunk = onTheWay.take()) {
                for (long left = chunk.due - System.nanoTime(); left > 0; left = chunk.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(chunk.bytes);
            }
        } catch (IOException gone) {
            // Whoever was to read this is no longer there.
        }
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "delay");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Closes the door; connections end when one of their ends does. */
    @Override
    public void close() throws IOException {
        door.close();
    }
}
