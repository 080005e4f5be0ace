package io.databased.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A port of 127.0.0.1 in front of a server, where a test breaks the wire and counts what passes. Faults hold until {@link #heal()}.
 * What is encrypted passes and suffers faults too, but is not understood.
 */
public final class FaultProxy implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 5_000;

    private final int target;
    private final Supplier<Framing> framing;
    private final Weather weather = new Weather();
    private final Traffic traffic = new Traffic();
    private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();
    private final AtomicReference<@Nullable Usurpation> usurpation = new AtomicReference<>();
    private final AtomicReference<@Nullable Replacement> replacement = new AtomicReference<>();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Set<Socket> unheard = ConcurrentHashMap.newKeySet();
    private volatile boolean deaf;
    private volatile ServerSocket listener;
    private volatile @Nullable Thread acceptor;

    private FaultProxy(int target, Supplier<Framing> framing) throws IOException {
        this.target = target;
        this.framing = framing;
        this.listener = listen(0);
    }

    /** A proxy in front of a port where PostgreSQL listens. */
    public static FaultProxy postgres(int port) {
        return start(port, PostgresFraming::new);
    }

    /** A proxy in front of a port where MySQL or MariaDB listens. */
    public static FaultProxy mysql(int port) {
        return start(port, MysqlFraming::new);
    }

    /** A proxy in front of a port where something else listens. */
    static FaultProxy opaque(int port) {
        return start(port, OpaqueFraming::new);
    }

    private static FaultProxy start(int port, Supplier<Framing> framing) {
        try {
            FaultProxy proxy = new FaultProxy(port, framing);
            proxy.accept();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The proxy's port on 127.0.0.1, the same for its whole life. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The URL with the proxy's port in place of the server's. */
    public String through(String url) {
        return url.replaceFirst(":" + target + "\\b", ":" + port());
    }

    /** What the clients have sent. */
    public Traffic traffic() {
        return traffic;
    }

    /** Delays what passes, in each direction. */
    public FaultProxy latency(Duration delay) {
        weather.latency = delay;
        return this;
    }

    /** Passes one byte at a time, with a pause after each. */
    public FaultProxy dripping(Duration pause) {
        weather.dripping = pause;
        return this;
    }

    /** Swallows what comes from both ends and tells neither, even when the other has gone. Connections that have lost something stay so. */
    public void blackhole() {
        weather.blackhole = true;
    }

    /** Refuses new connections and resets the others. */
    public void down() {
        closeListener();
        reset();
    }

    /** Accepts new connections, and neither reads nor answers; those that were made meanwhile stay so. */
    public void deaf() {
        deaf = true;
    }

    /** Resets all connections; new ones are welcome, and one that comes meanwhile is not forgotten. */
    public void reset() {
        takeEach(links, Link::reset);
        takeEach(unheard, FaultProxy::resetUnheard);
    }

    private static <T> void takeEach(Set<T> all, Consumer<T> action) {
        all.removeIf(each -> {
            action.accept(each);
            return true;
        });
    }

    /** Ends all faults and forgets a cut that has not happened; lets clients in again. */
    public void heal() {
        weather.clear();
        deaf = false;
        cut.set(null);
        hold.set(null);
        replacement.set(null);
        usurpation.set(null);
        if (listener.isClosed()) {
            try {
                listener = listen(listener.getLocalPort());
                accept();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Cuts the connection that next sends a message with this token, before the server has it.
     *
     * @return completes when it is cut, before either end can notice
     */
    public CompletableFuture<Void> cutBefore(String token) {
        return arm(Cut.at(message -> message.contains(token), Cut.Side.BEFORE));
    }

    /**
     * Cuts the connection that next sends a message with this token, when the server has carried it out and answered, and before the
     * client has the answer.
     *
     * @return completes when it is cut, before either end can notice
     */
    public CompletableFuture<Void> cutAfter(String token) {
        return arm(Cut.at(message -> message.contains(token), Cut.Side.AFTER));
    }

    /**
     * Cuts the connection that sends the nth message from now on, over all connections, before the server has it.
     *
     * @param n from 1
     * @return completes when it is cut, before either end can notice
     */
    public CompletableFuture<Void> cutAtMessage(int n) {
        return arm(Cut.at(nth(n), Cut.Side.BEFORE));
    }

    /**
     * Cuts the connection that sends the nth message from now on, over all connections, when the server has carried out the request
     * that it belongs to, and before the client has the answer.
     *
     * @param n from 1
     * @return completes when it is cut, before either end can notice
     */
    public CompletableFuture<Void> cutAfterMessage(int n) {
        return arm(Cut.at(nth(n), Cut.Side.AFTER));
    }

    private static Predicate<Framing.Message> nth(int n) {
        AtomicInteger left = new AtomicInteger(n);
        return message -> left.decrementAndGet() == 0;
    }

    /**
     * Holds the next message that has this token back, with all that follows it on its connection; other connections overtake it. It goes
     * on when it is released, even if the client has closed its end by then, as in a network.
     */
    public Hold hold(String token) {
        Hold next = new Hold(token, new CountDownLatch(1), new CountDownLatch(1));
        hold.set(next);
        return next;
    }

    /** A message that is held back. */
    public record Hold(String token, CountDownLatch here, CountDownLatch released) {
        /** Waits until the message is here. */
        public void await() {
            try {
                if (!here.await(1, TimeUnit.MINUTES)) {
                    throw new AssertionError("no message with " + token);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Lets it go on. */
        public void release() {
            released.countDown();
        }
    }

    @Nullable
    Hold takeHold(Framing.Message message) {
        Hold armed = hold.get();
        boolean here = armed != null && message.contains(armed.token) && hold.compareAndSet(armed, null);
        return here ? armed : null;
    }

    /** Speaks in a server's place. */
    @FunctionalInterface
    public interface Impostor {
        /**
         * Answers a message of the client's, and says whatever else it likes; what the client says to that is lost. Fails when the
         * client has closed the connection, is interrupted when the proxy closes it, and ends it by returning.
         */
        void speak(byte[] asked, OutputStream client) throws IOException, InterruptedException;
    }

    /**
     * Has an impostor answer the nth message from now on, over all connections, in place of the server, which gets no more of that
     * connection.
     *
     * @param n from 1
     * @return completes when it begins to speak
     */
    public CompletableFuture<Void> usurpAtMessage(int n, Impostor impostor) {
        Usurpation next = new Usurpation(nth(n), impostor, new CompletableFuture<>());
        usurpation.set(next);
        return next.begun;
    }

    @Nullable
    Usurpation takeUsurpation(Framing.Message message) {
        Usurpation armed = usurpation.get();
        boolean here = armed != null && armed.place.test(message) && usurpation.compareAndSet(armed, null);
        return here ? armed : null;
    }

    /** Once, at the first message that matches. */
    record Usurpation(Predicate<Framing.Message> place, Impostor impostor, CompletableFuture<Void> begun) {}

    /** Sends the server other bytes in place of the next message that has this token. */
    public void replace(String token, byte[] bytes) {
        replacement.set(new Replacement(token, bytes));
    }

    /** What goes to the server in place of a message. */
    byte[] replaced(Framing.Message message) {
        Replacement armed = replacement.get();
        if (armed == null || !message.contains(armed.token) || !replacement.compareAndSet(armed, null)) {
            return message.bytes();
        }
        return armed.bytes;
    }

    /** Once, and in a message that holds the token. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Replacement(String token, byte[] bytes) {}

    private CompletableFuture<Void> arm(Cut next) {
        cut.set(next);
        return next.done();
    }

    @Nullable
    Cut takeCut(Framing.Message message) {
        Cut armed = cut.get();
        boolean here = armed != null && armed.place().test(message) && cut.compareAndSet(armed, null);
        return here ? armed : null;
    }

    Weather weather() {
        return weather;
    }

    /** How many connections are open. */
    public int openConnections() {
        return (int) links.stream().filter(Link::isOpen).count() + unheard.size();
    }

    /** Stops listening and resets all connections. */
    @Override
    public void close() {
        down();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return socket;
    }

    private void accept() {
        ServerSocket here = listener;
        Thread thread = new Thread(() -> accept(here), "fault-proxy-accept");
        thread.setDaemon(true);
        thread.start();
        acceptor = thread;
    }

    private void accept(ServerSocket here) {
        while (!here.isClosed()) {
            try {
                welcome(here.accept(), here);
            } catch (IOException e) {
                // The listener was closed, or a connection went before it was accepted.
            }
        }
    }

    private void welcome(Socket client, ServerSocket here) throws IOException {
        traffic.connected();
        if (deaf) {
            unheard.add(client);
            return;
        }
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target), framing.get(), this);
            links.removeIf(each -> !each.isOpen());
            links.add(link);
            link.start();
            if (here.isClosed()) { // down() may have looked at the connections before this one was there
                link.reset();
            }
        } catch (IOException e) { // the server refuses: its clients see a reset, since they were accepted
            resetUnheard(client);
        }
    }

    /** The port is closed once nobody waits at it any more. */
    private void closeListener() {
        try {
            listener.close();
            if (acceptor != null) {
                acceptor.join(PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void resetUnheard(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
