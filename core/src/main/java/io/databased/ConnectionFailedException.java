package io.databased;

import io.databased.StatementException.Kind;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be opened. The message tells each server that was tried and what it answered, or that it did not;
 * with several servers {@link #getSuppressed()} has a failure for each. {@link #kind()} is {@link Kind#PERMISSION} if the
 * user or the password is refused, {@link Kind#OBJECT} if there is no such database, {@link Kind#SYSTEM} if there was no
 * usable answer.
 */
public final class ConnectionFailedException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String sqlState;
    private final @Nullable Integer vendorCode;

    public ConnectionFailedException(
            String message,
            Kind kind,
            @Nullable String sqlState,
            @Nullable Integer vendorCode,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
    }

    /** The portable class of this failure. */
    public Kind kind() {
        return kind;
    }

    /** The SQLSTATE of the server that answered last, if it gave one. */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /** The database's own error number, if it gave one. */
    public OptionalInt vendorCode() {
        return vendorCode == null ? OptionalInt.empty() : OptionalInt.of(vendorCode);
    }
}
