package io.databased.internal.session;

import io.databased.SessionStatus;
import io.databased.internal.pool.Scheduler;
import io.databased.internal.session.SessionState.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The children of one session: one is open, others wait for their turn. All under the conversation's lock. */
final class ChildTurns {
    private record Turn(DefaultSession child, CompletableFuture<Void> opened, Scheduler.Task deadline) {}

    private final DefaultSession parent;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private @Nullable DefaultSession open;

    ChildTurns(DefaultSession parent) {
        this.parent = parent;
    }

    /** The child that is open, or was until it is rolled back or handed over. */
    @Nullable
    DefaultSession open() {
        return open;
    }

    /** Opens the child now or when its turn comes. */
    void open(DefaultSession child, CompletableFuture<Void> opened) {
        Throwable refusal = parent.refusalOfStatement();
        if (refusal == null && parent.status() != SessionStatus.OPEN) {
            refusal = parent.refusals().notOpen("child session");
        }
        if (refusal != null) {
            child.happened(Event.NOT_OPENED);
            opened.completeExceptionally(refusal);
        } else if (open == null) {
            open = child;
            child.happened(Event.OPENED);
            opened.complete(null);
        } else {
            Scheduler.Task deadline = parent.engine.after(parent.engine.acquireTimeout(), () -> timedOut(child));
            waiting.add(new Turn(child, opened, deadline));
        }
    }

    /** The open child has ended; the next one's turn has come. */
    Runnable ended(DefaultSession child) {
        if (open != child) {
            return () -> {};
        }
        open = null;
        return passTurn();
    }

    private Runnable passTurn() {
        Turn next = waiting.poll();
        if (next == null) {
            return () -> {};
        }
        next.deadline().cancel();
        Throwable refusal = parent.refusalOfStatement();
        if (refusal == null) {
            open = next.child();
            next.child().happened(Event.OPENED);
            return () -> parent.engine.complete(() -> next.opened().complete(null));
        }
        next.child().happened(Event.NOT_OPENED);
        Runnable others = passTurn();
        return () -> {
            parent.engine.complete(() -> next.opened().completeExceptionally(refusal));
            others.run();
        };
    }

    /** A waiting child does not want its turn any more. */
    void leave(DefaultSession child, Throwable why) {
        for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
            Turn turn = turns.next();
            if (turn.child() == child) {
                turns.remove();
                turn.deadline().cancel();
                parent.engine.complete(() -> turn.opened().completeExceptionally(why));
            }
        }
    }

    /** The parent is rolled back, and everything inside it. */
    void endAll(Throwable why, List<Runnable> actions) {
        for (Turn turn : new ArrayList<>(waiting)) {
            leave(turn.child(), why);
            turn.child().happened(Event.CANCELLED);
        }
        DefaultSession child = open;
        if (child != null) {
            List<Runnable> inner = new ArrayList<>();
            child.endWithParent(why, inner);
            actions.addAll(inner);
            open = null;
        }
    }

    private void timedOut(DefaultSession child) {
        Throwable why;
        parent.conversation().lock();
        try {
            DefaultSession holder = open;
            if (waiting.stream().noneMatch(turn -> turn.child() == child) || holder == null) {
                return;
            }
            why = Timeouts.turn(child.holder(), holder.holder(), parent.engine.acquireTimeout());
            child.happened(Event.NOT_OPENED);
            leave(child, why);
        } finally {
            parent.conversation().unlock();
        }
    }
}
