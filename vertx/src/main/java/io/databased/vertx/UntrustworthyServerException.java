package io.databased.vertx;

/** The server said what no honest one says; it did not get what it wanted, and the connection is closed. */
public final class UntrustworthyServerException extends Exception {
    private static final long serialVersionUID = 1L;

    public UntrustworthyServerException(String message) {
        super(message);
    }
}
