package io.databased.jdbc.product;

/** A value that Java's types do not have, or that its driver cannot read. Its column is named by who reads the whole row. */
public final class UnreadableException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;

    UnreadableException(String what) {
        this(what, what, "select it as text", "0A000");
    }

    private UnreadableException(String message, String what, String remedy, String sqlState) {
        super(message, sqlState);
        this.what = what;
        this.remedy = remedy;
    }

    /** In a column of SQLite, as other programs may store it. */
    static UnreadableException noText() {
        String what = "bytes that are no text";
        return new UnreadableException(what, what, "select them: CAST(… AS BLOB)", "22021");
    }

    public static UnreadableException endOfDay() {
        return new UnreadableException("the time 24:00:00, which Java's types do not have");
    }

    /** What a driver threw is not told: it may quote the value. */
    static UnreadableException by(RuntimeException driver) {
        return new UnreadableException(
                "a value that the driver cannot read (" + driver.getClass().getName() + ")");
    }

    /** With the name of its column. */
    public UnreadableException in(String column) {
        String message = "column \"" + column + "\" holds " + what + "; " + remedy.replace("…", column);
        return new UnreadableException(message, what, remedy, getSQLState());
    }
}
