package io.databased;

/** Where a {@link Session} is in its life. */
public enum SessionStatus {
    /** Not opened yet. */
    NEW,
    /** Being opened: waiting for its turn or for a connection. */
    OPENING,
    /** Open and healthy. */
    OPEN,
    /** Open, but a statement failed: only {@link Session#cancel()} is left. */
    FAILED,
    /** COMMIT was asked for and has not been answered. */
    COMMITTING,
    /** Ended: the work is committed (a child's: handed to its parent). */
    COMMITTED,
    /** Being rolled back. */
    CANCELLING,
    /** Ended: the work is rolled back. */
    CANCELLED,
    /** Ended: COMMIT left and no answer came; see {@link CommitOutcomeUnknownException}. */
    UNKNOWN;

    /** Whether the session is over: committed, cancelled or unknown. */
    public boolean ended() {
        return this == COMMITTED || this == CANCELLED || this == UNKNOWN;
    }
}
