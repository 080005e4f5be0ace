package io.databased.jdbc.product;

/** A value that Java's types do not have, or that its driver cannot read. Its column is named by who reads the whole row. */
public final class UnreadableException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final String what;

    UnreadableException(String what) {
        this(what, what);
    }

    private UnreadableException(String message, String what) {
        super(message);
        this.what = what;
    }

    static UnreadableException endOfDay() {
        return new UnreadableException("the time 24:00:00, which Java's types do not have");
    }

    /** What a driver threw is not told: it may quote the value. */
    static UnreadableException by(RuntimeException driver) {
        return new UnreadableException(
                "a value that the driver cannot read (" + driver.getClass().getName() + ")");
    }

    UnreadableException in(String column) {
        return new UnreadableException("column \"" + column + "\" holds " + what + "; select it as text", what);
    }
}
