package io.databased.vertx;

import io.databased.vertx.loop.CallbackEventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of the connected databases of this JVM, on daemon threads: there from the first database that needs
 * them to the last that is disconnected.
 */
public final class VertxRuntime {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static @Nullable Vertx shared; // guarded by the lock
    private static int users; // guarded by the lock

    private @Nullable Vertx held; // guarded by the lock

    /** The event loops for one database; nothing is started yet. */
    public VertxRuntime() {}

    /** The event loops, started if need be; until {@link #release()}. */
    public Vertx vertx() {
        LOCK.lock();
        try {
            if (held == null) {
                if (shared == null) {
                    shared = start();
                }
                users++;
                held = shared;
            }
            return held;
        } finally {
            LOCK.unlock();
        }
    }

    /** A context of its own for a connection; contexts take the event loops in turn. */
    public ContextInternal newContext() {
        return ((VertxInternal) vertx()).createEventLoopContext();
    }

    /** The database does not need them any more; the last one stops them. Idempotent. */
    public CompletionStage<Void> release() {
        LOCK.lock();
        try {
            if (held == null) {
                return CompletableFuture.completedFuture(null);
            }
            Vertx last = held;
            held = null;
            users--;
            if (users > 0) {
                return CompletableFuture.completedFuture(null);
            }
            shared = null;
            return last.close().toCompletionStage();
        } finally {
            LOCK.unlock();
        }
    }

    /** Whether the current thread is an event loop, which must not block. */
    public static boolean onEventLoop() {
        return CallbackEventLoops.isCurrentThread();
    }

    private static Vertx start() {
        int processors = Runtime.getRuntime().availableProcessors();
        VertxOptions options = new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(Math.max(1, processors / 2))
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setDisableTCCL(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withTransport(new BoundedTransport())
                .build();
    }
}
