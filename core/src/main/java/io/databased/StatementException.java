package io.databased;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The database refused a statement. {@link #kind()} is portable across databases, {@link #sqlState()} and {@link
 * #vendorCode()} are the database's own. The message holds the SQL as its user wrote it, the session's name and the line
 * of the caller, never a bound value. What the database said, which may quote values, and the names of the constraint, table
 * and column that it is about are in {@link #databaseMessage()}.
 */
public final class StatementException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    /** The portable classes of failure. */
    public enum Kind {
        /** A unique or primary key constraint. */
        UNIQUE,
        /** A foreign key constraint. */
        FOREIGN_KEY,
        /** A NOT NULL constraint. */
        NOT_NULL,
        /** A CHECK or exclusion constraint. */
        CHECK,
        /** A value that does not fit its column, a failed cast, a division by zero. */
        DATA,
        /** The statement could not be parsed. */
        SYNTAX,
        /** A table, column, function or other object that does not exist, or exists already. */
        OBJECT,
        /** The user may not do this. */
        PERMISSION,
        /** The transaction could not be serialized with others: run the whole session again. */
        SERIALIZATION,
        /** The victim of a deadlock: run the whole session again. */
        DEADLOCK,
        /** Another session held a lock for too long: run the whole session again. */
        BUSY,
        /** The statement timeout passed. */
        TIMEOUT,
        /** The statement was cancelled, by its caller or on the server. */
        CANCELLED,
        /** The database, connection or session only reads. */
        READ_ONLY,
        /** No room is left on the disk or in the quota. */
        DISK_FULL,
        /** The file is no database, or is damaged. */
        CORRUPT,
        /** The database could not be opened, or ran into an error of the system underneath. */
        SYSTEM,
        /** The transaction was ended by the database behind the session's back. */
        TRANSACTION_ENDED,
        /** This database, or its driver, cannot do that. */
        UNSUPPORTED,
        /** Anything else: see {@link #sqlState()} and {@link #vendorCode()}. */
        OTHER;

        /** Whether running the whole session again may succeed: serialization failures, deadlocks and busy locks. */
        public boolean retryable() {
            return this == SERIALIZATION || this == DEADLOCK || this == BUSY;
        }
    }

    private final Kind kind;
    private final @Nullable String sqlState;
    private final @Nullable Integer vendorCode;
    private final @Nullable String sql;
    private final @Nullable DatabaseMessage said;

    public StatementException(
            String message,
            Kind kind,
            @Nullable String sqlState,
            @Nullable Integer vendorCode,
            @Nullable String sql,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
        this.sql = sql;
        this.said = null;
    }

    private StatementException(StatementException of, @Nullable DatabaseMessage said) {
        super(String.valueOf(of.getMessage()), of.getCause());
        this.kind = of.kind;
        this.sqlState = of.sqlState;
        this.vendorCode = of.vendorCode;
        this.sql = of.sql;
        this.said = said;
    }

    /** The same failure with what the database said, or without. */
    public StatementException withDatabaseMessage(@Nullable DatabaseMessage message) {
        return new StatementException(this, message);
    }

    /** The portable class of this failure. */
    public Kind kind() {
        return kind;
    }

    /** The five-character SQLSTATE of ISO/IEC 9075, where the database gives one (SQLite does not). */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /** The database's own error number; on SQLite the extended result code. */
    public OptionalInt vendorCode() {
        return vendorCode == null ? OptionalInt.empty() : OptionalInt.of(vendorCode);
    }

    /** The SQL as it was sent, with placeholders in place of values. */
    public Optional<String> sql() {
        return Optional.ofNullable(sql);
    }

    /** What the database itself said, where it said anything. Its texts may quote values. */
    public Optional<DatabaseMessage> databaseMessage() {
        return Optional.ofNullable(said);
    }
}
