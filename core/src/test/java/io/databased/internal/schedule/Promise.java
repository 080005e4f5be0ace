package io.databased.internal.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A future that the API gave to its user, and when it was completed, by whom and with what. */
final class Promise {
    final String what;
    final CompletableFuture<?> future;
    final long promisedAt;
    long doneAt = -1;
    long abandonedAt = -1;

    /** By when it must be done, or -1. */
    long due = -1;

    /** Whether it is told success whatever happens. */
    boolean mayNotFail;

    @Nullable
    Throwable failure;

    private final World world;

    Promise(World world, String what, CompletableFuture<?> future) {
        this.world = world;
        this.what = what;
        this.future = future;
        this.promisedAt = world.time.now();
        future.whenComplete((value, thrown) -> done(thrown));
    }

    private void done(@Nullable Throwable thrown) {
        if (doneAt >= 0) {
            world.violated("a future completes twice: " + what, null);
        }
        doneAt = world.time.now();
        failure = thrown;
        world.trace("user", "hears of", this);
        if (thrown != null && !isAbandoned()) {
            world.failure(what, thrown);
        }
    }

    /** The user does not want it any more, in one of the ways there are. */
    void abandon() {
        if (future.isDone()) {
            return;
        }
        abandonedAt = world.time.now();
        world.trace("user", "gives up", this);
        int dice = world.random.nextInt(3);
        world.guard("giving a future up", () -> {
            switch (dice) {
                case 0 -> future.cancel(true);
                case 1 -> future.complete(null);
                default -> future.completeExceptionally(new TimeoutException());
            }
        });
    }

    /** Whether it waits for nothing that its user does. */
    boolean needsConnectionOnly() {
        String kind = World.kindOf(what);
        return kind.equals("a statement") || kind.equals("a one-shot") || kind.equals("open");
    }

    boolean isAbandoned() {
        return abandonedAt >= 0;
    }

    boolean isDone() {
        return doneAt >= 0;
    }

    boolean hasSucceeded() {
        return isDone() && failure == null && !isAbandoned();
    }

    /** With a failure of ours. */
    boolean hasFailed() {
        return isDone() && failure != null && !isAbandoned();
    }

    @Override
    public String toString() {
        return what + (isAbandoned() ? " (given up)" : !isDone() ? "" : failure == null ? ": done" : ": " + failure);
    }
}
