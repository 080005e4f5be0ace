package io.databased.vertx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How a connection is closed. A quiet one takes its leave of the server, and is cut if that does not close it soon. One that is
 * waiting for an answer is cut once the server has ended what it runs, for a server looks at the socket only when it
 * answers. That takes two seconds at most for who waits; then the server is told a while longer, as long as there are event
 * loops: a signal goes unheard that overtakes its statement.
 */
final class Closing {
    /** How long a server may take to close a connection that has taken its leave. */
    private static final long LEAVE_MILLIS = 1_000;

    /** How long closing waits for a server to end what it runs. */
    private static final long END_MILLIS = 2_000;

    /** How long the server is told to, behind the back of whoever has closed the connection. */
    private static final int MOST_SECONDS = 30;

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 16_000;

    private final Loop loop;
    private final Link link;
    private final Wire wire;
    private final WireConnection connection;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean begun; // confined to the event loop

    Closing(Loop loop, Link link, Wire wire, WireConnection connection) {
        this.loop = loop;
        this.link = link;
        this.wire = wire;
        this.connection = connection;
    }

    /** Idempotent; completes when nobody has to wait any more. */
    CompletionStage<Void> begin() {
        loop.run(() -> {
            if (!begun) {
                begun = true;
                leave();
            }
        });
        return over.minimalCompletionStage();
    }

    /** On the event loop. */
    boolean hasBegun() {
        return begun;
    }

    private void leave() {
        if (wire.isQuiet()) {
            takeLeave();
            return;
        }
        connection.condemn(NotSentException.closed());
        loop.runAfter(END_MILLIS, () -> over.complete(null));
        cutWithin(MOST_SECONDS);
        wire.end();
        end(FIRST_PAUSE_MILLIS);
    }

    private void end(long pause) {
        connection
                .endWhatRuns()
                .whenComplete((ended, untold) -> loop.run(() -> {
                    if (untold == null) {
                        takeLeave();
                    } else if (pause <= LONGEST_PAUSE_MILLIS) {
                        loop.runAfter(pause, () -> end(2 * pause));
                    }
                }));
    }

    private void takeLeave() {
        link.leave().whenComplete((left, failure) -> over.complete(null));
        loop.runAfter(LEAVE_MILLIS, link::cut);
    }

    /** Cuts the connection, step by step, since what is timed is held in memory until then. */
    private void cutWithin(int seconds) {
        loop.runAfter(1_000, () -> {
            if (connection.isClosed()) {
                return;
            }
            if (seconds > 1) {
                cutWithin(seconds - 1);
            } else {
                link.cut();
            }
        });
    }
}
