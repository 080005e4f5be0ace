package io.databased.postgresql;

import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import org.jspecify.annotations.Nullable;

/**
 * What was sent of transaction control, and which transactions that made. The core sends from one thread at a time while a
 * transaction is open; answers come on the event loop, so the fields are volatile.
 */
final class TransactionWatch {
    private volatile boolean open;
    private volatile Transaction begun = new Transaction(false);
    private volatile Transaction committed = begun;
    private volatile @Nullable Command opener; // of the transaction that is open

    /** A transaction of the server, and its identifier once it is known. */
    static final class Transaction {
        private final boolean readOnly;
        private volatile boolean asked;
        private volatile @Nullable TransactionId id;

        private Transaction(boolean readOnly) {
            this.readOnly = readOnly;
        }

        /** The answer; null if none was assigned, or the transaction has failed before it could be asked. */
        void id(@Nullable TransactionId assigned) {
            id = assigned;
            asked = assigned != null;
        }
    }

    /** A step of transaction control is about to be sent, as a part of the command. */
    void told(Control control, Command of) {
        switch (control.kind()) {
            case BEGIN -> {
                open = true;
                opener = of;
                begun = new Transaction(control.options().readOnly());
            }
            case COMMIT -> {
                end();
                committed = begun;
            }
            case ROLLBACK -> end();
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {}
        }
    }

    private void end() {
        open = false;
        opener = null;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether the transaction that is open was begun by this command. */
    boolean isBegunBy(Command command) {
        return opener == command;
    }

    boolean isReadOnly() {
        return open && begun.readOnly;
    }

    /** The transaction whose identifier to ask for behind this statement, if any: the first that writes has it assigned. */
    @Nullable
    Transaction toBeAsked(Command command) {
        Transaction current = begun;
        if (!open || current.readOnly || current.asked || command.reads()) {
            return null;
        }
        current.asked = true;
        return current;
    }

    /** What was asked for behind a statement that runs again was refused with it. */
    void askAgain() {
        begun.asked = false;
    }

    /**
     * The identifier of the transaction whose COMMIT was sent last. Another may have begun since, but cannot have come to
     * its own COMMIT before this one is answered.
     */
    @Nullable
    TransactionId committed() {
        return committed.id;
    }
}
