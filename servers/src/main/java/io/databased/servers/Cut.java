package io.databased.servers;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Where one connection is to be cut, once: at the first message that matches. */
record Cut(Predicate<Framing.Message> place, Side side, CompletableFuture<Void> done) {
    enum Side {
        /** The message does not reach the server. */
        BEFORE,
        /** The message reaches the server, which carries it out; its answer does not reach the client. */
        AFTER
    }

    static Cut at(Predicate<Framing.Message> place, Side side) {
        return new Cut(place, side, new CompletableFuture<>());
    }
}
