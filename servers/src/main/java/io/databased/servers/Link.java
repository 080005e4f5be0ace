package io.databased.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's connection through a proxy: a reader and a writer in each direction. */
final class Link {
    private static final int NO_REQUEST = Integer.MAX_VALUE;

    private final Socket client;
    private final Socket server;
    private final Framing framing;
    private final Weather weather;
    private final Traffic traffic;
    private final Function<Framing.Message, @Nullable Cut> cuts;
    private final Function<Framing.Message, FaultProxy.@Nullable Usurpation> usurpations;
    private final Function<Framing.Message, byte[]> replacements;
    private final Function<Framing.Message, FaultProxy.@Nullable Hold> holds;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private volatile boolean answered = true;
    private volatile boolean lost;
    private volatile boolean usurped;
    private volatile @Nullable Cut cut;
    /** The request whose answer the client does not get. */
    private volatile int cutRequest = NO_REQUEST;
    /** Touched by the client's reader alone. */
    private int requests;

    Link(Socket client, Socket server, Framing framing, FaultProxy proxy) {
        this.client = client;
        this.server = server;
        this.framing = framing;
        this.weather = proxy.weather();
        this.traffic = proxy.traffic();
        this.cuts = proxy::takeCut;
        this.usurpations = proxy::takeUsurpation;
        this.replacements = proxy::replaced;
        this.holds = proxy::takeHold;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        DelayedOutput toServer = new DelayedOutput(weather, server.getOutputStream(), closed);
        DelayedOutput toClient = new DelayedOutput(weather, client.getOutputStream(), closed);
        run("to-server", toServer::run);
        run("to-client", toClient::run);
        run("from-client", () -> readClient(toServer, toClient));
        run("from-server", () -> readServer(toClient));
    }

    private void run(String name, DelayedOutput.Action action) {
        Runnable work = () -> {
            try {
                action.run();
            } catch (IOException e) { // one end is gone, not in order: so goes the other
                reset();
            } catch (InterruptedException e) {
                close();
            }
        };
        Thread thread = new Thread(work, "fault-proxy-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void readClient(DelayedOutput toServer, DelayedOutput toClient) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 14];
        for (int n = client.getInputStream().read(buffer);
                n >= 0;
                n = client.getInputStream().read(buffer)) {
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (Framing.Message message : framing.fromClient(buffer, n)) {
                usurp(message, toClient);
                hold(message, together, toServer);
                if (!forward(message, together)) {
                    toServer.write(together.toByteArray());
                    toServer.then(this::close);
                    return;
                }
            }
            toServer.write(together.toByteArray());
        }
        if (usurped) {
            close();
        } else if (!swallows()) {
            toServer.then(server::shutdownOutput);
        }
    }

    /** What comes before the message is not held back. */
    private void hold(Framing.Message message, ByteArrayOutputStream before, DelayedOutput toServer)
            throws InterruptedException {
        FaultProxy.Hold here = holds.apply(message);
        if (here != null) {
            toServer.write(before.toByteArray());
            before.reset();
            here.here().countDown();
            toServer.then(() -> here.released().await());
        }
    }

    /** From here on the server and the client hear nothing of each other. */
    private void usurp(Framing.Message message, DelayedOutput toClient) throws InterruptedException {
        FaultProxy.Usurpation here = usurped ? null : usurpations.apply(message);
        if (here != null) {
            usurped = true;
            lost = true;
            toClient.then(() -> {
                here.begun().complete(null);
                here.impostor().speak(message.bytes(), client.getOutputStream());
                close();
            });
        }
    }

    /**
     * What has come together goes on together: a server that ends with a part of it unread resets the connection, and its last
     * words may be lost with that. False if the connection is cut before this message.
     */
    private boolean forward(Framing.Message message, ByteArrayOutputStream toServer) {
        traffic.sent(message, answered);
        answered = false;
        if (cut == null) {
            cut = cuts.apply(message);
        }
        Cut here = cut;
        if (here != null && here.side() == Cut.Side.BEFORE) {
            return false;
        }
        if (message.request()) {
            requests++;
            if (here != null && cutRequest == NO_REQUEST) {
                cutRequest = requests; // before the server has the request, so before its answer
            }
        }
        if (!swallows()) {
            toServer.writeBytes(replacements.apply(message));
        }
        return true;
    }

    private void readServer(DelayedOutput toClient) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 14];
        for (int n = server.getInputStream().read(buffer);
                n >= 0;
                n = server.getInputStream().read(buffer)) {
            for (Framing.Reply reply : framing.fromServer(buffer, n)) {
                answer(reply, toClient);
            }
        }
        if (!swallows()) {
            toClient.then(this::close);
        }
    }

    private void answer(Framing.Reply reply, DelayedOutput toClient) throws InterruptedException {
        if (reply.request() >= cutRequest) {
            if (reply.proof()) {
                toClient.then(this::close);
            }
        } else if (!swallows()) {
            toClient.then(() -> answered = true); // before the client can speak again
            toClient.write(reply.bytes());
        }
    }

    /** A connection that has lost a byte stays lost when the weather clears. */
    private boolean swallows() {
        if (weather.blackhole) {
            lost = true;
        }
        return lost;
    }

    /** Closes both ends without a goodbye, as when a host has crashed. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already, which is what was wanted.
        }
        close();
    }

    void close() {
        Cut here = cut;
        if (here != null) {
            here.done().complete(null); // before either end can notice
        }
        closed.countDown();
        closeQuietly(client);
        closeQuietly(server);
        threads.forEach(Thread::interrupt);
    }

    boolean isOpen() {
        return closed.getCount() > 0;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
