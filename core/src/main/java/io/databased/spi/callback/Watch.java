package io.databased.spi.callback;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks after threads at intervals: whether one is stuck in a callback, whether one was interrupted that cannot notice it. One
 * daemon thread does so for the whole JVM; it comes when there is something to look after, and goes when there was nothing for a
 * second.
 *
 * <p>A flag is cleared before the last look: who finds it set before that has given something to be seen.
 */
public final class Watch {
    /** How long it is from one look to the next. */
    public static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int PATIENCE = 200;
    private static final System.Logger LOG = System.getLogger("io.databased");
    static final Watch SHARED = new Watch(Watch::start);

    private final Executor threads;
    private final Set<Post> posts = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @param threads runs what is given to it on a new thread, or throws */
    Watch(Executor threads) {
        this.threads = threads;
    }

    private static void start(Runnable watch) {
        Thread thread = new Thread(null, watch, "databased-callback-watch", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        thread.start();
    }

    /**
     * Something for the watch of this JVM to look after.
     *
     * @param look is called on its thread and must not block; returns whether there was anything to look after
     */
    public static Post post(BooleanSupplier look) {
        return SHARED.newPost(look);
    }

    Post newPost(BooleanSupplier look) {
        return new Post(look);
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(this::watch);
        } catch (OutOfMemoryError noThread) {
            begun.set(false);
            posts.forEach(Post::leave); // whoever begins next tries again
            LOG.log(Level.WARNING, "No thread to look after callbacks", noThread);
        }
    }

    private void watch() {
        while (!posts.isEmpty()) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            posts.forEach(Post::lookOnce);
        }
        begun.set(false);
        if (!posts.isEmpty()) {
            begin();
        }
    }

    /** One thing to look after. */
    public final class Post {
        private final BooleanSupplier look;
        private final AtomicBoolean watched = new AtomicBoolean();
        private int inVain; // confined to the watch

        private Post(BooleanSupplier look) {
            this.look = look;
        }

        /** Has it looked after within two periods; what is to be seen must be there before. Any thread. */
        public void begin() {
            if (!watched.get() && watched.compareAndSet(false, true)) {
                posts.add(this);
                Watch.this.begin();
            }
        }

        private void lookOnce() {
            inVain = look() ? 0 : inVain + 1;
            if (inVain >= PATIENCE) {
                inVain = 0;
                leave();
                if (look()) {
                    begin();
                }
            }
        }

        private void leave() {
            posts.remove(this);
            watched.set(false);
        }

        private boolean look() {
            try {
                return look.getAsBoolean();
            } catch (RuntimeException | Error defect) { // must not end the watch of the others
                LOG.log(Level.WARNING, "Looking after callbacks failed", defect);
                return false;
            }
        }
    }
}
