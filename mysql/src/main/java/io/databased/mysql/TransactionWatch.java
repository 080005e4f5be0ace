package io.databased.mysql;

import io.databased.spi.Command.Control;

/**
 * What was sent of transaction control. The core sends from one thread at a time while a transaction is open; answers come
 * on the event loop, so the fields are volatile.
 */
final class TransactionWatch {
    private volatile boolean open;
    private volatile boolean shaken;
    private volatile boolean autocommitOff;

    /** A step of transaction control is about to be sent. */
    void told(Control.Kind kind) {
        switch (kind) {
            case BEGIN -> {
                open = true;
                shaken = false;
            }
            case COMMIT, ROLLBACK -> open = false;
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {}
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Something has failed. The server may have ended the transaction with it, and would run what follows on its own. */
    void failed() {
        shaken = true;
    }

    boolean isShaken() {
        return open && shaken;
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
}
