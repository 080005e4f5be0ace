package io.databased.internal.session;

import io.databased.ConnectionLostException;
import io.databased.NotConnectedException;
import io.databased.internal.pool.Scheduler;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk on a connection that all sessions share: a stack of turns, of which the innermost has the floor. A new
 * session becomes the innermost as soon as what was said before is answered; those below wait until it ends.
 *
 * <p>{@code synchronized} methods guard the fields and call nothing; what follows from a change is run after it.
 */
final class Floor {
    private final Engine engine;
    private final SessionBackend connection;
    private final ArrayDeque<Turn> stack = new ArrayDeque<>();
    private final ArrayDeque<Turn> entering = new ArrayDeque<>();
    private int deepest;
    private boolean doomed;
    private boolean dirty;
    private boolean closed;
    private boolean revoked;
    private @Nullable String broken;
    private @Nullable CompletableFuture<Void> emptied;

    /** A floor inside a transaction that has just begun, at depth 0. */
    Floor(Engine engine, SessionBackend connection) {
        this.engine = engine;
        this.connection = connection;
    }

    /** Asks for a place for a session; completes once it is the innermost. */
    CompletableFuture<ConnectionSource.Held> enter(Object holder) {
        return enter(new Turn(holder, false));
    }

    /**
     * As {@link #enter}, and nobody comes in on top: what came in would be undone with it. Only for what cannot wait for
     * another session.
     */
    CompletableFuture<ConnectionSource.Held> enterAlone(Object holder) {
        return enter(new Turn(holder, true));
    }

    private CompletableFuture<ConnectionSource.Held> enter(Turn turn) {
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new NotConnectedException("The database is being disconnected; no new session is opened"));
            }
            if (broken != null) {
                return CompletableFuture.failedFuture(lost());
            }
            entering.add(turn);
            turn.deadline = engine.after(engine.acquireTimeout(), () -> timedOut(turn));
        }
        turn.entered.whenComplete((held, failure) -> {
            if (failure != null) {
                leave(turn);
            }
        });
        settle();
        return turn.entered;
    }

    ConnectionLostException lost() {
        return new ConnectionLostException(
                "The one connection of this force-rollback database is lost (" + broken
                        + "); everything on it is rolled back, and no other is opened in its place. Disconnect and connect"
                        + " again",
                true,
                null);
    }

    synchronized boolean isBroken() {
        return broken != null;
    }

    /** Whether sessions were cut short when the grace was over. */
    synchronized boolean isRevoked() {
        return revoked;
    }

    synchronized boolean isDirty() {
        return dirty;
    }

    /** No new sessions; completes once those there are have ended, at the latest when the grace is over. */
    CompletableFuture<Void> close(Duration grace) {
        CompletableFuture<Void> empty = new CompletableFuture<>();
        List<Turn> refused;
        synchronized (this) {
            closed = true;
            emptied = empty;
            refused = new ArrayList<>(entering);
            entering.clear();
        }
        refused.forEach(turn -> turn.entered.completeExceptionally(
                new NotConnectedException("The database was disconnected before session could be opened")));
        Scheduler.Task deadline = engine.after(grace, this::revokeAll);
        settle();
        return empty.whenComplete((done, failure) -> deadline.cancel());
    }

    private void revokeAll() {
        List<Runnable> revocations = new ArrayList<>();
        CompletableFuture<Void> empty;
        synchronized (this) {
            for (Turn turn : stack) {
                revocations.add(turn.onRevoke);
            }
            revoked = !stack.isEmpty();
            stack.clear();
            empty = emptied;
        }
        revocations.forEach(Runnable::run);
        if (empty != null) {
            empty.complete(null);
        }
    }

    private void timedOut(Turn turn) {
        Object innermost;
        synchronized (this) {
            if (!entering.contains(turn)) {
                return;
            }
            Turn top = stack.peek();
            innermost = top == null ? "another session" : top.holder;
        }
        turn.entered.completeExceptionally(Timeouts.entry(turn.holder, innermost, engine.acquireTimeout()));
    }

    /** Lets in who may come in, and tells the innermost that it may go on. */
    private void settle() {
        // Who has come in may have nothing to say yet, or waits for those behind it: there may be no other call.
        while (letIn()) {}
    }

    /** Whether somebody came in. */
    private boolean letIn() {
        Turn in;
        Runnable next = () -> {};
        CompletableFuture<Void> empty = null;
        synchronized (this) {
            Turn top = stack.peek();
            boolean quiet = top == null || (top.talking == 0 && !top.alone);
            in = quiet && !doomed ? entering.poll() : null;
            if (in != null) {
                in.baseDepth = deepest + 1;
                deepest = in.baseDepth - 1;
                stack.push(in);
            } else if (top != null && top.whenYours != null) {
                next = top.whenYours;
                top.whenYours = null;
            } else if (top == null) {
                empty = emptied;
            }
        }
        if (in != null) {
            in.deadline.cancel();
            if (!in.entered.complete(in)) {
                leave(in);
            }
        }
        next.run();
        if (empty != null) {
            empty.complete(null);
        }
        return in != null;
    }

    private void leave(Turn turn) {
        synchronized (this) {
            entering.remove(turn);
            if (stack.peek() == turn) {
                doomed = false;
                deepest = turn.baseDepth - 1;
            }
            stack.remove(turn);
        }
        turn.deadline.cancel();
        settle();
    }

    /** One session's place. */
    private final class Turn implements ConnectionSource.Held {
        private final Object holder;
        private final boolean alone;
        private final CompletableFuture<ConnectionSource.Held> entered = new CompletableFuture<>();
        private Scheduler.Task deadline = () -> {};
        private Runnable onRevoke = () -> {};
        private @Nullable Runnable whenYours;
        private int baseDepth;
        private int talking;

        Turn(Object holder, boolean alone) {
            this.holder = holder;
            this.alone = alone;
        }

        @Override
        public SessionBackend connection() {
            return connection;
        }

        @Override
        public int baseDepth() {
            return baseDepth;
        }

        @Override
        public boolean takeFloor(Runnable later) {
            synchronized (Floor.this) {
                if (stack.peek() == this && (alone || doomed || entering.isEmpty())) {
                    talking++;
                    return true;
                }
                whenYours = later;
                return false;
            }
        }

        @Override
        public void leaveFloor(int innermostSavepoint, boolean refusesAll) {
            synchronized (Floor.this) {
                talking--;
                deepest = innermostSavepoint;
                doomed = refusesAll;
            }
            engine.complete(Floor.this::settle);
        }

        @Override
        public String floorHolder() {
            synchronized (Floor.this) {
                Turn top = stack.peek();
                return top == null ? "another session" : top.holder.toString();
            }
        }

        @Override
        public void release() {
            leave(this);
        }

        @Override
        public void releaseDirty() {
            synchronized (Floor.this) {
                dirty = true;
            }
            leave(this);
        }

        @Override
        public void destroy(String why) {
            synchronized (Floor.this) {
                if (broken == null && !revoked) {
                    broken = why;
                }
            }
            leave(this);
        }

        @Override
        public void onRevoke(Runnable action) {
            synchronized (Floor.this) {
                onRevoke = action;
            }
        }
    }
}
