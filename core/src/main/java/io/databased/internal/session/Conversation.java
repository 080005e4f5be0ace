package io.databased.internal.session;

import io.databased.internal.pool.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an outermost session and its descendants say to one connection, in order: a queue of {@linkplain Step steps}, of
 * which as many are under way as the connection pipelines. The connection is taken when the first step needs it.
 *
 * <p>It also keeps what the connection has been told of the nesting: which sessions have begun on the wire, and which
 * savepoints are owed a RELEASE that rides with whatever follows.
 *
 * <p>All fields are guarded by the lock. Steps are sent by one thread at a time ({@code pumping}), outside the lock, so
 * the order of sending is the order of the queue; a thread that finds another pumping leaves its work to it, which looks
 * at the queue again under the lock before it stops.
 */
final class Conversation {
    private enum Phase {
        UNCONNECTED,
        CONNECTING,
        CONNECTED,
        RELEASED
    }

    final Engine engine;
    private final ConnectionSource source;
    private final boolean readOnly;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Step> queue = new ArrayDeque<>();
    private final ArrayDeque<Step> underWay = new ArrayDeque<>();
    private final ArrayDeque<DefaultSession> begun = new ArrayDeque<>();
    private final List<Control> owed = new ArrayList<>();
    private Phase phase = Phase.UNCONNECTED;
    private ConnectionSource.@Nullable Held held;
    private @Nullable CompletableFuture<ConnectionSource.Held> connecting;
    private @Nullable LostSession reclaim;
    private @Nullable DefaultSession root;
    private boolean pumping;
    private boolean dirty;
    private @Nullable String undefined;
    private @Nullable String condemned;
    private @Nullable StreamStep<?> stream;
    private int floors;
    private Scheduler.@Nullable Task floorDeadline;

    Conversation(Engine engine, ConnectionSource source, boolean readOnly) {
        this.engine = engine;
        this.source = source;
        this.readOnly = readOnly;
    }

    void root(DefaultSession session) {
        root = session;
    }

    DefaultSession root() {
        return Objects.requireNonNull(root);
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Under the lock; {@link #pump()} must follow outside it. */
    void add(Step step) {
        queue.add(step);
    }

    /** Under the lock: takes a step back that was not begun. */
    boolean remove(Step step) {
        return queue.remove(step);
    }

    /** Under the lock: takes back what was not begun. */
    List<Step> removeIf(Predicate<Step> condition) {
        List<Step> removed = new ArrayList<>();
        for (Iterator<Step> steps = queue.iterator(); steps.hasNext(); ) {
            Step step = steps.next();
            if (condition.test(step)) {
                steps.remove();
                removed.add(step);
            }
        }
        return removed;
    }

    /** Under the lock: what was sent and not answered. */
    List<Step> underWay() {
        return List.copyOf(underWay);
    }

    /** Sends whatever may be sent. Not under the lock. */
    void pump() {
        lock.lock();
        try {
            if (pumping) {
                return;
            }
            pumping = true;
        } finally {
            lock.unlock();
        }
        for (Runnable action = nextAction(); action != null; action = nextAction()) {
            action.run();
        }
    }

    private @Nullable Runnable nextAction() {
        lock.lock();
        try {
            Runnable action = next();
            pumping = action != null;
            return action;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next() {
        leaveFloors();
        Step step = queue.peek();
        if (step == null || (step.waitsForAnswers() && !underWay.isEmpty())) {
            return null;
        }
        Throwable refusal = step.refusal();
        if (refusal != null) {
            queue.remove();
            return () -> step.refuse(refusal);
        }
        if (step.needsConnection()) {
            if (phase == Phase.UNCONNECTED) {
                phase = Phase.CONNECTING;
                return () -> connect(step);
            }
            if (phase == Phase.CONNECTING || underWay.size() >= connection().maxPipelined()) {
                return null;
            }
        }
        if (isConnected() && !takeFloor(step)) {
            return null;
        }
        queue.remove();
        return step.begin();
    }

    private boolean takeFloor(Step step) {
        boolean taken = Objects.requireNonNull(held).takeFloor(this::pump);
        floors += taken ? 1 : 0;
        if (taken && floorDeadline != null) {
            floorDeadline.cancel();
            floorDeadline = null;
        } else if (!taken && floorDeadline == null && step.needsConnection()) {
            floorDeadline = engine.after(engine.acquireTimeout(), () -> floorRefused(step));
        }
        return taken;
    }

    /** Gives back the floors that were taken for what is answered by now, or was never sent. */
    private void leaveFloors() {
        ConnectionSource.Held talking = held;
        if (talking == null || floors == underWay.size()) {
            return;
        }
        int deepest = talking.baseDepth() - 1 + begun.size();
        for (Control release : owed) {
            deepest = Math.max(deepest, release.depth());
        }
        boolean doomed = engine.dialect().abortsOnError() && root().isDoomed();
        for (; floors > underWay.size(); floors--) {
            talking.leaveFloor(deepest, doomed);
        }
    }

    /** Another session kept the floor for too long. */
    private void floorRefused(Step step) {
        Runnable action;
        lock.lock();
        try {
            floorDeadline = null;
            ConnectionSource.Held waiting = held;
            if (waiting == null || queue.peek() != step) {
                return;
            }
            queue.remove();
            action = step.connectionFailed(
                    Timeouts.floor(step.session.holder(), waiting.floorHolder(), engine.acquireTimeout()));
        } finally {
            lock.unlock();
        }
        action.run();
        pump();
    }

    private void connect(Step first) {
        CompletableFuture<ConnectionSource.Held> acquiring = source.hold(root().holder(), readOnly);
        lock.lock();
        try {
            connecting = acquiring;
        } finally {
            lock.unlock();
        }
        acquiring.whenComplete((arrived, failure) -> first.advance(() -> connected(arrived, failure)));
    }

    private void connected(ConnectionSource.@Nullable Held arrived, @Nullable Throwable failure) {
        Runnable action = () -> {};
        lock.lock();
        try {
            connecting = null;
            if (phase == Phase.RELEASED) { // the session ended while this was on its way
                if (arrived != null) {
                    action = arrived::release;
                }
            } else if (arrived != null) {
                phase = Phase.CONNECTED;
                held = arrived;
                reclaim = engine.watch(this, arrived);
                revocable(arrived, new WeakReference<>(root()));
            } else {
                phase = Phase.UNCONNECTED;
                Step step = queue.poll();
                if (step != null) {
                    action = step.connectionFailed(Failures.unwrap(Objects.requireNonNull(failure)));
                }
            }
        } finally {
            lock.unlock();
        }
        action.run();
        pump();
    }

    /** The source must not keep a lost session reachable. */
    private static void revocable(ConnectionSource.Held held, WeakReference<DefaultSession> session) {
        held.onRevoke(() -> {
            DefaultSession holder = session.get();
            if (holder != null) {
                holder.revoke();
            }
        });
    }

    /** Under the lock. */
    SessionBackend connection() {
        return Objects.requireNonNull(held).connection();
    }

    /** Under the lock: whether there is a connection that can still be spoken to. */
    boolean isConnected() {
        return phase == Phase.CONNECTED && undefined == null;
    }

    /** Under the lock. */
    int depth(DefaultSession session) {
        return Objects.requireNonNull(held).baseDepth() + session.level();
    }

    /** Under the lock: whether even the outermost session is a savepoint. */
    private boolean isInsideTransaction() {
        return Objects.requireNonNull(held).baseDepth() > 0;
    }

    /** Under the lock: what must go ahead of a statement of this session, which is taken as sent. */
    List<Control> preludeFor(DefaultSession session) {
        if (session.hasBegun() && owed.isEmpty()) {
            return List.of();
        }
        List<Control> prelude = new ArrayList<>(owed);
        owed.clear();
        begin(session, prelude);
        return prelude;
    }

    private void begin(DefaultSession session, List<Control> prelude) {
        DefaultSession parent = session.parentSession();
        if (parent != null && !parent.hasBegun()) {
            begin(parent, prelude);
        }
        if (!session.hasBegun()) {
            prelude.add(engine.transactionSql().begin(depth(session), session.options()));
            session.hasBegun(true);
            begun.push(session);
            if (reclaim != null) {
                reclaim.begun();
            }
        }
    }

    /** Under the lock: the child's savepoint is to be released with whatever follows. */
    void oweRelease(DefaultSession child) {
        if (child.hasBegun()) {
            forget(child);
            owed.add(engine.transactionSql().commit(depth(child)));
        }
    }

    /** Under the lock: what undoes and ends the session on the wire. Savepoints inside it go with it. */
    List<Control> rollback(DefaultSession session) {
        int depth = depth(session);
        owed.clear();
        forget(session);
        TransactionSql sql = engine.transactionSql();
        return depth == 0 ? List.of(sql.rollback(0)) : List.of(sql.rollback(depth), sql.commit(depth));
    }

    /** Under the lock: what commits the outermost session; COMMIT releases every savepoint by itself. */
    List<Control> commit(DefaultSession session) {
        int depth = depth(session);
        List<Control> steps = new ArrayList<>();
        if (depth > 0) {
            steps.addAll(owed);
        }
        owed.clear();
        steps.add(engine.transactionSql().commit(depth));
        return steps;
    }

    private void forget(DefaultSession session) {
        while (session.hasBegun()) {
            begun.pop().hasBegun(false);
        }
    }

    /** Under the lock. */
    void sent(Step step) {
        underWay.add(step);
    }

    /** Under the lock: whether the step was still waited for. */
    boolean answered(Step step) {
        return underWay.remove(step);
    }

    /** Under the lock: the connection must be reset before others have it. */
    void markDirty() {
        dirty = true;
    }

    /** Under the lock: the connection still answers, and is closed when the conversation ends. */
    void condemn(String why) {
        condemned = why;
    }

    /** Under the lock: the stream that is open, or wants to be. */
    @Nullable
    StreamStep<?> stream() {
        return stream;
    }

    /** Under the lock. */
    void stream(@Nullable StreamStep<?> open) {
        stream = open;
    }

    /** Under the lock: a lost session closes its cursor first. */
    void cursor(@Nullable RowCursor cursor) {
        if (reclaim != null) {
            reclaim.cursor(cursor);
        }
    }

    /** Under the lock: what a failure leaves of the transaction and of the connection. */
    void failed(BackendException failure, Throwable reported) {
        switch (failure.effect()) {
            case STATEMENT -> {}
            case TRANSACTION_ENDED -> {
                if (isInsideTransaction()) { // of force-rollback: outside of it the next savepoint would be for good
                    lose("its transaction ended: " + failure.getMessage(), reported);
                    return;
                }
                forget(root());
                owed.clear();
                root().failAll(reported);
            }
            case PRELUDE -> lose(failure.getMessage(), reported);
            case CONNECTION_LOST, NOT_SENT -> lose(failure.getMessage(), reported);
        }
    }

    /** Under the lock: the connection's state is unknown, or it is gone; nothing more is said to it. */
    void lose(String why, Throwable reported) {
        undefined = why;
        forget(root());
        owed.clear();
        root().failAll(reported);
    }

    /** Under the lock: lets another session follow the COMMIT that has just left; returns what does it. */
    Runnable handOver() {
        ConnectionSource.Held last = held;
        boolean clean = undefined == null && condemned == null && !dirty;
        return last != null && clean && last.connection().mayFollowCommit() ? last::handOver : () -> {};
    }

    /** Under the lock: ends the conversation; returns what gives the connection back. */
    Runnable release() {
        ConnectionSource.Held ended = held;
        CompletableFuture<ConnectionSource.Held> pending = connecting;
        phase = Phase.RELEASED;
        held = null;
        if (reclaim != null) {
            reclaim.ended();
            reclaim = null;
        }
        if (ended == null) {
            return pending == null ? () -> {} : () -> pending.cancel(false);
        }
        String why = undefined != null ? undefined : condemned;
        if (why != null) {
            return () -> ended.destroy(why);
        }
        return dirty ? ended::releaseDirty : ended::release;
    }
}
