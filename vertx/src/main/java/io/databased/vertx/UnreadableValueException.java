package io.databased.vertx;

/** A value has no plain form in Java. The message names its column and says what to do. */
public final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableValueException(String message) {
        super(message);
    }
}
