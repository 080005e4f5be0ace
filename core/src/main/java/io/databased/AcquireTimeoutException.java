package io.databased;

/** Placeholder until the pool lands. */
public final class AcquireTimeoutException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public AcquireTimeoutException(String message) {
        super(message);
    }
}
