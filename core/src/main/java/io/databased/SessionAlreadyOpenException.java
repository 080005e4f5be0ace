package io.databased;

/** {@link Session#open()} was called a second time on the same session. The session goes on as it was. */
public final class SessionAlreadyOpenException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public SessionAlreadyOpenException(String message) {
        super(message);
    }
}
