package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.jdbc.product.SqliteCodes;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite says of failures, by {@link SqliteCodes}. */
final class SqliteErrors {
    private SqliteErrors() {}

    /** A statement that SQLite could not compile. The message is about names and the text, in full. */
    static BackendException preparing(SQLException e) {
        return failure(e, message(e), e);
    }

    /**
     * A statement that failed while it ran. Of the messages that may quote a value (JSON paths, full-text queries, file
     * names), what comes behind the first quote or colon is left out, also in the cause.
     */
    static BackendException running(SQLException e) {
        if (e instanceof UnreadableTextException) {
            return new BackendException(message(e), Kind.DATA, Effect.STATEMENT, null);
        }
        String message = message(e);
        String safe = SqliteCodes.withoutValues(code(e), message);
        return safe.equals(message) ? failure(e, message, e) : failure(e, safe, copy(e, safe));
    }

    static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    }

    private static BackendException failure(SQLException e, String message, SQLException cause) {
        int code = code(e);
        String said = message(e);
        return new BackendException(message, SqliteCodes.kind(code, said), Effect.STATEMENT, null, code, cause)
                .withDatabaseMessage(SqliteCodes.message(said));
    }

    private static String message(SQLException e) {
        SQLiteErrorCode result = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
        return SqliteCodes.words(result, String.valueOf(e.getMessage()));
    }

    private static SQLException copy(SQLException e, String message) {
        SQLException copy = new SQLException(message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
