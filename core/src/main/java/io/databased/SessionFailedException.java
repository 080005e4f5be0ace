package io.databased;

/**
 * An earlier statement of this session failed, so this one was not run (or the session was not committed): only
 * {@linkplain Session#cancel() cancel} is left. The {@linkplain #getCause() cause} is the first failure. Put statements
 * that may fail into a {@linkplain Session#transaction() child session}, or open the session with {@link
 * SessionOptions.Errors#NATIVE}.
 */
public final class SessionFailedException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public SessionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
