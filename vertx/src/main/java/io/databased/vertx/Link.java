package io.databased.vertx;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One connection to a server, as a wire needs it. Confined to the event loop. */
interface Link {
    /** Whom to tell what went wrong with it; what was first is the reason of the rest. */
    void onFailed(Consumer<Throwable> listener);

    /** Whom to tell that it is closed; at most once, after what is known of the messages has been told. */
    void onClosed(Runnable listener);

    /**
     * Sends the messages, next to each other. Each is answered in turn. If the connection is closed before, those that were
     * never written fail with a {@link NotSentException}, or with what {@link DriverFailures#notSent} knows; others fail in
     * another way, or are forgotten.
     */
    void send(List<Exchange> messages);

    /** Takes leave of the server, which closes the connection then. */
    CompletionStage<Void> leave();

    /** Closes the connection at once. Idempotent. */
    CompletionStage<Void> cut();

    /** The driver's connection, if it has that type. */
    <C> Optional<C> unwrap(Class<C> type);
}
