package io.databased.mysql;

import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was sent of transaction control, and of which statements the answer is not taken before the server has said that the
 * transaction is as it was. The core sends from one thread at a time while a transaction is open; answers come on the event
 * loop, so the fields are volatile.
 */
final class TransactionWatch {
    /** They may call functions and fire triggers, which have no transaction control. */
    private static final Set<String> KEEPING = Set.of("DO", "GET", "HANDLER", "LOAD");

    private final Map<Command, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean open;
    private volatile boolean autocommitOff;

    /** A statement, and what is found out behind it. */
    static final class Watched {
        /** Whether it is inside a transaction of ours. */
        final boolean inside;

        /** Whether that transaction was ended, or another was left open; null until the statement was sent. */
        volatile @Nullable CompletableFuture<Boolean> broken;

        Watched(boolean inside) {
            this.inside = inside;
        }

        /** The statement is sent, perhaps once more. */
        CompletableFuture<Boolean> sent() {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            broken = answer;
            return answer;
        }
    }

    /** A step of transaction control is about to be sent. */
    void told(Control.Kind kind) {
        switch (kind) {
            case BEGIN -> open = true;
            case COMMIT, ROLLBACK -> open = false;
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {}
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Statements do not commit themselves from here on, even if the server ends the transaction. */
    void autocommitOff() {
        autocommitOff = true;
    }

    /** Whether autocommit was off; it is on again. */
    boolean autocommitOn() {
        boolean was = autocommitOff;
        autocommitOff = false;
        return was;
    }

    /** Whether the statement can neither begin a transaction nor end one and begin another, which its answer would not tell. */
    static boolean keeps(Command command) {
        return command.action() != Command.Action.OTHER || command.reads() || KEEPING.contains(command.verb());
    }

    /** Watches the statement if it is inside a transaction, or might open one; returns whether it does. */
    boolean watches(Command command) {
        boolean begins = command.prelude().stream().anyMatch(step -> step.kind() == Control.Kind.BEGIN);
        boolean inside = open || begins;
        if (command.mode() == Command.Mode.CONTROL || (!inside && keeps(command))) {
            return false;
        }
        watched.put(command, new Watched(inside));
        return true;
    }

    @Nullable
    Watched of(Command command) {
        return watched.get(command);
    }

    @Nullable
    Watched end(Command command) {
        return watched.remove(command);
    }
}
