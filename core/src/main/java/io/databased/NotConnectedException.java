package io.databased;

/**
 * The database is not connected: {@link Database#connect()} was never called, has not completed, or {@link
 * Database#disconnect()} came since. Nothing was sent.
 */
public final class NotConnectedException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public NotConnectedException(String message) {
        super(message);
    }
}
