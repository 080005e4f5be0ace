package io.databased.internal.connection;

import io.databased.ConnectionLostException;
import io.databased.NotConnectedException;
import io.databased.internal.async.Monitor;
import io.databased.internal.context.Context;
import io.databased.internal.failure.WaitTimeouts;
import io.databased.internal.time.Durations;
import io.databased.internal.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk on a connection that all sessions share: a stack of places, of which the innermost has its turn. A new
 * session becomes the innermost as soon as what was said before is answered; those below wait until it ends.
 *
 * <p>The monitor guards the fields. A place's session enters it under its own lock, so it is the inner one: nothing here
 * calls a session, or completes a future, but after the section. Turns are given by one thread at a time ({@code settling}),
 * one after the other, so a long queue does not overflow the stack; a thread that finds another at it leaves its change to
 * it, which looks again under the lock before it stops.
 */
final class TurnStack {
    private final Context context;
    private final Line line;
    private final PoolEvents events;
    private final Monitor monitor = new Monitor();
    private final ArrayDeque<Place> stack = new ArrayDeque<>();
    private final ArrayDeque<Place> entering = new ArrayDeque<>();
    private boolean settling;
    private int deepest;
    private boolean refusesAll;
    private boolean dirty;
    private boolean closed;
    private boolean revoked;
    private @Nullable String broken;
    private @Nullable CompletableFuture<Void> emptied;

    /** Inside a transaction that has just begun, at depth 0. */
    TurnStack(Context context, Line line) {
        this.context = context;
        this.line = line;
        this.events = new PoolEvents(context, line.server().role());
    }

    /**
     * Asks for a place for a session; completes once it is the innermost.
     *
     * @param alone whether nobody comes in on top, because what came in would be undone with it; only for what cannot wait
     *     for another session
     */
    CompletableFuture<HeldConnection> enter(Object holder, boolean alone, Duration limit) {
        Place place = new Place(holder, alone);
        monitor.enter();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new NotConnectedException("The database is being disconnected; no new session is opened"));
            }
            if (broken != null) {
                return CompletableFuture.failedFuture(lost());
            }
            entering.add(place);
            place.deadline = context.after(limit, () -> timedOut(place, limit));
        } finally {
            monitor.exit();
        }
        place.entered.whenComplete((held, failure) -> {
            if (failure != null) {
                leave(place);
            }
        });
        settle();
        return place.entered;
    }

    ConnectionLostException lost() {
        return new ConnectionLostException(
                "The one connection of this force-rollback database is lost (" + broken
                        + "); everything on it is rolled back, and no other is opened in its place. Disconnect and connect"
                        + " again",
                true,
                null);
    }

    boolean isBroken() {
        return read(() -> broken != null);
    }

    /** Whether sessions were cut short when the grace was over. */
    boolean isRevoked() {
        return read(() -> revoked);
    }

    boolean isDirty() {
        return read(() -> dirty);
    }

    private boolean read(BooleanSupplier field) {
        monitor.enter();
        try {
            return field.getAsBoolean();
        } finally {
            monitor.exit();
        }
    }

    /** No new sessions; completes once those there are have ended, at the latest when the grace is over. */
    CompletableFuture<Void> close(Duration grace) {
        CompletableFuture<Void> empty = new CompletableFuture<>();
        monitor.enter();
        try {
            closed = true;
            emptied = empty;
            for (Place refused : entering) {
                monitor.afterwards(() -> refused.entered.completeExceptionally(
                        new NotConnectedException("The database was disconnected before the session could be opened")));
            }
            entering.clear();
        } finally {
            monitor.exit();
        }
        Scheduler.Task deadline = context.after(grace, this::revokeAll);
        Scheduler.Task report = context.after(Durations.untilReported(grace), () -> report(grace));
        settle();
        return empty.whenComplete((done, failure) -> {
            deadline.cancel();
            report.cancel();
        });
    }

    private void report(Duration grace) {
        List<Object> holders = holders();
        if (!holders.isEmpty()) {
            Farewells.waits(context.settings().url(), holders, grace.toNanos());
        }
    }

    private List<Object> holders() {
        monitor.enter();
        try {
            return stack.stream().map(place -> place.holder).toList();
        } finally {
            monitor.exit();
        }
    }

    private void revokeAll() {
        monitor.enter();
        try {
            revoked = !stack.isEmpty();
            if (revoked) {
                List<Object> holders = holders();
                monitor.afterwards(() -> Farewells.over(context.settings().url(), holders));
            }
            for (Place place : stack) {
                place.deadline.cancel();
                place.takeAway();
            }
            stack.clear();
            CompletableFuture<Void> empty = emptied;
            if (empty != null) {
                monitor.afterwards(() -> empty.complete(null));
            }
        } finally {
            monitor.exit();
        }
    }

    private void timedOut(Place place, Duration limit) {
        monitor.enter();
        try {
            if (entering.contains(place)) {
                Place top = stack.peek();
                Object innermost = top == null ? "another session" : top.holder;
                monitor.afterwards(
                        () -> place.entered.completeExceptionally(WaitTimeouts.entry(place.holder, innermost, limit)));
            }
        } finally {
            monitor.exit();
        }
    }

    /** Lets in who may come in, and tells the innermost that it may go on. */
    private void settle() {
        monitor.enter();
        try {
            if (settling) {
                return;
            }
            settling = true;
        } finally {
            monitor.exit();
        }
        // Who has come in may have nothing to say yet, or waits for those behind it: there may be no other call.
        for (Runnable next = nextTurn(); next != null; next = nextTurn()) {
            next.run();
        }
    }

    private @Nullable Runnable nextTurn() {
        monitor.enter();
        try {
            Runnable next = giveTurn();
            settling = next != null;
            return next;
        } finally {
            monitor.exit();
        }
    }

    private @Nullable Runnable giveTurn() {
        Place top = stack.peek();
        boolean quiet = top == null || (top.talking == 0 && !top.alone);
        Place in = quiet && !refusesAll && broken == null ? entering.poll() : null;
        if (in != null) {
            in.baseDepth = deepest + 1;
            in.deadline.cancel();
            in.deadline = leakWarning(in.holder);
            stack.push(in);
            return () -> in.entered.complete(in);
        }
        if (top != null && top.whenYours != null && mayTalk(top)) {
            Runnable yours = top.whenYours;
            top.whenYours = null;
            return yours;
        }
        CompletableFuture<Void> empty = emptied;
        return top == null && empty != null && !empty.isDone() ? () -> empty.complete(null) : null;
    }

    private Scheduler.Task leakWarning(Object holder) {
        long since = context.timer().nanoTime();
        return context.settings()
                .pool()
                .leakThreshold()
                .map(threshold -> context.after(
                        threshold, () -> events.leaked(holder, context.timer().nanoTime() - since)))
                .orElse(() -> {});
    }

    /** Who talks before its turn is over keeps it from nobody: what enters waits for its answers. */
    private boolean mayTalk(Place place) {
        return broken == null && stack.peek() == place && (place.alone || refusesAll || entering.isEmpty());
    }

    private void leave(Place place) {
        monitor.enter();
        try {
            entering.remove(place);
            if (stack.peek() == place) {
                refusesAll = false;
                deepest = place.baseDepth - 1;
            }
            stack.remove(place);
            place.left = true;
            place.deadline.cancel();
        } finally {
            monitor.exit();
        }
        settle();
    }

    /** One session's place. */
    private final class Place implements HeldConnection {
        private final Object holder;
        private final boolean alone;
        private final CompletableFuture<HeldConnection> entered = new CompletableFuture<>();
        private Scheduler.Task deadline = () -> {}; // of its waiting; then, when it has held its place for long
        private @Nullable Holder heldBy;
        private boolean left;
        private @Nullable Runnable whenYours;
        private int baseDepth;
        private int talking;

        Place(Object holder, boolean alone) {
            this.holder = holder;
            this.alone = alone;
        }

        @Override
        public Line line() {
            return line;
        }

        @Override
        public int baseDepth() {
            return baseDepth;
        }

        @Override
        public boolean takeTurn(Runnable later) {
            monitor.enter();
            try {
                if (mayTalk(this)) {
                    talking++;
                    return true;
                }
                whenYours = later;
                return false;
            } finally {
                monitor.exit();
            }
        }

        @Override
        public boolean endTurn(int innermostSavepoint, boolean refuses) {
            monitor.enter();
            try {
                talking--;
                deepest = innermostSavepoint;
                refusesAll = refuses;
            } finally {
                monitor.exit();
            }
            return true;
        }

        @Override
        public void turnsChanged() {
            settle();
        }

        @Override
        public String turnHolder() {
            monitor.enter();
            try {
                Place top = stack.peek();
                return top == null ? "another session" : top.holder.toString();
            } finally {
                monitor.exit();
            }
        }

        @Override
        public void release() {
            leave(this);
        }

        @Override
        public void releaseDirty() {
            monitor.enter();
            try {
                dirty = true;
            } finally {
                monitor.exit();
            }
            leave(this);
        }

        /** Nobody else says anything on it either: what was done before may be gone, and what follows would be for good. */
        @Override
        public void lost(String why) {
            monitor.enter();
            try {
                if (broken != null || revoked) {
                    return;
                }
                broken = why;
                for (Place place : stack) {
                    if (place != this) {
                        place.takeAway();
                    }
                }
                for (Place refused : entering) {
                    monitor.afterwards(() -> refused.entered.completeExceptionally(TurnStack.this.lost()));
                }
            } finally {
                monitor.exit();
            }
        }

        @Override
        public void destroy(String why) {
            lost(why);
            leave(this);
        }

        @Override
        public void heldBy(Holder holder) {
            monitor.enter();
            try {
                heldBy = holder;
                if (!left && (broken != null || revoked)) {
                    takeAway();
                }
            } finally {
                monitor.exit();
            }
        }

        /** Under the monitor. */
        private void takeAway() {
            Holder told = heldBy;
            if (told != null) {
                heldBy = null;
                monitor.afterwards(broken == null ? told::disconnected : () -> told.lost(TurnStack.this.lost()));
            }
        }
    }
}
