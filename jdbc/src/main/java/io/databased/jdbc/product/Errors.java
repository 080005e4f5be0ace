package io.databased.jdbc.product;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SqlStates;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's failures mean: of a driver of which nothing is known, by SQLSTATE. Of such a driver's messages nothing is
 * told, because some write values into the SQL that they then complain about.
 */
public class Errors {
    static final Set<Kind> CONSTRAINTS = EnumSet.of(Kind.UNIQUE, Kind.FOREIGN_KEY, Kind.CHECK);

    /** Distributed databases say so when they cannot find out whether they have committed: as bad as no answer. */
    static final String OUTCOME_UNKNOWN = "40003";

    /** PostgreSQL's last words to a session: shut down, crashed, the database dropped, idle for too long. */
    private static final Set<String> LAST_WORDS = Set.of("25P03", "25P04", "57P01", "57P02", "57P03", "57P04", "57P05");

    Errors() {}

    /** A failed statement. */
    public final BackendException statement(SQLException thrown) {
        return failure(thrown, Effect.STATEMENT);
    }

    /** A failure with that effect, or the loss of the connection if it is one. */
    public final BackendException failure(SQLException thrown, Effect effect) {
        SQLException e = root(thrown);
        Kind kind = kind(e);
        String message = told(kind, e, String.valueOf(e.getMessage()));
        Effect actual = losesConnection(e) ? Effect.CONNECTION_LOST : effect;
        BackendException failure =
                new BackendException(message, kind, actual, e.getSQLState(), code(e), copy(e, message));
        String said = e.getMessage();
        return said == null ? failure : failure.withDatabaseMessage(said(kind, e, said));
    }

    /** JDBC has 0 for none. */
    private static @Nullable Integer code(SQLException e) {
        return e.getErrorCode() == 0 ? null : (Integer) e.getErrorCode();
    }

    /** All that was said, with what is named. */
    @Nullable
    DatabaseMessage said(Kind kind, SQLException e, String message) {
        return DatabaseMessage.of(message);
    }

    /**
     * Whether a statement that failed so took its transaction along: SQLSTATE class 40, "transaction rollback".
     *
     * @param connection may be asked, for there are databases with a setting for it
     */
    public boolean endsTransaction(BackendException failure, Connection connection) throws SQLException {
        String state = failure.sqlState();
        return state != null && state.startsWith("40");
    }

    /** What is told of a failure that {@linkplain #endsTransaction took its transaction along}. */
    public BackendException ended(BackendException failure) {
        return failure.withEffect(Effect.TRANSACTION_ENDED);
    }

    /** Whether what was prepared no longer fits its table, and the same text prepared anew may well run. */
    public boolean isOutdated(SQLException failure) {
        return false;
    }

    Kind kind(SQLException e) {
        return SqlStates.kind(e.getSQLState());
    }

    boolean losesConnection(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.equals(OUTCOME_UNKNOWN) || LAST_WORDS.contains(state));
    }

    /** What may be told without quoting a value. */
    String told(Kind kind, SQLException e, String message) {
        return SqlStates.phrase(kind);
    }

    static String before(String message, String end) {
        int at = message.indexOf(end);
        return at < 0 ? message : message.substring(0, at);
    }

    /** Some drivers hide the failure of a batch's statement behind that of the batch. */
    private static SQLException root(SQLException thrown) {
        @Nullable SQLException next = thrown instanceof BatchUpdateException ? thrown.getNextException() : null;
        return next == null ? thrown : next;
    }

    /** The driver's own exception is no cause to keep: its message, or that of its causes, may quote values. */
    private static SQLException copy(SQLException e, String message) {
        SQLException copy = new SQLException(message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
