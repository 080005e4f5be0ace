package io.databased.internal.connection;

import io.databased.StatementException.Kind;
import io.databased.internal.async.Log;
import io.databased.internal.failure.BoundValues;
import io.databased.internal.failure.Failures;
import io.databased.internal.time.Durations;
import io.databased.internal.time.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is asked of a connection. It ends once: by the answer, or by being given up when it is not answered in
 * time.
 *
 * <p>A call that can be stopped is interrupted when its limit has passed or its owner {@linkplain #stop stops} it, and given
 * up when it does not answer to that either. One that cannot be stopped, such as COMMIT, is given up at its limit. After a
 * call was given up nobody knows what the connection does: it fails with {@link Effect#CONNECTION_LOST}, and the connection
 * is not to be used any more. Whatever a call fails with tells no value of its command.
 *
 * <p>A backend may do the work inside of {@link #start()}, on the thread that waits for it; the limit holds there, too. So
 * a stop interrupts at once, and once more when the backend has returned: it may have come before the backend knew of the
 * command. {@code synchronized} methods guard the fields and call nothing.
 *
 * @param <T> the answer
 */
public final class Call<T> {
    /**
     * Longer than a server takes to take a signal in: MariaDB tries for two seconds to wake a statement that ends just then, and
     * answers neither meanwhile (SECONDS_TO_WAIT_FOR_KILL in its {@code sql_class.cc}).
     */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(3);

    /** How long who waits may be kept in the dark after the limit, for the sake of a better answer. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /** Who is told how a call ended: one of the two ends, once, on any thread, under no lock of the call's. */
    public interface Listener<T> {
        void answered(T value);

        void failed(BackendException failure);

        /** The limit has passed; the call is being stopped, and its end is still to come. */
        default void late(Duration limit) {}

        /** A moment later the end has still not come: nobody is to wait for it any longer. It may come meanwhile. */
        default void overdue(Duration limit) {}
    }

    /** What is asked of the backend. */
    public interface Operation<T> {
        CompletionStage<? extends T> ask();
    }

    private final Line line;
    private final Operation<T> operation;
    private final @Nullable Command stoppable;
    private final String what;
    private final @Nullable Duration limit;
    private final Listener<T> listener;

    private boolean stopping;
    private boolean ended;
    private boolean givenUp;
    private boolean answeredLate;
    /** Neighbours in the list of their line; guarded by it. */
    @Nullable
    Call<?> older;

    @Nullable
    Call<?> newer;

    private Scheduler.@Nullable Task deadline; // of the answer; then of the answer to the interrupt

    /** One that can be stopped. */
    Call(Line line, Operation<T> operation, Command stoppable, @Nullable Duration limit, Listener<T> listener) {
        this.line = line;
        this.operation = operation;
        this.stoppable = stoppable;
        this.what = "";
        this.limit = limit;
        this.listener = listener;
    }

    /** One that cannot. */
    Call(Line line, Operation<T> operation, String what, Duration limit, Listener<T> listener) {
        this.line = line;
        this.operation = operation;
        this.stoppable = null;
        this.what = what;
        this.limit = limit;
        this.listener = listener;
    }

    public void start() {
        if (!line.begun(this)) {
            end(null, new BackendException("it was closed before", Kind.SYSTEM, Effect.NOT_SENT, null));
            return;
        }
        Duration within = limit;
        if (within != null) {
            arm(line.timer().schedule(() -> late(within), within.toNanos()));
        }
        ask(operation).whenComplete((value, failure) -> {
            if (failure != null) {
                end(null, withoutValues(Failures.backend(failure)));
            } else {
                end(value, null);
            }
        });
        Command command = stoppable;
        if (command != null && isStopping()) { // it may have come before the backend knew of the command
            interrupt(command);
        }
    }

    private BackendException withoutValues(BackendException failure) {
        return stoppable == null ? failure : BoundValues.without(stoppable, failure);
    }

    /** Asks the backend; what it throws, or forgets to return, is a failure of the stage. */
    public static <T> CompletionStage<T> ask(Operation<T> operation) {
        try {
            CompletionStage<? extends T> stage = operation.ask();
            if (stage != null) {
                @SuppressWarnings("unchecked") // nobody completes it but the backend
                CompletionStage<T> answer = (CompletionStage<T>) stage;
                return answer;
            }
            return CompletableFuture.failedFuture(new NullPointerException("the backend returned null for a stage"));
        } catch (Throwable defect) {
            return CompletableFuture.failedFuture(defect);
        }
    }

    /** Stops it as soon as can be; nobody waits for its answer any more. Idempotent. */
    public void stop() {
        Command command = stoppable;
        if (command == null || !begunToStop()) {
            return;
        }
        interrupt(command);
        Duration patience = line.patience();
        arm(line.timer()
                .schedule(
                        () -> giveUp("no answer to an interrupt within " + Durations.text(patience)),
                        patience.toNanos()));
    }

    /** How long an interrupt may go unanswered: no longer than closing may take, which is what comes next. */
    public static Duration patience(Duration closeTimeout) {
        return closeTimeout.compareTo(LONGEST_PATIENCE) < 0 ? closeTimeout : LONGEST_PATIENCE;
    }

    /** Whether it was told to stop: the connection may not be as good as before then. */
    public synchronized boolean wasStopped() {
        return stopping;
    }

    /** Whether it ended without an answer. */
    public synchronized boolean wasGivenUp() {
        return givenUp;
    }

    /** Whether the connection has answered after it was given up. */
    public synchronized boolean wasAnsweredLate() {
        return answeredLate;
    }

    private void late(Duration within) {
        if (stoppable == null) {
            giveUp("no answer to " + what + " within " + Durations.text(within));
            return;
        }
        if (!isOver()) {
            listener.late(within);
            stop();
            line.timer().schedule(() -> overdue(within), GRACE.toNanos());
        }
    }

    private void overdue(Duration within) {
        if (isStopping()) {
            listener.overdue(within);
        }
    }

    private void giveUp(String why) {
        synchronized (this) {
            givenUp = !ended;
        }
        end(null, new BackendException(why, Kind.TIMEOUT, Effect.CONNECTION_LOST, null));
    }

    /** The connection is closed; a driver that has not failed the call forgets it. */
    void lost(String why) {
        end(null, new BackendException(why, Kind.SYSTEM, Effect.CONNECTION_LOST, null));
    }

    private void interrupt(Command command) {
        try {
            line.backend().interrupt(command);
        } catch (Throwable defect) { // it is given up, if the interrupt has not reached the database
            Log.LOGGER.log(Level.WARNING, "the backend failed to interrupt a statement", defect);
        }
    }

    private void end(@Nullable T value, @Nullable BackendException failure) {
        Scheduler.Task due;
        synchronized (this) {
            if (ended) {
                answeredLate = true;
                return;
            }
            ended = true;
            due = deadline;
            deadline = null;
        }
        line.ended(this);
        if (due != null) {
            due.cancel();
        }
        try {
            if (failure == null) {
                answer(value);
            } else {
                listener.failed(failure);
            }
        } catch (Throwable defect) { // in this library: what was to be done with the connection is not done
            Log.LOGGER.log(Level.ERROR, "an answer could not be taken in; its connection is given up", defect);
            line.abandon();
        }
    }

    // A stage of Void completes with null; only the listener knows whether it needs a value.
    @SuppressWarnings("NullAway")
    private void answer(@Nullable T value) {
        listener.answered(value);
    }

    /** Sets the deadline that counts from now on. */
    private void arm(Scheduler.Task task) {
        Scheduler.Task before;
        synchronized (this) {
            before = ended ? task : deadline;
            deadline = ended ? null : task;
        }
        if (before != null) {
            before.cancel();
        }
    }

    private synchronized boolean begunToStop() {
        boolean first = !stopping && !ended;
        stopping |= first;
        return first;
    }

    private synchronized boolean isOver() {
        return ended || stopping;
    }

    /** Whether the end is awaited of a call that was told to stop. */
    private synchronized boolean isStopping() {
        return stopping && !ended;
    }
}
