package io.databased.spi.callback;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who serves a connection or an event loop, and calls users back in between. One thread leads: it serves, then runs the callbacks
 * which that has set off, and so on. A leader that is held up in a callback loses the lead to a new thread, which goes on
 * serving.
 *
 * <p>Who leads is one reference. The leader goes from serving to calling by itself and back by compare-and-set; another takes the
 * lead by compare-and-set from calling only. So at any moment at most one thread serves, and it sees all that those before it
 * did.
 */
public final class Lead {
    /** A callback that computes for longer is stuck as well as one that waits: a thread may have to wait for a processor. */
    private static final long COMPUTING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final System.Logger LOG = System.getLogger("io.databased");

    /** Null before the first leader and after the last. */
    private final AtomicReference<Leader.@Nullable Part> part = new AtomicReference<>();

    private final Callbacks callbacks;
    private final Watch.Post post;
    private final Consumer<Leader> successor;

    /** @param successor starts a thread that {@linkplain #take takes} the lead from this leader; does not block */
    public Lead(Consumer<Leader> successor) {
        this(successor, System::nanoTime, Watch.SHARED);
    }

    Lead(Consumer<Leader> successor, LongSupplier nanoTime, Watch watch) {
        this.successor = successor;
        this.callbacks = new Callbacks(nanoTime);
        this.post = watch.newPost(this::look);
    }

    // ---- The leader's thread ----

    /**
     * Takes the lead.
     *
     * @param before who leads now, or null for the first to lead
     * @return false if the one before has come back from its callback
     */
    public boolean take(Leader leader, @Nullable Leader before) {
        if (!part.compareAndSet(before == null ? null : before.calling(), leader.serving())) {
            return false;
        }
        callbacks.moveElsewhere();
        return true;
    }

    /** Whether the leader has something to {@linkplain #call call}. Called by the leader; others may get an answer that is past. */
    public boolean hasCallbacks() {
        return !callbacks.isEmpty();
    }

    /**
     * Runs the callbacks that there are, for a while; others run elsewhere.
     *
     * @return whether the thread leads still; if not, it must touch nothing any more
     */
    public boolean call(Leader leader) {
        if (callbacks.isEmpty()) {
            return true;
        }
        callbacks.begin(); // before the watch can look at how long they take
        part.set(leader.calling());
        post.begin();
        callbacks.run(() -> part.get() == leader.calling());
        return leader.comesBack();
    }

    /** Nobody leads any more. */
    public void end() {
        callbacks.moveElsewhere();
        part.set(null);
    }

    boolean goesOnServing(Leader leader) {
        return part.compareAndSet(leader.calling(), leader.serving());
    }

    boolean offer(Leader leader, Runnable callback, Executor elsewhere) {
        if (!isOf(leader) || !callbacks.offer(callback, elsewhere)) {
            return false;
        }
        if (!isOf(leader)) { // since the first look: who leads now may have looked already
            callbacks.moveElsewhere();
        }
        return true;
    }

    boolean isOf(Leader leader) {
        Leader.Part current = part.get();
        return current != null && current.leader() == leader;
    }

    // ---- Any thread ----

    /**
     * Whether the thread serves at the moment, so that it must not block.
     *
     * @param otherwise the answer while nobody leads
     */
    public boolean isServedBy(Thread thread, boolean otherwise) {
        Leader.Part current = part.get();
        return current == null
                ? otherwise
                : current.serves() && current.leader().thread() == thread;
    }

    /** Has another thread take the lead, unless the leader comes back from its callback before. */
    void relieve(Leader stuck) {
        if (part.get() != stuck.calling()) {
            return;
        }
        callbacks.beWary();
        try {
            successor.accept(stuck);
        } catch (OutOfMemoryError noThread) { // the watch tries again
            LOG.log(Level.WARNING, "No thread to take over from one whose callback takes long", noThread);
        }
    }

    /** Called by the watch; returns whether callbacks are run. */
    boolean look() {
        Leader.Part current = part.get();
        if (current == null || current.serves()) {
            return false;
        }
        boolean waits = current.leader().thread().getState() != Thread.State.RUNNABLE;
        if (callbacks.nanosOfCurrent() > (waits ? Watch.PERIOD_NANOS : COMPUTING_NANOS)) {
            relieve(current.leader());
        }
        return true;
    }
}
