package io.databased;

/**
 * A session was used before it was opened, or after it ended: by commit, by cancel, or with its database. Nothing was
 * sent. The message tells the session's status.
 */
public final class SessionNotOpenException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public SessionNotOpenException(String message) {
        super(message);
    }
}
