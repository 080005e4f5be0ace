package io.databased.vertx.runtime;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of this JVM: one set for all connected databases that were built under the same context class loader, which
 * their callbacks find again. There from the first database that needs them to the last that is disconnected.
 */
final class EventLoops {
    /** What a user sets to {@value #PLAIN} for event loops of Vert.x in place of ours. */
    static final String PROPERTY = "databased.eventLoops";

    static final String PLAIN = "plain";

    private static final System.Logger LOG = System.getLogger("io.databased.vertx");

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<@Nullable ClassLoader, EventLoops> ALL = new HashMap<>(); // guarded by the lock
    private static boolean warned; // guarded by the lock

    private final @Nullable ClassLoader classLoader;
    private final Vertx vertx;
    private final List<EventExecutor> plain;
    private int users; // guarded by the lock

    private EventLoops(@Nullable ClassLoader classLoader, Vertx vertx, List<EventExecutor> plain) {
        this.classLoader = classLoader;
        this.vertx = vertx;
        this.plain = plain;
    }

    /** Those for a class loader, started if need be; until {@link #release}. */
    static EventLoops acquire(@Nullable ClassLoader classLoader) {
        LOCK.lock();
        try {
            EventLoops loops = ALL.get(classLoader);
            if (loops == null) {
                loops = start(classLoader);
                ALL.put(classLoader, loops);
            }
            loops.users++;
            return loops;
        } finally {
            LOCK.unlock();
        }
    }

    Vertx vertx() {
        return vertx;
    }

    /** The last of those that have acquired them stops them. */
    CompletionStage<Void> release() {
        LOCK.lock();
        try {
            users--;
            if (users > 0) {
                return CompletableFuture.completedFuture(null);
            }
            ALL.remove(classLoader);
        } finally {
            LOCK.unlock();
        }
        return vertx.close().onComplete(closed -> PlainLoops.remove(plain)).toCompletionStage();
    }

    private static EventLoops start(@Nullable ClassLoader classLoader) {
        DriverVersions versions = DriverVersions.found();
        boolean ours = versions.areKnown() && !PLAIN.equals(System.getProperty(PROPERTY));
        if (!versions.areKnown() && !warned) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    () -> "Databased does not know " + versions + " (it knows Netty 4.2 and Vert.x 5.0): it"
                            + " uses plain event loops, which are slower");
        }
        VertxBuilder builder = Vertx.builder().with(options());
        if (versions.isVertxKnown()) {
            builder.withTransport(new BoundedTransport(classLoader, ours));
        }
        Vertx vertx = builder.build();
        List<EventExecutor> plain = new ArrayList<>();
        if (!ours) {
            ((VertxInternal) vertx).nettyEventLoopGroup().forEach(plain::add);
            PlainLoops.add(plain);
        }
        return new EventLoops(classLoader, vertx, plain);
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setDisableTCCL(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }
}
