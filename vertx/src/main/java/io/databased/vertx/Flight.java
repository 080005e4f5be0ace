package io.databased.vertx;

import io.databased.spi.Command;
import io.databased.vertx.Exchange.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent together: the exchanges of one command, in order. Filled by the thread that asks, then confined to the
 * event loop. It is over when every exchange is answered, so the connection is quiet then as far as it is concerned.
 */
public final class Flight {
    private final @Nullable Command command;
    private final List<Exchange> exchanges = new ArrayList<>(2);
    private final Consumer<Flight> over;
    private @Nullable Wire wire;
    private int answered;
    private boolean interrupted;
    private boolean expected;
    private boolean exposed;
    private boolean told;
    private @Nullable Exchange reset;
    private boolean resetToo; // is to be stopped
    private boolean wantsQuiet;
    private Runnable whenAllAnswered = () -> {};
    private boolean holding;
    private @Nullable Runnable whenFailing;
    private Runnable whenInterrupted = () -> {};
    private BooleanSupplier outdated = () -> false;
    private Runnable remake = () -> {};

    /**
     * An empty flight.
     *
     * @param command what it is for, or null for a question of the backend's own
     * @param over called once on the event loop
     */
    public Flight(@Nullable Command command, Consumer<Flight> over) {
        this.command = command;
        this.over = over;
    }

    /** Adds a message behind the others; before it is sent. */
    public void add(Exchange exchange) {
        exchange.flight(this);
        exchanges.add(exchange);
    }

    /**
     * Adds what brings the connection back to what a new one has, behind everything else; before it is sent. If the server
     * refuses it, nothing is sent on the connection any more. What is on the wire behind it by then must do nothing: that is
     * for who makes the message to see to.
     */
    public void addReset(Exchange exchange) {
        add(exchange);
        reset = exchange;
    }

    @Nullable
    Throwable resetFailure() {
        return reset == null ? null : reset.failure();
    }

    /** Nothing else is sent behind it until {@link Wire#release}; before it is sent. */
    public void hold() {
        holding = true;
    }

    /** Calls on the event loop, once, when an exchange has failed and others behind it are still to be answered. */
    public void whenFailing(Runnable action) {
        whenFailing = action;
    }

    /** Calls on the event loop when its statement is asked to stop; before it is sent. */
    void whenInterrupted(Runnable action) {
        whenInterrupted = action;
    }

    /** What takes its place, and has it sent again, if it is not what should be sent when it is its turn. */
    void remakeIf(BooleanSupplier isOutdated, Runnable remaking) {
        outdated = isOutdated;
        remake = remaking;
    }

    /** Whether something else was made in its place. */
    boolean isRemade() {
        boolean made = !interrupted && outdated.getAsBoolean();
        if (made) {
            remake.run();
        }
        return made;
    }

    boolean holds() {
        return holding;
    }

    public List<Exchange> exchanges() {
        return exchanges;
    }

    /** The statement that was asked for, or null if there is only transaction control. */
    public @Nullable Exchange statement() {
        for (Exchange exchange : exchanges) {
            if (exchange.part() == Part.STATEMENT) {
                return exchange;
            }
        }
        return null;
    }

    /** The first failure, in the order of sending. */
    public @Nullable Exchange failed() {
        for (Exchange exchange : exchanges) {
            if (exchange.failure() != null) {
                return exchange;
            }
        }
        return null;
    }

    /** Whether its statement was asked to stop. */
    public boolean interrupted() {
        return interrupted;
    }

    boolean isOf(Command asked) {
        return command == asked;
    }

    void wire(Wire sendingOn) {
        wire = sendingOn;
    }

    void interrupt() {
        interrupted = true;
        whenInterrupted.run();
    }

    /** Whether the wire waits for its turn to stop it. */
    boolean isExpected() {
        return expected;
    }

    void expect() {
        expected = true;
    }

    /** Has it stopped in its reset, too. */
    void expectReset() {
        resetToo = true;
    }

    /** Whether it has transaction control of a session. */
    boolean hasControl() {
        return exchanges.stream().anyMatch(exchange -> exchange.part() == Part.PRELUDE);
    }

    /** Whether it was under way when a signal to stop was given: if it was stopped, that may have been meant for another. */
    public boolean isExposed() {
        return exposed;
    }

    void expose() {
        exposed = true;
    }

    /** Tells its end to who asked, although the wire goes on to wait for the answers. */
    void tell() {
        if (!told) {
            told = true;
            if (wire != null && answered < exchanges.size()) {
                wire.leftAlone();
            }
            over.accept(this);
        }
    }

    /** Whether who asked was told its end; what is not answered is waited for by nobody then. */
    boolean isTold() {
        return told;
    }

    /** Whether nobody waits for its statement any more, though the server may not even have begun with it. */
    public boolean leftBehind() {
        Exchange statement = statement();
        return statement != null && !statement.isAnswered();
    }

    /** What to do, on the event loop, when the probes are answered, too, or failed; behind what was to be done before. */
    public void whenAllAnswered(Runnable action) {
        Runnable before = whenAllAnswered;
        whenAllAnswered = () -> {
            before.run();
            action.run();
        };
    }

    /** Has it wait until everything before it is answered, probes included. */
    public void waitForQuiet() {
        wantsQuiet = true;
    }

    boolean wantsQuiet() {
        return wantsQuiet;
    }

    /** Whether what is to be stopped is not answered, and all before it is. */
    boolean stoppableIsNext() {
        for (Exchange exchange : exchanges) {
            if (!exchange.isAnswered()) {
                return exchange.part() == Part.STATEMENT || (resetToo && exchange == reset);
            }
        }
        return false;
    }

    /** Fails what is not answered. */
    void fail(Throwable why) {
        for (Exchange exchange : List.copyOf(exchanges)) {
            exchange.complete(null, why);
        }
    }

    /** The first that is not answered is taken for failed. */
    void failNext(Throwable why) {
        for (Exchange exchange : exchanges) {
            if (!exchange.isAnswered()) {
                exchange.failure(why);
                return;
            }
        }
    }

    void answered() {
        answered++;
        boolean all = answered == exchanges.size();
        if (all) {
            if (wire != null) {
                wire.landed(this);
            }
            whenAllAnswered.run();
        }
        if (all || onlyProbesAreLeft()) {
            tell();
        }
        if (all) {
            return;
        }
        if (wire != null) {
            wire.advanced();
        }
        Runnable action = whenFailing;
        if (action != null && failed() != null) {
            whenFailing = null;
            action.run();
        }
    }

    private boolean onlyProbesAreLeft() {
        for (Exchange exchange : exchanges) {
            if (!exchange.isAnswered() && exchange.part() != Part.PROBE) {
                return false;
            }
        }
        return true;
    }
}
