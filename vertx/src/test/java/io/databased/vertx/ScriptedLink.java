package io.databased.vertx;

import io.vertx.core.VertxException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver, a network and a server, as bad as they can be: messages wait in the driver, are under way, and get lost when the
 * connection is cut; the driver forgets some then. Signals are heard, lost, late, or come twice.
 */
final class ScriptedLink implements Link, ScriptedServer.Answer, IncomingRows {
    private static final long CLOSED_MICROS = 60_000_000;
    private static final int MOST_ON_THEIR_WAY = 2;

    private final ScriptedClient script;
    private final VirtualLoop loop;
    private final Random random;
    private final boolean marksStick;
    private final ScriptedServer server;
    private final int window;
    private final boolean forgets;
    private final int cutAt; // the number of the message
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final ArrayDeque<Exchange> written = new ArrayDeque<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Runnable onClosed = () -> {};
    private long lastThere;
    private long lastBack;
    private int count;
    private int onItsWay; // packets of rows, which are not read
    private final ArrayDeque<Runnable> unread = new ArrayDeque<>();
    private boolean paused;
    private boolean cut;
    private boolean brokenOff; // by the server or the network
    private boolean wentAmiss;
    private final Set<Flight> holders = new HashSet<>(); // that have something to ask behind them
    private @Nullable Flight heldBy; // the one that is on its way

    ScriptedLink(ScriptedClient script, boolean marksStick) {
        this.script = script;
        this.loop = script.loop();
        this.random = script.random();
        this.marksStick = marksStick;
        this.server = new ScriptedServer(script, marksStick, this);
        this.window = 1 + random.nextInt(12);
        this.forgets = random.nextBoolean();
        this.cutAt = random.nextInt(5) == 0 ? 1 + random.nextInt(20) : Integer.MAX_VALUE;
        if (random.nextInt(6) == 0) {
            loop.after(random.nextInt(10_000), this::cutByServer);
        }
    }

    @Override
    public void onFailed(Consumer<Throwable> listener) {}

    @Override
    public void onClosed(Runnable listener) {
        onClosed = listener;
    }

    @Override
    public void send(List<Exchange> messages) {
        if (closed.isDone()) {
            messages.forEach(message -> message.complete(
                    null, VertxException.noStackTrace("Connection is not active now, current status: CLOSED")));
            return;
        }
        messages.forEach(this::checkHeld);
        waiting.addAll(messages);
        write();
    }

    /** From when it is sent nothing but its questions is, and what takes a signal in. */
    void heldBy(Flight flight) {
        holders.add(flight);
    }

    void released(Flight flight) {
        holders.remove(flight);
        heldBy = heldBy == flight ? null : heldBy;
    }

    private void checkHeld(Exchange message) {
        String sql = ScriptedServer.sql(message);
        boolean mayFollow = sql.equals(ScriptedConnection.QUESTION) || sql.equals("DO 0");
        script.check(heldBy == null || mayFollow, "%s was sent while the wire was held", sql);
        for (Flight holder : holders) {
            heldBy = holder.exchanges().contains(message) ? holder : heldBy;
        }
    }

    private void write() {
        while (written.size() < window && !waiting.isEmpty() && !closed.isDone()) {
            Exchange message = waiting.remove();
            count++;
            if (count == cutAt && random.nextBoolean()) {
                cutByServer(); // before it
            }
            written.add(message);
            lastThere = Math.max(lastThere, loop.now() + 20 + random.nextInt(60));
            if (random.nextInt(200) == 0) {
                lastThere += random.nextInt(8_000_000); // what is sent on another connection overtakes it
                wentAmiss = true;
            }
            if (!cut) {
                loop.trace("wire: %s leaves", ScriptedServer.sql(message));
                loop.after(lastThere - loop.now(), () -> server.receive(message));
            }
            if (count == cutAt && !cut) {
                cutByServer(); // behind it
            }
        }
    }

    @Override
    public void answer(Exchange message, @Nullable Object result, @Nullable Throwable failure) {
        if (cut && random.nextBoolean()) {
            return; // it did not get out any more
        }
        back(message, () -> {
            written.remove();
            message.complete(result, failure);
            write();
        });
    }

    private void back(Exchange message, Runnable action) {
        lastBack = Math.max(lastBack, loop.now() + 20 + random.nextInt(60));
        loop.after(
                lastBack - loop.now(),
                () -> arrive(() -> {
                    if (!closed.isDone() && written.peek() == message) {
                        action.run();
                    }
                }));
    }

    // ---- Rows ----

    @Override
    public void rows(Exchange message, int first, int count) {
        if (cut) {
            return;
        }
        onItsWay++;
        back(message, () -> {
            onItsWay--;
            for (int row = first; row < first + count; row++) {
                message.addRow(new @Nullable Object[] {row});
            }
            message.arrived();
        });
    }

    @Override
    public boolean isFull() {
        return onItsWay > MOST_ON_THEIR_WAY;
    }

    private void arrive(Runnable what) {
        unread.add(what);
        read();
    }

    /** What has come at once is read to its end, though a packet of it may say that no more is to be read. */
    private void read() {
        for (boolean more = !paused;
                more && !unread.isEmpty();
                more = !paused || script.streaming().nextBoolean()) {
            unread.remove().run();
        }
        if (!isFull()) {
            server.goOn();
        }
    }

    @Override
    public ColumnReaders.Columns columns() {
        return new ColumnReaders.Columns(List.of("row"), Collections.singletonList(null));
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            loop.run(this::read);
        }
    }

    /** The connection goes; the server may end what it has got, or not. */
    private void cutByServer() {
        if (cut) {
            return;
        }
        cut = true;
        brokenOff = true;
        loop.trace("wire: cut by the server or the network");
        if (random.nextBoolean()) {
            loop.after(random.nextInt(200), server::die);
        }
        lastBack = Math.max(lastBack, loop.now() + random.nextInt(500));
        loop.after(lastBack - loop.now(), () -> arrive(this::close));
    }

    /** As the driver does it: what it knows to be written, then what was not, then its holder, on the loop's next turns. */
    private void close() {
        if (closed.isDone()) {
            return;
        }
        closed.complete(null);
        loop.trace("wire: closed with %d written and %d waiting", written.size(), waiting.size());
        List<Exchange> unanswered = new ArrayList<>(written);
        written.clear();
        for (int i = 0; i < (forgets ? Math.min(1, unanswered.size()) : unanswered.size()); i++) {
            unanswered.get(i).complete(null, ClosedConnectionException.INSTANCE);
        }
        List<Exchange> unsent = new ArrayList<>(waiting);
        waiting.clear();
        unsent.forEach(message -> loop.run(() -> message.complete(
                null,
                VertxException.noStackTrace("Pending requests failed to be sent due to connection has been closed."))));
        onClosed.run();
    }

    @Override
    public CompletionStage<Void> leave() {
        if (closed.isDone()) {
            return closed;
        }
        loop.after(50, () -> {
            server.die();
            close();
        });
        return closed;
    }

    /** The server finds out when it has ended what it runs, or has run all that it was sent. */
    @Override
    public CompletionStage<Void> cut() {
        loop.run(() -> {
            script.check(
                    cut || marksStick || written.stream().noneMatch(server::isLong),
                    "the server goes on with what nobody waits for");
            cut = true;
            server.leave();
            if (random.nextBoolean()) {
                server.die();
            }
            close();
        });
        return closed;
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return Optional.empty();
    }

    /** The client closes the connection. */
    void closing() {
        server.closing();
        loop.after(CLOSED_MICROS, () -> {
            script.check(closed.isDone(), "it is not closed in time");
            script.check(!marksStick || brokenOff || server.isDead(), "the server was never told to close it");
        });
    }

    /** Whether there is a reason for a statement not to be stopped at once. */
    boolean hasTrouble() {
        return cut || wentAmiss || server.hasStalled();
    }

    CompletionStage<Void> signal() {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        long there = 50 + random.nextInt(2_000);
        long back = 30 + random.nextInt(500);
        int fate = random.nextInt(24);
        wentAmiss |= fate < 4;
        loop.trace("signal: given, fate %d", fate);
        switch (fate) {
            case 0 -> loop.after(there, () -> taken.completeExceptionally(NotSentException.ofSignal()));
            case 1 -> {} // lost on the way, and nobody says so
            case 2 -> {
                long late = 100_000L + random.nextInt(20_000_000);
                loop.after(late, server::signal);
                loop.after(late + back, () -> taken.complete(null));
            }
            case 3 -> {
                loop.after(there, () -> taken.completeExceptionally(new IOException("reset")));
                loop.after(there + random.nextInt(8_000_000), server::signal);
            }
            case 4 -> {
                loop.after(there, server::signal);
                loop.after(there + random.nextInt(1_000), () -> {
                    server.signal();
                    loop.after(back, () -> taken.complete(null));
                });
            }
            default -> {
                loop.after(there, server::signal);
                loop.after(there + back, () -> taken.complete(null));
            }
        }
        return taken;
    }

    /** The server is told to end the connection, whatever it runs. */
    CompletionStage<Void> kill() {
        CompletableFuture<Void> killed = new CompletableFuture<>();
        if (random.nextInt(4) == 0) {
            loop.after(random.nextInt(4_000_000), () -> killed.completeExceptionally(NotSentException.ofSignal()));
            return killed;
        }
        loop.after(50 + random.nextInt(2_000), () -> {
            server.die();
            loop.after(50, () -> killed.complete(null));
        });
        return killed;
    }
}
