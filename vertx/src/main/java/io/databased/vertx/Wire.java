package io.databased.vertx;

import io.databased.spi.Command;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.command.CompositeCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends flights over one connection of the driver, in the order they come, and stops statements without hitting others.
 *
 * <p>Any thread may send. Flights gather in a queue that the event loop empties, so that those of many callers leave in
 * one write. {@code scheduled} is cleared before the queue is emptied: a flight that comes after the last look at the queue
 * finds it cleared and has the loop look again. All other fields are confined to the event loop.
 *
 * <p>A signal to stop reaches whatever the server runs for this connection when it arrives. It is given only while the
 * statement meant is the one that runs, and nothing new is sent until that statement has answered and the server has taken
 * the signal. What was on its way behind the statement may still be hit; {@link #hasSignalled()} tells to suspect that.
 */
public final class Wire {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final ContextInternal context;
    private final Connection connection;
    private final Supplier<CompletionStage<?>> signal;
    private final Supplier<@Nullable Exchange> settling;
    private final Queue<Flight> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final ArrayDeque<Flight> underWay = new ArrayDeque<>();
    private @Nullable Flight signalled; // until it has answered
    private boolean signalUnderWay;
    private boolean hasSignalled;
    private volatile boolean doubtful;
    private boolean unsettled; // nothing was sent since the last signal
    private boolean held;
    private @Nullable Flight heldFor; // the next of who holds the wire
    private boolean closed;

    /**
     * @param context of the connection
     * @param signal tells the server to stop what runs on the connection; completes once it has taken that in
     * @param settling makes a message that is sent after signals, ahead of anything else, for one that came a moment too
     *     late to hit; or null, if there is no need
     */
    public Wire(
            ContextInternal context,
            Connection connection,
            Supplier<CompletionStage<?>> signal,
            Supplier<@Nullable Exchange> settling) {
        this.context = context;
        this.connection = connection;
        this.signal = signal;
        this.settling = settling;
    }

    /** Sends all that is in the flight, next to each other. */
    public void send(Flight flight) {
        queue.add(flight);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            context.runOnContext(none -> drain());
        }
    }

    /** As {@link #send}, for who holds the wire; on the event loop. */
    public void sendHeld(Flight flight) {
        heldFor = flight;
        drain();
    }

    /** Ends what a flight that {@linkplain Flight#hold() holds} the wire has begun; on the event loop. */
    public void release() {
        held = false;
        drain();
    }

    /**
     * Stops the command's statement if it is waiting here or running, and no other.
     *
     * @param alone whether nothing depends on it: while others are before it, who asked for it does not wait for them
     */
    public void interrupt(Command command, boolean alone) {
        context.runOnContext(none -> {
            for (Flight flight : underWay) {
                if (flight.isOf(command)) {
                    flight.interrupt();
                    advanced();
                    if (flight != signalled && alone) {
                        doubtful = true;
                        flight.tell();
                    }
                    return;
                }
            }
            for (Flight flight : queue) {
                if (flight.isOf(command)) {
                    flight.interrupt();
                }
            }
        });
    }

    /** As {@link #interrupt}, unless what is under way of the command is answered by then; on the event loop. */
    public void interruptAfter(long millis, Command command) {
        onLoopAfter(millis, () -> interrupt(command, false));
    }

    /** Whether a signal was ever given: a statement that was stopped for no reason of its own may be its victim. */
    public boolean hasSignalled() {
        return hasSignalled;
    }

    /** Whether a signal may still come that nobody waits for; the connection is to be replaced then. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /** Whether nothing is under way; on the event loop. */
    public boolean isQuiet() {
        return underWay.isEmpty();
    }

    /** Runs on the event loop. */
    public void onLoop(Runnable action) {
        context.runOnContext(none -> action.run());
    }

    /** Runs on the event loop, later. */
    public void onLoopAfter(long millis, Runnable action) {
        context.owner().setTimer(millis, timer -> onLoop(action));
    }

    /**
     * The connection is closed; on the event loop. The driver fails what it knows, on the loop's next turns; what it
     * forgets fails here, behind that.
     */
    public void closed(Throwable why) {
        closed = true;
        onLoop(() -> onLoop(() -> {
            for (Flight flight : List.copyOf(underWay)) {
                flight.fail(why);
            }
            release();
        }));
    }

    private void drain() {
        scheduled.set(false);
        if (signalled != null || signalUnderWay) {
            return; // until the signal is over
        }
        List<Flight> flights = new ArrayList<>();
        if (heldFor != null) {
            flights.add(heldFor);
            heldFor = null;
        }
        while (!held) {
            Flight flight = queue.peek();
            boolean quiet = underWay.isEmpty() && flights.isEmpty();
            if (flight == null || (flight.wantsQuiet() && !quiet)) {
                break;
            }
            queue.remove();
            flights.add(flight);
            held = flight.holds() && !closed;
        }
        transmit(flights);
    }

    private void transmit(List<Flight> flights) {
        CompositeCommand together = null;
        for (Flight flight : flights) {
            flight.wire(this);
            underWay.add(flight);
            if (closed) {
                flight.fail(NotSentException.closed());
                continue;
            }
            together = together == null ? new CompositeCommand() : together;
            load(flight, together);
        }
        if (together != null) {
            CompositeCommand sent = together;
            connection.schedule(sent, (done, refused) -> {
                if (refused != null) {
                    sent.commands().forEach(command -> command.fail(NotSentException.closed()));
                }
            });
        }
    }

    /** A statement that was stopped while it waited is left behind; what goes ahead of it is relied on by what follows. */
    private static void load(Flight flight, CompositeCommand together) {
        for (Exchange exchange : List.copyOf(flight.exchanges())) {
            if (flight.interrupted() && exchange.part() == Exchange.Part.STATEMENT) {
                exchange.complete(null, NotSentException.stopped());
            } else {
                together.add(exchange.message(), exchange);
            }
        }
    }

    void landed(Flight flight) {
        underWay.remove(flight);
        if (signalled == flight) {
            signalled = null;
            goOn();
        } else if (underWay.isEmpty() && !queue.isEmpty()) {
            goOn(); // it may have waited for this
        }
        advanced();
    }

    /** Something was answered, or is to be stopped: perhaps it is the turn of a statement that is to be stopped. */
    void advanced() {
        Flight running = underWay.peek();
        if (running == null || !running.interrupted() || !running.statementIsNext() || signalled != null || closed) {
            return;
        }
        signalled = running;
        hasSignalled = true;
        unsettled = true;
        signalUntilAnswered(FIRST_PAUSE_MILLIS);
    }

    /** A signal that comes before the server has begun with the statement goes unheard, so it is repeated. */
    private void signalUntilAnswered(long pauseMillis) {
        if (signalled == null || closed) {
            goOn();
            return;
        }
        signalUnderWay = true;
        signal.get()
                .whenComplete((taken, failure) -> onLoop(() -> {
                    signalUnderWay = false;
                    long next = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                    if (signalled == null) {
                        goOn();
                    } else {
                        onLoopAfter(pauseMillis, () -> signalUntilAnswered(next));
                    }
                }));
    }

    private void goOn() {
        if (signalled != null || signalUnderWay) {
            return;
        }
        Exchange message = unsettled ? settling.get() : null;
        unsettled = false;
        if (message != null) {
            Flight ahead = new Flight(null, landed -> {});
            ahead.add(message);
            transmit(List.of(ahead));
        }
        drain();
    }
}
