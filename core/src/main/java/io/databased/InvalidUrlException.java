package io.databased;

/**
 * A database URL that cannot be understood, or holds an option that no backend knows. The message gives the reason and
 * the offset, never the input itself: a malformed URL may hold a password anywhere.
 */
public final class InvalidUrlException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public InvalidUrlException(String message) {
        super(message);
    }

    /** With why a backend for the URL cannot be had. */
    public InvalidUrlException(String message, Throwable cause) {
        super(message, cause);
    }
}
