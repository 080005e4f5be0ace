package io.databased.internal.session;

import io.databased.SessionStatus;
import io.databased.internal.failure.WaitTimeouts;
import io.databased.internal.session.SessionState.Event;
import io.databased.internal.time.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The children of one session: one is open, others wait for their turn. All under the pipeline's monitor. */
final class ChildTurns {
    private static final class Turn {
        final SessionNode child;
        final CompletableFuture<Void> opened;
        Scheduler.Task deadline = () -> {};

        Turn(SessionNode child, CompletableFuture<Void> opened) {
            this.child = child;
            this.opened = opened;
        }
    }

    private final SessionNode parent;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>(2);
    private @Nullable SessionNode open;

    ChildTurns(SessionNode parent) {
        this.parent = parent;
    }

    /** The child that is open, or was until it is rolled back or handed over. */
    @Nullable
    SessionNode open() {
        return open;
    }

    /**
     * Opens the child now or when its turn comes. Nobody waits for {@code opened} yet.
     *
     * @return why it does neither; {@code opened} is not told
     */
    @Nullable
    Throwable open(SessionNode child, CompletableFuture<Void> opened) {
        Throwable refusal = parent.status() == SessionStatus.OPEN || parent.status() == SessionStatus.FAILED
                ? parent.refusalOfStatement()
                : parent.refusals().notOpen("child session");
        if (refusal != null) {
            child.notOpened(refusal);
        } else if (open == null) {
            open = child;
            child.happened(Event.OPENED);
            opened.complete(null);
        } else {
            waiting.add(new Turn(child, opened));
            parent.pipeline().monitor().afterwards(() -> limit(child));
        }
        return refusal;
    }

    /** The open child has ended; the next one's turn has come. */
    void ended(SessionNode child) {
        if (open != child) {
            return;
        }
        open = null;
        Throwable refusal = parent.refusalOfStatement();
        for (Turn next = waiting.poll(); next != null; next = waiting.poll()) {
            next.deadline.cancel();
            if (refusal == null) {
                open = next.child;
                next.child.happened(Event.OPENED);
                tell(next, null);
                return;
            }
            next.child.notOpened(refusal);
            tell(next, refusal);
        }
    }

    /** A waiting child does not want its turn any more. */
    void leave(SessionNode child, Throwable why) {
        for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
            Turn turn = turns.next();
            if (turn.child == child) {
                turns.remove();
                turn.deadline.cancel();
                tell(turn, why);
            }
        }
    }

    /** The parent is rolled back, and everything inside it, to any depth; the innermost ends first. */
    void endAll(Throwable why) {
        refuseWaiting(why);
        Deque<SessionNode> inside = new ArrayDeque<>();
        for (SessionNode child = open; child != null; child = child.children().open) {
            child.endsWithParent();
            child.children().refuseWaiting(why);
            inside.push(child);
        }
        inside.forEach(SessionNode::endWithParent);
    }

    private void refuseWaiting(Throwable why) {
        for (Turn turn : new ArrayList<>(waiting)) {
            leave(turn.child, why);
            turn.child.neverOpened(why);
        }
    }

    /** Who is told may go on at length, and is told on the users' executor. */
    private void tell(Turn turn, @Nullable Throwable refusal) {
        parent.pipeline()
                .monitor()
                .afterwards(() -> parent.context().callbacks().run(() -> {
                    if (refusal == null) {
                        turn.opened.complete(null);
                    } else {
                        turn.opened.completeExceptionally(turn.child.origin().refused(refusal));
                    }
                }));
    }

    /** The deadline is set after the section, for it may be over at once. */
    private void limit(SessionNode child) {
        Scheduler.Task deadline = parent.context().waits().pause(child.acquireTimeout(), () -> timedOut(child));
        SessionPipeline pipeline = parent.pipeline();
        pipeline.monitor().enter();
        try {
            Turn turn = waitingTurn(child);
            if (turn == null) {
                pipeline.monitor().afterwards(deadline::cancel);
            } else {
                turn.deadline = deadline;
            }
        } finally {
            pipeline.monitor().exit();
        }
    }

    private @Nullable Turn waitingTurn(SessionNode child) {
        for (Turn turn : waiting) {
            if (turn.child == child) {
                return turn;
            }
        }
        return null;
    }

    private void timedOut(SessionNode child) {
        SessionPipeline pipeline = parent.pipeline();
        pipeline.monitor().enter();
        try {
            SessionNode holder = open;
            if (waitingTurn(child) == null || holder == null) {
                return;
            }
            Throwable why = parent.context().waits().isOver()
                    ? child.refusals().revoked()
                    : WaitTimeouts.turn(child.label(), holder.label(), child.acquireTimeout());
            child.notOpened(why);
            leave(child, why);
        } finally {
            pipeline.monitor().exit();
        }
    }
}
