package io.databased.vertx.runtime;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.CallbackThread;
import io.databased.vertx.loop.CallbackEventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of one database from its first connection to its disconnect, on daemon threads: with the context class
 * loader of who built the database. Databases that were built under the same one share them. Who asks for them after they
 * were released is refused, since nobody would stop them again. Thread-safe.
 */
public final class VertxRuntime {
    private final @Nullable ClassLoader classLoader;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable EventLoops held; // guarded by the lock
    private boolean released; // guarded by the lock

    /**
     * For a database that the current thread builds; nothing is started yet.
     *
     * @throws IllegalStateException if Vert.x is older than version 5
     */
    public VertxRuntime() {
        this(Thread.currentThread().getContextClassLoader());
    }

    private VertxRuntime(@Nullable ClassLoader classLoader) {
        DriverVersions.checkVertx();
        this.classLoader = classLoader;
    }

    /** Another one for the same database, which may be connected again. */
    public VertxRuntime another() {
        return new VertxRuntime(classLoader);
    }

    /**
     * The event loops, started if need be; until {@link #release()}.
     *
     * @throws BackendException if they were released, or Netty is older than version 4.2
     */
    public Vertx vertx() throws BackendException {
        lock.lock();
        try {
            if (released) {
                throw new BackendException("the database was disconnected", Kind.SYSTEM, Effect.NOT_SENT, null);
            }
            if (held == null) {
                DriverVersions.checkNetty();
                held = EventLoops.acquire(classLoader);
            }
            return held.vertx();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A context of its own for a connection; contexts take the event loops in turn.
     *
     * @throws BackendException as from {@link #vertx()}
     */
    public ContextInternal newContext() throws BackendException {
        return ((VertxInternal) vertx()).createEventLoopContext();
    }

    /** The database does not need them any more; the last one stops them. Idempotent. */
    public CompletionStage<Void> release() {
        EventLoops last;
        lock.lock();
        try {
            released = true;
            last = held;
            held = null;
        } finally {
            lock.unlock();
        }
        return last == null ? CompletableFuture.completedFuture(null) : last.release();
    }

    /** Whether a connection could not be opened because of the versions of Netty and Vert.x: no use to try again. */
    public static boolean cannotRun(Throwable openFailure) {
        return DriverVersions.areWrong(openFailure);
    }

    /** Whether the current thread is an event loop, which must not block. Needs nothing that an older Netty lacks. */
    public static boolean onEventLoop() {
        return Thread.currentThread() instanceof CallbackThread
                ? CallbackEventLoops.isCurrentThread()
                : PlainLoops.isCurrentThread();
    }
}
