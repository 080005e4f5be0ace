package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * The connection under a statement or a session is gone, and so is everything the session did: it is rolled back,
 * definitely. Start the work again in a new session. Outside a session {@link #sent()} tells whether a statement
 * that was being executed may have been done.
 */
public final class ConnectionLostException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    public ConnectionLostException(String message, boolean sent, @Nullable Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    /**
     * Whether the statement may have reached the database. False is definite: it did not, and may be run again. True
     * outside a session means that the statement may have been applied.
     */
    public boolean sent() {
        return sent;
    }
}
