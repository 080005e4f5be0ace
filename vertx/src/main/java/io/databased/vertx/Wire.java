package io.databased.vertx;

import io.databased.spi.Command;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends flights over one link, in the order they come, and stops statements without hitting others.
 *
 * <p>Any thread may send. Flights gather in a queue that the event loop empties, so that those of many callers leave in
 * one write. {@code scheduled} is cleared before the queue is emptied: a flight that comes after the last look at the queue
 * finds it cleared and has the loop look again. All other fields are confined to the event loop.
 *
 * <p>{@link StopSignals} says when nothing new may be sent because a signal to stop could hit it. What was on its way behind
 * the statement meant may still be hit; {@link Flight#isExposed()} tells to suspect that.
 *
 * <p>A flight whose end was told before all of it was answered has nobody who waits for the rest. The wire does: if the
 * server is silent about that for too long, nothing behind it would ever be answered, and the connection is closed.
 */
public final class Wire {
    /** How long a server may take to take a signal to stop in. After that the connection is not used any more. */
    public static final Duration SIGNAL_PATIENCE = StopSignals.PATIENCE;

    /** How long a server may be silent about what nobody waits for; it is noticed within twice that time. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final Loop loop;
    private final Link link;
    private final Stopping stopping;
    private final StopSignals signals;
    private final Consumer<Throwable> retiring;
    private final Queue<Flight> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final ArrayDeque<Flight> underWay = new ArrayDeque<>();
    private final ArrayDeque<Flight> again = new ArrayDeque<>(); // ahead of the queue, once nothing is under way
    private final CompletableFuture<Void> quiet = new CompletableFuture<>(); // once nothing is sent any more
    private boolean watching;
    private @Nullable Flight holder; // of the wire: nothing but what follows for it is sent
    private @Nullable Flight heldFor; // what follows for it
    private volatile boolean spoiled;
    private volatile @Nullable NotSentException
            refusal; // of all that is not sent yet, once nothing is to be sent any more

    /**
     * @param stopping what tells the server to stop what runs, and makes the message that settles
     * @param retiring is told when the connection lives and must not be used any more
     */
    Wire(Loop loop, Link link, Stopping stopping, Consumer<Throwable> retiring) {
        this.loop = loop;
        this.link = link;
        this.stopping = stopping;
        this.retiring = retiring;
        this.signals = new StopSignals(loop, new Target());
    }

    /** What a wire asks of its connection to stop a statement, or itself. */
    interface Stopping {
        /** Tells the server to stop what it runs for this connection; completes once it has taken that in. */
        CompletionStage<?> signalStop();

        /** A message that a signal may hit which came a moment too late; or null, if there is no need. */
        @Nullable
        Exchange settling();

        /** Whether a failure is that of the connection, and not the server's refusal. */
        boolean isLoss(Throwable failure);

        /** Closes the connection, because the server does not answer what nobody waits for. */
        void giveUp();
    }

    /** Sends all that is in the flight, next to each other. */
    public void send(Flight flight) {
        queue.add(flight);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.run(this::drain);
        }
    }

    /**
     * Sends a flight once more, ahead of all that has not left, when everything is answered that has: what was on its way
     * behind it may have to be sent again, too. On the event loop.
     */
    void sendAgain(Flight flight) {
        again.add(flight);
        loop.run(this::repeat);
    }

    /** On a turn of its own: what was answered last may have to be sent again as well. */
    private void repeat() {
        if (!isRepeating() || !underWay.isEmpty() || !signals.areOver() || refusal != null) {
            return;
        }
        List<Exchange> messages = new ArrayList<>();
        while (isRepeating()) {
            load(again.remove(), messages);
        }
        link.send(messages);
        drain();
    }

    /** Whether something waits to be sent again; on the event loop. */
    public boolean isRepeating() {
        return !again.isEmpty();
    }

    /** As {@link #send}, for a flight that holds the wire; if it does not, because it was never sent, it fails. On the event loop. */
    public void sendHeld(Flight flight, Flight next) {
        if (holder != flight) {
            next.fail(NotSentException.stopped());
            return;
        }
        heldFor = next;
        drain();
    }

    /** Ends what a flight that {@linkplain Flight#hold() holds} the wire has begun, if it has; on the event loop. */
    public void release(Flight flight) {
        if (holder == flight) {
            holder = null;
            drain();
        }
    }

    /**
     * Stops the command's statement if it is waiting here or running, and no other.
     *
     * @param alone whether nothing depends on it: while others are before it, who asked for it does not wait for them
     */
    public void interrupt(Command command, boolean alone) {
        loop.run(() -> {
            for (Flight flight : underWay) {
                if (flight.isOf(command) && !flight.isTold()) { // else it may be sent again
                    interrupt(flight, alone);
                    return;
                }
            }
            Stream.concat(again.stream(), queue.stream())
                    .filter(flight -> flight.isOf(command))
                    .forEach(Flight::interrupt);
            if (alone) {
                queue.stream().filter(flight -> flight.isOf(command)).forEach(this::takeBack);
            }
        });
    }

    private void takeBack(Flight waiting) {
        queue.remove(waiting);
        waiting.fail(NotSentException.stopped());
    }

    private void interrupt(Flight flight, boolean alone) {
        flight.interrupt();
        signals.expect(flight);
        advanced();
        if (flight != underWay.peek() && alone) {
            flight.tell();
        }
    }

    /** As {@link #interrupt}, unless what is under way of the command is answered by then; on the event loop. */
    public void interruptAfter(long millis, Command command) {
        loop.runAfter(millis, () -> interrupt(command, false));
    }

    /** Whether a signal may come that nothing waits for; the connection is to be replaced then. */
    public boolean isRetired() {
        return refusal != null;
    }

    /** Whether a reset was refused: what was on the wire behind it met what somebody else has left. */
    public boolean isSpoiled() {
        return spoiled;
    }

    /** Whether nothing is under way; on the event loop. */
    public boolean isQuiet() {
        return underWay.isEmpty();
    }

    /** The connection is being closed: nothing is sent any more; on the event loop. */
    void end() {
        refusal = NotSentException.closed();
        drain();
    }

    /**
     * Stops each statement that is under way when it is its turn, and no transaction control: were a BEGIN stopped, what the
     * server has got behind it would commit by itself. A reset is stopped, too, unless transaction control is behind it, which a
     * late signal could hit. On the event loop, behind {@link #end}.
     *
     * @return completes when everything is answered, or failed
     */
    CompletionStage<Void> stopAll() {
        boolean controlBehind = false;
        for (Iterator<Flight> fromLast = underWay.descendingIterator(); fromLast.hasNext(); ) {
            Flight flight = fromLast.next();
            if (!controlBehind) {
                flight.expectReset();
            }
            controlBehind |= flight.hasControl();
            signals.expect(flight);
        }
        advanced();
        return quiet;
    }

    /**
     * The connection is closed; on the event loop. The driver fails what it knows, on the loop's next turns; what it
     * forgets fails here, behind that.
     */
    void closed(Throwable why) {
        end();
        signals.end();
        loop.run(() -> loop.run(() -> {
            for (Flight flight : List.copyOf(underWay)) {
                flight.fail(why);
            }
        }));
    }

    private void drain() {
        scheduled.set(false);
        NotSentException why = refusal;
        if (why != null) {
            refuse(why);
            return;
        }
        if (isRepeating()) {
            loop.run(this::repeat);
            return;
        }
        if (!signals.areOver()) {
            return;
        }
        List<Exchange> messages = new ArrayList<>();
        if (heldFor != null) {
            load(heldFor, messages);
            heldFor = null;
        }
        while (holder == null && !isRepeating()) {
            Flight flight = queue.peek();
            if (flight == null || (flight.wantsQuiet() && !underWay.isEmpty())) {
                break;
            }
            queue.remove();
            if (flight.isRemade()) {
                continue;
            }
            holder = flight.holds() ? flight : null;
            load(flight, messages);
        }
        if (!messages.isEmpty()) {
            link.send(messages);
        }
    }

    /** A statement that was stopped while it waited is left behind; what goes ahead of it is relied on by what follows. */
    private void load(Flight flight, List<Exchange> messages) {
        flight.wire(this);
        underWay.add(flight);
        for (int i = 0; i < flight.exchanges().size(); i++) {
            Exchange exchange = flight.exchanges().get(i);
            if (flight.interrupted() && exchange.part() == Exchange.Part.STATEMENT) {
                exchange.complete(null, NotSentException.stopped());
            } else {
                messages.add(exchange);
            }
        }
    }

    private void refuse(NotSentException why) {
        for (Flight next = nextToRefuse(); next != null; next = nextToRefuse()) {
            next.fail(why);
        }
    }

    private @Nullable Flight nextToRefuse() {
        Flight next = heldFor != null ? heldFor : isRepeating() ? again.poll() : queue.poll();
        heldFor = null;
        return next;
    }

    /** What is to be answered next has failed, whatever its answer; on the event loop. */
    void failNext(Throwable why) {
        Flight next = underWay.peek();
        if (next != null) {
            next.failNext(why);
        }
    }

    void landed(Flight flight) {
        underWay.remove(flight);
        Throwable dirty = flight.resetFailure();
        if (dirty != null && !stopping.isLoss(dirty)) {
            spoiled = true;
            retire(NotSentException.unclean());
        }
        signals.landed(flight);
        if (underWay.isEmpty() && (isRepeating() || !queue.isEmpty())) {
            drain(); // it may have waited for this
        }
        if (underWay.isEmpty() && isRetired()) {
            quiet.complete(null); // for good
        }
        advanced();
    }

    /** What is under way goes on, and nothing more is sent. */
    private void retire(NotSentException why) {
        if (refusal == null) {
            refusal = why;
            retiring.accept(why);
            drain();
        }
    }

    /** Nobody waits any more for what is left of a flight. */
    void leftAlone() {
        if (!watching) {
            watching = true;
            watch(null);
        }
    }

    /** @param silent what the server owed an answer to when it was looked at before, and nobody waited for */
    private void watch(@Nullable Flight silent) {
        loop.runAfter(SILENCE.toMillis(), () -> {
            Flight next = underWay.peek();
            boolean alone = next != null && next.isTold();
            if (alone && next == silent) {
                stopping.giveUp();
            } else if (underWay.stream().anyMatch(Flight::isTold)) {
                watch(alone ? next : null);
            } else {
                watching = false;
            }
        });
    }

    /**
     * Something was answered, or is to be stopped: perhaps it is the turn of a statement that is to be stopped. If the answer
     * was that the connection is lost, that is known on the loop's next turn, and nobody must be stopped then.
     */
    void advanced() {
        Flight next = underWay.peek();
        if (next != null && next.isExpected() && next.stoppableIsNext()) {
            loop.run(() -> {
                if (next == underWay.peek() && next.stoppableIsNext()) {
                    signals.stop(next);
                }
            });
        }
    }

    /** The connection, to its signals. */
    private final class Target implements StopSignals.Target {
        @Override
        public CompletionStage<?> signal() {
            underWay.forEach(Flight::expose);
            return stopping.signalStop();
        }

        /** Flights are answered in order, and what is sent after a signal is behind what was under way then. */
        @Override
        public boolean isExposed() {
            Flight next = underWay.peek();
            return next != null && next.isExposed();
        }

        @Override
        public void settle() {
            Exchange message = refusal == null ? stopping.settling() : null;
            if (message != null) {
                Flight ahead = new Flight(null, landed -> {});
                ahead.add(message);
                List<Exchange> messages = new ArrayList<>(1);
                load(ahead, messages);
                link.send(messages);
                ahead.tell();
            }
            drain();
        }

        @Override
        public void goOn() {
            drain();
        }

        /** What is under way may go on: if it is hit, that is seen. */
        @Override
        public void doubt() {
            retire(NotSentException.inDoubt());
        }
    }
}
