package io.databased.jdbc.product;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;

/** What PostgreSQL's failures mean. It quotes values only in certain kinds of message, or on further lines. */
final class PostgresErrors extends Errors {
    /** A failure leaves the transaction open, though nothing more runs in it. */
    @Override
    public boolean endsTransaction(BackendException failure, Connection connection) {
        return false;
    }

    @Override
    String told(Kind kind, SQLException e, String message) {
        boolean names = NAMES_ONLY.contains(kind) || CONSTRAINTS.contains(kind);
        return names ? before(message, "\n") : super.told(kind, e, message);
    }
}
