package io.databased.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds threads, sockets and files that a test has left behind in this JVM. It begins before the test opens anything and ends when
 * all is closed; in between nothing else may use sockets. Where {@code /proc} is not there it sees threads only.
 */
public final class Audit {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long BEFORE_COLLECTION_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final int threads = threads().size();
    private final int sockets = sockets().size();
    private final int files = files().size();

    private Audit() {}

    /** Looks at what there is before the test. */
    public static Audit begin() {
        useSocket();
        return new Audit();
    }

    /** The JDK keeps one of its own from the first time that any is closed. */
    private static void useSocket() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            client.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Waits until there is no more than there was. JDBC drivers leave sockets to the garbage collector when closing one goes wrong, as
     * PostgreSQL's does after a reset; so that is asked for. It does not close sockets of event loops.
     *
     * @throws AssertionError with what is left if it is still there after {@link Futures#DEADLINE}
     */
    public void end() {
        end(Futures.DEADLINE);
    }

    void end(Duration patience) {
        check("threads", threads, Audit::threads, patience);
        check("sockets", sockets, Audit::sockets, patience);
        check("files", files, Audit::files, patience);
    }

    private static void check(String what, int before, Supplier<? extends Collection<String>> now, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long collection = System.nanoTime() + BEFORE_COLLECTION_NANOS;
        Collection<String> left = now.get();
        while (left.size() > before) {
            if (System.nanoTime() - collection > 0) {
                System.gc(); // again and again: what was still in use the last time is not by now
                collection = System.nanoTime() + BEFORE_COLLECTION_NANOS;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("there were " + before + " " + what + " before, and now there are " + left);
            }
            LockSupport.parkNanos(POLL_NANOS);
            left = now.get();
        }
    }

    /** Those of connections and event loops; threads for callbacks and timers serve all databases, and stay for a while. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("databased-"))
                .filter(name -> !name.startsWith("databased-callback")
                        && !name.startsWith("databased-timer")
                        && !name.startsWith("databased-canceller"))
                .toList();
    }

    private static List<String> sockets() {
        return descriptors().stream()
                .filter(target -> target.startsWith("socket:"))
                .toList();
    }

    private static List<String> files() {
        return descriptors().stream()
                .filter(target -> target.startsWith("/") && !target.startsWith("/dev/"))
                .filter(target -> !target.matches(".*\\.(jar|so|jmod|log)|.*/lib/modules"))
                .toList();
    }

    private static List<String> descriptors() {
        List<String> targets = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return targets;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            open.forEach(each -> {
                try {
                    targets.add(Files.readSymbolicLink(each).toString());
                } catch (IOException closed) {
                    // It was closed while we looked, as the one is that we look with.
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return targets;
    }
}
