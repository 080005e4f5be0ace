package io.databased.internal.session;

import io.databased.SessionOptions;
import io.databased.internal.async.Log;
import io.databased.internal.async.Monitor;
import io.databased.internal.connection.ConnectionSource;
import io.databased.internal.connection.HeldConnection;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.WaitTimeouts;
import io.databased.spi.BackendException;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an outermost session and its descendants say to one connection, in order: a queue of {@linkplain Step steps}, of
 * which as many are under way as the connection pipelines. The connection is taken when the first step needs it.
 *
 * <p>The monitor guards all fields, those of the sessions among them; what a section decides is done after it. Steps are
 * begun by one thread at a time ({@code pumping}), so the order of sending is the order of the queue; a thread that finds
 * another pumping leaves its work to it, which looks at the queue again under the lock before it stops.
 */
final class SessionPipeline {
    private enum Phase {
        UNCONNECTED,
        CONNECTING,
        CONNECTED,
        RELEASED
    }

    private final Context context;
    private final ConnectionSource source;
    private final SessionNode root;
    private final Nesting nesting;
    private final Monitor monitor = new Monitor();
    private final ConnectionTurns turns = new ConnectionTurns(this::pump, this::turnRefused);
    private final ArrayDeque<Step> queue = new ArrayDeque<>(4);
    private final ArrayDeque<Step> underWay = new ArrayDeque<>(4);
    private Phase phase = Phase.UNCONNECTED;
    private @Nullable HeldConnection held;
    private @Nullable Step connectingFor;
    private @Nullable CompletableFuture<HeldConnection> connecting;
    private @Nullable LostSession lostSession;
    private Consumer<Throwable> whenTakenAway = why -> {};
    private boolean pumping;
    private boolean dirty;
    private @Nullable String undefined;
    private @Nullable String retired;
    private @Nullable Step stream;

    @SuppressWarnings("this-escape") // the node only keeps it
    SessionPipeline(Context context, ConnectionSource source, SessionOptions options) {
        this.context = context;
        this.source = source;
        this.root = new SessionNode(context, this, null, options);
        this.nesting = new Nesting(context.transactionSql(), root);
    }

    SessionNode root() {
        return root;
    }

    Nesting nesting() {
        return nesting;
    }

    Monitor monitor() {
        return monitor;
    }

    /** What to do when the connection is taken away. */
    void whenTakenAway(Consumer<Throwable> action) {
        whenTakenAway = action;
    }

    // ---- The queue ----

    /** Under the monitor; {@link #pump()} must follow outside it. */
    void add(Step step) {
        queue.add(step);
    }

    /** Under the monitor: takes a step back that was not begun. {@link #pump()} must follow outside it. */
    boolean remove(Step step) {
        boolean removed = queue.remove(step);
        stopConnectingFor(step);
        return removed;
    }

    /** Under the monitor: takes back what was not begun of a session that waits for its turn or its connection. */
    void dropQueued(SessionNode session, Throwable why) {
        for (Iterator<Step> steps = queue.iterator(); steps.hasNext(); ) {
            Step step = steps.next();
            if (step.session.isWithin(session)) {
                steps.remove();
                stopConnectingFor(step);
                monitor.afterwards(() -> step.refuse(why));
            }
        }
    }

    /** Under the monitor: takes back what was not begun in the session and inside it, and stops what runs. */
    void drop(SessionNode session, Throwable why) {
        dropQueued(session, why);
        for (Step step : underWay) {
            if (step.session.isWithin(session)) {
                monitor.afterwards(step::cutShort);
            }
        }
        Step open = stream;
        if (open != null && !underWay.contains(open) && open.session.isWithin(session)) {
            monitor.afterwards(open::cutShort); // read to its end, but not handed out yet
        }
        session.children().endAll(why);
    }

    /** Begins whatever may begin. Not under the monitor. */
    void pump() {
        monitor.enter();
        try {
            if (pumping) {
                return;
            }
            pumping = true;
        } finally {
            monitor.exit();
        }
        while (beginNext()) {}
    }

    /** Begins a step, and sends it on leaving the section. */
    private boolean beginNext() {
        boolean more = false;
        monitor.enter();
        try {
            more = next();
            return more;
        } finally {
            pumping = more;
            monitor.exit();
        }
    }

    private boolean next() {
        endTurns();
        Step step = queue.peek();
        turns.next(step);
        if (step == null || waits(step)) {
            return false;
        }
        Throwable refusal = step.refusal();
        if (refusal != null) {
            remove(step);
            monitor.afterwards(() -> step.refuse(refusal));
            return true;
        }
        if (step.needsConnection()) {
            if (phase == Phase.UNCONNECTED) {
                phase = Phase.CONNECTING;
                connectingFor = step;
                monitor.afterwards(() -> connect(step));
                return true;
            }
            if (phase == Phase.CONNECTING || underWay.size() >= line().backend().maxPipelined()) {
                return false;
            }
        }
        if (isConnected() && step.needsTurn() && !turns.take(Objects.requireNonNull(held), step)) {
            return false;
        }
        queue.remove();
        begin(step);
        return true;
    }

    private boolean waits(Step step) {
        Step last = underWay.peekLast();
        return last != null && (step.waitsForAnswers() || last.isAlone());
    }

    private void begin(Step step) {
        try {
            step.begin();
        } catch (Throwable defect) { // of ours or of a backend: nobody knows what was said
            Log.LOGGER.log(Level.ERROR, "a step of " + root + " could not begin", defect);
            underWay.remove(step);
            Throwable lost = root.refusals().lost(defect, step.asker());
            lose("a step could not begin", lost);
            monitor.afterwards(() -> step.tell(lost));
        }
    }

    private void endTurns() {
        HeldConnection talking = held;
        if (talking != null && turns.areOver(underWay.size())) {
            boolean refusesAll = context.dialect().abortsOnError() && root.isFailed();
            if (turns.end(talking, underWay.size(), nesting.deepest(), refusesAll)) {
                monitor.afterwards(talking::turnsChanged);
            }
        }
    }

    /** Another session kept its turn for too long. */
    private void turnRefused(Step step) {
        monitor.enter();
        try {
            HeldConnection waiting = held;
            if (waiting == null || !turns.isWaiting(step) || queue.peek() != step) {
                return;
            }
            queue.remove();
            step.connectionFailed(
                    WaitTimeouts.nested(step.session.label(), waiting.turnHolder(), step.session.acquireTimeout()));
        } finally {
            monitor.exit();
        }
        pump();
    }

    // ---- The connection ----

    private void connect(Step first) {
        root.observed().asksForConnection();
        first.observed().asksForConnection();
        CompletableFuture<HeldConnection> acquiring = hold();
        boolean over;
        monitor.enter();
        try {
            over = connectingFor != first; // before this could be cancelled
            if (!over) {
                connecting = acquiring;
            }
        } finally {
            monitor.exit();
        }
        if (over) {
            acquiring.cancel(false);
        }
        acquiring.whenComplete((arrived, failure) -> first.advance(() -> connected(first, arrived, failure)));
    }

    private CompletableFuture<HeldConnection> hold() {
        try {
            return source.hold(root.label(), root.options().readOnly(), root.acquireTimeout());
        } catch (Throwable defect) { // whoever waits must hear of it
            return CompletableFuture.failedFuture(defect);
        }
    }

    private void connected(Step first, @Nullable HeldConnection arrived, @Nullable Throwable failure) {
        monitor.enter();
        try {
            if (connectingFor != first) { // nobody waits for it any more
                if (arrived != null) {
                    monitor.afterwards(arrived::release);
                }
                return;
            }
            connectingFor = null;
            connecting = null;
            if (arrived != null) {
                phase = Phase.CONNECTED;
                held = arrived;
                nesting.startAt(arrived.baseDepth());
                lostSession = LostSession.watch(this, root, arrived);
                monitor.afterwards(root.observed()::connected);
                monitor.afterwards(first.observed()::connected);
                monitor.afterwards(() -> arrived.heldBy(new Reachable(new WeakReference<>(this))));
            } else {
                phase = Phase.UNCONNECTED;
                Step step = queue.poll();
                if (step != null) {
                    step.connectionFailed(Failures.unwrap(Objects.requireNonNull(failure)));
                }
            }
        } finally {
            monitor.exit();
        }
        pump();
    }

    /**
     * Under the monitor: a connection is not awaited longer than the step that asked for it. The next to need one asks
     * anew, and has its whole time.
     */
    private void stopConnectingFor(@Nullable Step step) {
        if (step == null || step != connectingFor) {
            return;
        }
        CompletableFuture<HeldConnection> pending = connecting;
        phase = Phase.UNCONNECTED;
        connectingFor = null;
        connecting = null;
        if (pending != null) {
            monitor.afterwards(() -> pending.cancel(false));
        }
    }

    /** The source must not keep a lost session reachable. */
    private record Reachable(WeakReference<SessionPipeline> pipeline) implements HeldConnection.Holder {
        @Override
        public void disconnected() {
            SessionPipeline reached = pipeline.get();
            if (reached != null) {
                reached.whenTakenAway.accept(reached.root.refusals().revoked());
            }
        }

        @Override
        public void lost(Throwable why) {
            SessionPipeline reached = pipeline.get();
            if (reached != null) {
                reached.whenTakenAway.accept(why);
            }
        }
    }

    /** Under the monitor. */
    Line line() {
        return Objects.requireNonNull(held).line();
    }

    /** Under the monitor: whether there is a connection that can still be spoken to. */
    boolean isConnected() {
        return phase == Phase.CONNECTED && undefined == null;
    }

    /** Under the monitor: what must go ahead of a statement of this session, which is taken as sent. */
    List<Control> preludeFor(SessionNode session) {
        List<Control> prelude = nesting.preludeFor(session);
        if (lostSession != null && nesting.hasBegun()) {
            lostSession.begun();
        }
        return prelude;
    }

    /** Under the monitor. */
    void sent(Step step) {
        underWay.add(step);
        dirty |= context.settings().backend().resetsAfterUse();
    }

    /** Under the monitor: whether the step was still waited for. */
    boolean answered(Step step) {
        return underWay.remove(step);
    }

    /** Under the monitor: the connection must be reset before others have it. */
    void markDirty() {
        dirty = true;
    }

    /** Under the monitor: the connection still answers, and is closed when the pipeline ends. */
    void retire(String why) {
        retired = why;
    }

    /** Under the monitor: the stream that is open, or wants to be. */
    @Nullable
    Step stream() {
        return stream;
    }

    /** Under the monitor. */
    void stream(@Nullable Step open) {
        stream = open;
    }

    /** Under the monitor: a lost session closes its cursor first. */
    void cursor(@Nullable RowCursor cursor) {
        if (lostSession != null) {
            lostSession.cursor(cursor);
        }
    }

    /** Under the monitor: what a failure leaves of the transaction and of the connection. */
    void failed(BackendException failure, Throwable reported) {
        switch (failure.effect()) {
            case STATEMENT -> {}
            case TRANSACTION_ENDED -> {
                if (nesting.isInsideTransaction()) { // of force-rollback: the next savepoint would be for good
                    lose("its transaction ended: " + failure.getMessage(), reported);
                    return;
                }
                nesting.forgetAll();
                root.failAll(reported);
            }
            case PRELUDE, CONNECTION_LOST, NOT_SENT -> lose(Failures.reason(failure), reported);
        }
    }

    /** Under the monitor: the connection's state is unknown, or it is gone; nothing more is said to it. */
    void lose(String why, Throwable reported) {
        HeldConnection lost = held;
        if (undefined == null && lost != null) {
            monitor.afterwards(() -> lost.lost(why));
        }
        undefined = why;
        nesting.forgetAll();
        root.failAll(reported);
    }

    /** Under the monitor: whether the answer is awaited that tells what became of the outermost session. */
    boolean isDeciding() {
        return underWay.stream().anyMatch(Step::decides);
    }

    /** Under the monitor: lets another session follow the COMMIT that has just left. */
    void handOver() {
        HeldConnection last = held;
        boolean clean = undefined == null && retired == null && !dirty;
        if (last != null && clean && last.line().backend().mayFollowCommit()) {
            monitor.afterwards(last::handOver);
        }
    }

    /** Under the monitor: ends the pipeline, and gives the connection back. */
    void release() {
        HeldConnection ended = held;
        stopConnectingFor(connectingFor);
        phase = Phase.RELEASED;
        held = null;
        turns.next(null);
        if (lostSession != null) {
            lostSession.ended();
            lostSession = null;
        }
        if (ended == null) {
            return;
        }
        String why = undefined != null ? undefined : retired;
        if (why != null) {
            monitor.afterwards(() -> ended.destroy(why));
        } else {
            monitor.afterwards(dirty ? ended::releaseDirty : ended::release);
        }
    }
}
