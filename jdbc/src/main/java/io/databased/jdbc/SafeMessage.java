package io.databased.jdbc;

import io.databased.StatementException.Kind;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a failure says without quoting a value. H2 and PostgreSQL are known to quote values only in certain kinds of
 * message, or behind the constraint's name, or on further lines; of other drivers than these and DuckDB's nothing is taken, because some inline
 * values into the SQL that they then complain about.
 */
final class SafeMessage {
    /** Kinds that speak of names and of the SQL text only. */
    private static final Set<Kind> NAMES_ONLY = EnumSet.of(
            Kind.NOT_NULL,
            Kind.SYNTAX,
            Kind.OBJECT,
            Kind.PERMISSION,
            Kind.SERIALIZATION,
            Kind.DEADLOCK,
            Kind.BUSY,
            Kind.CANCELLED,
            Kind.READ_ONLY,
            Kind.UNSUPPORTED);

    private static final Set<Kind> CONSTRAINTS = EnumSet.of(Kind.UNIQUE, Kind.FOREIGN_KEY, Kind.CHECK);

    private SafeMessage() {}

    static String of(JdbcProduct product, Kind kind, SQLException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        if (product == JdbcProduct.H2 && NAMES_ONLY.contains(kind)) {
            return before(message, "; SQL statement:");
        }
        if (product == JdbcProduct.H2 && CONSTRAINTS.contains(kind)) {
            // "… violation: "NAME ON TABLE(COLUMN) VALUES ( /* 1 */ 1, 'x' )"" and "… violation: "NAME: … (99)""
            String named = before(before(message, " VALUES ("), "; SQL statement:");
            int name = named.indexOf('"') + 1;
            int end = name == 0 ? -1 : named.indexOf(':', name);
            return end < 0 ? named : named.substring(0, end) + '"';
        }
        if (product == JdbcProduct.POSTGRESQL && (NAMES_ONLY.contains(kind) || CONSTRAINTS.contains(kind))) {
            return before(message, "\n");
        }
        if (product == JdbcProduct.DUCKDB && NAMES_ONLY.contains(kind) && kind != Kind.SERIALIZATION) {
            return before(message, "\n");
        }
        return phrase(kind);
    }

    private static String before(String message, String end) {
        int at = message.indexOf(end);
        return at < 0 ? message : message.substring(0, at);
    }

    static String phrase(Kind kind) {
        return switch (kind) {
            case UNIQUE -> "a unique constraint is violated";
            case FOREIGN_KEY -> "a foreign key is violated";
            case NOT_NULL -> "a column must not be null";
            case CHECK -> "a check constraint is violated";
            case DATA -> "a value does not fit, or cannot be converted or computed";
            case SYNTAX -> "the statement has a syntax error";
            case OBJECT -> "a table, column or other object does not exist, or exists already";
            case PERMISSION -> "the user or password is wrong, or the user may not do this";
            case SERIALIZATION -> "the transaction could not be serialized; run it again";
            case DEADLOCK -> "the transaction was the victim of a deadlock; run it again";
            case BUSY -> "another transaction held a lock for too long; run it again";
            case TIMEOUT -> "the statement took too long";
            case CANCELLED -> "the statement was cancelled";
            case READ_ONLY -> "the database or transaction is read-only";
            case DISK_FULL -> "no room is left on the disk";
            case CORRUPT -> "the database is damaged";
            case SYSTEM -> "the database could not be reached, or ran into an error of the system";
            case TRANSACTION_ENDED -> "the transaction has failed before; roll it back";
            case UNSUPPORTED -> "the database or its driver cannot do this";
            case OTHER -> "the database refused the statement; see the SQLSTATE and the vendor code";
        };
    }
}
