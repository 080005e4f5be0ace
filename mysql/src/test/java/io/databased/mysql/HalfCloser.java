package io.databased.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy that closes connections as an orderly server would, with an end of the stream, and still hands on what the client
 * has sent by then.
 */
final class HalfCloser implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    HalfCloser(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void daemon(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException closed) {
                // as it is meant to be
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Action {
        void run() throws IOException;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            clients.add(client);
            daemon(() -> pump(client, server));
            daemon(() -> pump(server, client));
        }
    }

    /** Ends the output as the input ends; what cannot be written is read all the same. */
    private void pump(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (!to.isOutputShutdown()) {
                out.write(buffer, 0, read);
            }
        }
        clients.remove(from);
        to.shutdownOutput();
    }

    /** Ends the stream to each client. */
    void closeOrderly() {
        for (Socket client : clients) {
            clients.remove(client);
            try {
                client.shutdownOutput();
            } catch (IOException closed) {
                // it was quicker
            }
        }
    }

    @Override
    public void close() {
        closeOrderly();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
