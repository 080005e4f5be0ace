package io.databased.jdbc.product;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;

/** What PostgreSQL's failures mean. It quotes values only in certain kinds of message, or on further lines. */
final class PostgresErrors extends Errors {
    /** The class of data exceptions: what they are about is quoted, or behind a colon. */
    private static final String ABOUT_VALUES = "22";

    /** A failure leaves the transaction open, though nothing more runs in it. */
    @Override
    public boolean endsTransaction(BackendException failure, Connection connection) {
        return false;
    }

    @Override
    String told(Kind kind, SQLException e, String message) {
        if (String.valueOf(e.getSQLState()).startsWith(ABOUT_VALUES)) {
            String text = before(before(message, "\n").replaceFirst("^[A-Z]+: ", ""), ": ");
            return text.contains("\"") ? super.told(kind, e, message) : text;
        }
        boolean names = NAMES_ONLY.contains(kind) || CONSTRAINTS.contains(kind);
        return names ? before(message, "\n") : super.told(kind, e, message);
    }
}
