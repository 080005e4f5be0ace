package io.databased.servers;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A port of 127.0.0.1 where each client meets a script: for servers that lie, stammer or fall silent. */
public final class RogueServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private RogueServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    /** What the server does with one client; the connection is closed when it returns, or fails because the client has gone. */
    @FunctionalInterface
    public interface Script {
        /** Runs on a thread of this client. */
        void run(Dialogue client) throws IOException;
    }

    /** The server's side of one connection. */
    public record Dialogue(DataInputStream in, OutputStream out) {
        /** Sends bytes. */
        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Reads one message of PostgreSQL that has no type, as the first one. */
        public byte[] readOpening() throws IOException {
            return in.readNBytes(in.readInt() - Integer.BYTES);
        }

        /** Reads and forgets until the client closes: a server that listens and never answers. */
        public void ignore() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Starts a server on a free port. */
    public static RogueServer start(Script script) {
        try {
            RogueServer server = new RogueServer(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), script);
            daemon("rogue-accept", server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many clients have come. */
    public int accepted() {
        return accepted.get();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                clients.add(client);
                daemon("rogue-client", () -> serve(client));
            } catch (IOException e) {
                // The listener was closed, or a client went before it was accepted.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            script.run(new Dialogue(new DataInputStream(client.getInputStream()), client.getOutputStream()));
        } catch (IOException e) {
            // The client has had enough; so it should.
        } finally {
            clients.remove(client);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
