package io.databased.spi;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a backend reports it to the core, which adds the SQL, the session and the caller's line. Its message is
 * the driver's, without values.
 */
public final class BackendException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is left of the connection and its transaction. */
    public enum Effect {
        /** The statement failed; the connection and an open transaction are as before. */
        STATEMENT,
        /** The database ended the open transaction: its work is rolled back. */
        TRANSACTION_ENDED,
        /** A step of the prelude failed: the statement was not run, and the transaction's state is not known. */
        PRELUDE,
        /** The connection is lost; the command may have reached the database. */
        CONNECTION_LOST,
        /** The connection was lost before the command was sent. */
        NOT_SENT
    }

    private static final Set<Kind> OF_VALUES =
            Set.of(Kind.UNIQUE, Kind.FOREIGN_KEY, Kind.NOT_NULL, Kind.CHECK, Kind.DATA, Kind.OTHER);

    private final Kind kind;
    private final Effect effect;
    private final @Nullable String sqlState;
    private final @Nullable Integer vendorCode;
    private final @Nullable DatabaseMessage said;

    /** A failure that has no codes of the database, such as the loss of a connection. */
    public BackendException(String message, Kind kind, Effect effect, @Nullable Throwable cause) {
        this(message, kind, effect, null, null, cause);
    }

    /**
     * A failure that the database has reported.
     *
     * @param message for users: what happened, without a value or a password
     * @param kind what a user can decide by
     * @param effect what is left of the connection and its transaction; if in doubt, the worse
     * @param sqlState the database's code by the standard, if it has given one
     * @param vendorCode the database's own code, if it has given one
     * @param cause the driver's exception, if that quotes no value; users see it
     */
    public BackendException(
            String message,
            Kind kind,
            Effect effect,
            @Nullable String sqlState,
            @Nullable Integer vendorCode,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.effect = effect;
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
        this.said = null;
    }

    /** A statement that prepares a connection has left a transaction open. */
    public static BackendException leftTransactionOpen() {
        return new BackendException("it leaves a transaction open", Kind.UNSUPPORTED, Effect.STATEMENT, null);
    }

    private BackendException(
            BackendException of,
            String message,
            Kind kind,
            Effect effect,
            @Nullable Throwable cause,
            @Nullable DatabaseMessage said) {
        super(message, cause);
        this.kind = kind;
        this.effect = effect;
        this.sqlState = of.sqlState;
        this.vendorCode = of.vendorCode;
        this.said = said;
    }

    /** What a user can decide by, whatever the database. */
    public Kind kind() {
        return kind;
    }

    /** What is left of the connection and its transaction. */
    public Effect effect() {
        return effect;
    }

    /** The SQLSTATE, or null. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** The database's own code, or null. */
    public @Nullable Integer vendorCode() {
        return vendorCode;
    }

    /** What the database itself said, which may quote values; null if it said nothing, or is not known to. */
    public @Nullable DatabaseMessage databaseMessage() {
        return said;
    }

    /** The same failure in other words: its codes stay, and what the database said. */
    public BackendException with(String message, Kind kind, Effect effect, @Nullable Throwable cause) {
        return new BackendException(this, message, kind, effect, cause, said);
    }

    /** The same failure with another effect. */
    public BackendException withEffect(Effect effect) {
        return with(getMessage(), kind, effect, getCause());
    }

    /**
     * The same failure, told of one set of values of a batch, if there are several and it can be about the values: a
     * constraint, what does not fit, or what an author has raised.
     *
     * @param set which, from 1
     * @param sets how many there are
     */
    public BackendException ofSet(int set, int sets) {
        return sets > 1 && OF_VALUES.contains(kind)
                ? with(getMessage() + " (set of values " + set + " of " + sets + ")", kind, effect, getCause())
                : this;
    }

    /** The same failure with what the database said. */
    public BackendException withDatabaseMessage(@Nullable DatabaseMessage message) {
        return new BackendException(this, getMessage(), kind, effect, getCause(), message);
    }

    /** Never null: the kind where there are no words. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.toString() : message;
    }
}
