package io.databased.postgresql;

import io.databased.spi.Command.Control;
import org.jspecify.annotations.Nullable;

/**
 * What was sent of transaction control, and the identifier of the transaction once it is known. The core sends from one
 * thread at a time while a transaction is open; answers come on the event loop, so the fields are volatile.
 */
final class TransactionWatch {
    private volatile boolean open;
    private volatile boolean readOnly;
    private volatile boolean asked;
    private volatile @Nullable String id;
    private volatile @Nullable String committed;

    /** A step of transaction control is about to be sent. */
    void told(Control control) {
        switch (control.kind()) {
            case BEGIN -> {
                open = true;
                readOnly = control.options().readOnly();
                asked = false;
                id = null;
            }
            case COMMIT -> {
                open = false;
                committed = id;
            }
            case ROLLBACK -> open = false;
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {}
        }
    }

    boolean isOpen() {
        return open;
    }

    boolean isReadOnly() {
        return open && readOnly;
    }

    /** Whether to ask for the identifier behind this statement; it is assigned by the first that writes. */
    boolean wantsId(String sql) {
        if (!open || readOnly || asked || id != null || Keywords.reads(sql)) {
            return false;
        }
        asked = true;
        return true;
    }

    /** The answer; null if none was assigned, or the transaction has failed before it could be asked. */
    void id(@Nullable String assigned) {
        id = assigned;
        asked = assigned != null;
    }

    /**
     * The identifier of the transaction whose COMMIT was sent last. Another may have begun since, but cannot have come to
     * its own COMMIT before this one is answered.
     */
    @Nullable
    String committed() {
        return committed;
    }
}
