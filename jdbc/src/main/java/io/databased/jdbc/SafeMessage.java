package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
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
        return SqlStates.phrase(kind);
    }

    private static String before(String message, String end) {
        int at = message.indexOf(end);
        return at < 0 ? message : message.substring(0, at);
    }
}
