package io.databased.vertx;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The signals to stop that are given for one connection. Such a signal names no statement: it reaches whatever the server
 * runs for the connection when it arrives. So one is under way at any time, for the statement that runs; and the wire sends
 * nothing new from the moment a statement is to be stopped until that has answered, the server has taken in what was given,
 * and everything is answered that was on its way then: whatever a signal has hit is known before the next message leaves.
 * Then a message goes ahead that may be hit by what came a moment too late.
 *
 * <p>A signal that may have left and was not taken in, may come at any time: the connection is in doubt, and is not used
 * any more. Confined to the event loop.
 */
final class StopSignals {
    /** How long a server may take to take a signal in. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    /** What they are given for. */
    interface Target {
        /** Tells the server to stop what runs; completes once it has taken that in. */
        CompletionStage<?> signal();

        /** Whether something is not answered that was under way when a signal was given. */
        boolean isExposed();

        /** Every signal is over: a message that one may hit goes ahead, then what was held back may be sent. */
        void settle();

        /** Nothing is to be stopped any more, and nothing was given: what was held back may be sent. */
        void goOn();

        /** A signal may come at any time from now on. */
        void doubt();
    }

    private final Loop loop;
    private final Target target;
    private int toBeStopped; // flights that are under way
    private @Nullable Flight meant; // of these, the one that runs, until it has answered
    private boolean underWay;
    private int given;
    private long pauseMillis;
    private boolean unsettled; // a signal was given, and nothing was sent since
    private boolean ended;

    StopSignals(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
    }

    /** Whether anything may be sent. */
    boolean areOver() {
        return ended || (toBeStopped == 0 && !underWay && !unsettled);
    }

    /** A flight that is under way is to be stopped as soon as its statement runs. */
    void expect(Flight flight) {
        if (!flight.isExpected()) {
            flight.expect();
            toBeStopped++;
        }
    }

    /** The statement of a flight that is expected is the one that runs. */
    void stop(Flight running) {
        if (meant != null || ended) {
            return;
        }
        meant = running;
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (!underWay) {
            give();
        }
    }

    /** A flight has answered. */
    void landed(Flight flight) {
        if (flight.isExpected()) {
            toBeStopped--;
            meant = flight == meant ? null : meant;
            goOn();
        } else if (unsettled) {
            goOn();
        }
    }

    /** The connection is closed: no signal is of use any more. */
    void end() {
        ended = true;
        meant = null;
    }

    private void give() {
        underWay = true;
        unsettled = true;
        int number = ++given;
        target.signal()
                .whenComplete((taken, failure) -> loop.run(() -> over(number, failure == null || neverLeft(failure))));
        loop.runAfter(PATIENCE.toMillis(), () -> over(number, false));
    }

    private static boolean neverLeft(Throwable failure) {
        return failure instanceof NotSentException || failure.getCause() instanceof NotSentException;
    }

    /**
     * A signal that comes before the server has begun with the statement goes unheard, so it is repeated; not when the
     * statement is answered and only what is behind it in its flight is not.
     */
    private void over(int number, boolean certain) {
        if (number != given || !underWay) {
            return;
        }
        underWay = false;
        if (!certain && !ended) {
            target.doubt();
        }
        if (meant == null) {
            goOn();
            return;
        }
        long pause = pauseMillis;
        pauseMillis = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        loop.runAfter(pause, () -> {
            if (number == given && meant != null && meant.stoppableIsNext()) {
                give();
            }
        });
    }

    private void goOn() {
        if (toBeStopped > 0 || underWay) {
            return;
        }
        if (unsettled && target.isExposed()) {
            return;
        }
        if (unsettled) {
            unsettled = false;
            target.settle();
        } else {
            target.goOn();
        }
    }
}
