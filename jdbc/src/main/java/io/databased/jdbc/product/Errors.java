package io.databased.jdbc.product;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.SqlStates;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's failures mean: of a driver of which nothing is known, by SQLSTATE. Of such a driver's messages nothing is
 * told, because some write values into the SQL that they then complain about.
 */
public class Errors {
    private static final String SAID = "; what the database said is in databaseMessage()";

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

    /** The same; of one without values more may be told. */
    public final BackendException statement(SQLException thrown, Command command) {
        BackendException failure = statement(thrown);
        boolean bare = command.values().length == 0 && command.mode() != Command.Mode.BATCH;
        String told = bare ? ofBareText(root(thrown)) : null;
        return told == null ? failure : failure.with(told, failure.kind(), failure.effect(), failure.getCause());
    }

    /** What is told where nothing but the user's own text can be quoted, if that is more. */
    @Nullable
    String ofBareText(SQLException e) {
        return null;
    }

    /** A failure with that effect, or the loss of the connection if it is one. */
    public final BackendException failure(SQLException thrown, Effect effect) {
        SQLException e = root(thrown);
        Kind kind = kind(e);
        Effect actual = losesConnection(e) ? Effect.CONNECTION_LOST : effect;
        String text = String.valueOf(e.getMessage());
        if (e instanceof RefusedException) {
            BackendException failure = new BackendException(text, kind, actual, copy(e, text));
            return thrown instanceof BatchFailure batch ? batch.locate(failure) : failure;
        }
        String message = told(kind, e, text);
        BackendException failure =
                new BackendException(message, kind, actual, e.getSQLState(), code(e), copy(e, message));
        if (thrown instanceof BatchFailure batch && actual == Effect.STATEMENT) {
            failure = batch.locate(failure);
        }
        String said = e.getMessage();
        return said == null ? failure : failure.withDatabaseMessage(said(kind, e, said));
    }

    /** A connection that was not opened. Its failure has no place for what the database said, which may quote the URL. */
    public final BackendException opening(SQLException thrown) {
        BackendException failure = failure(thrown, Effect.NOT_SENT).withEffect(Effect.NOT_SENT);
        String message = String.valueOf(failure.getMessage());
        if (!message.endsWith(SAID)) {
            return failure;
        }
        String why = failure.kind() == Kind.OTHER
                ? "the database refused the connection"
                : message.substring(0, message.length() - SAID.length());
        Integer code = failure.vendorCode();
        String told = why + " [" + (failure.sqlState() == null ? "no SQLSTATE" : "SQLSTATE " + failure.sqlState())
                + (code == null ? "" : ", code " + code)
                + "]; the driver's own words are not shown, because they may quote the URL with its password";
        return new BackendException(
                told, failure.kind(), Effect.NOT_SENT, failure.sqlState(), code, copy(root(thrown), told));
    }

    /** JDBC has 0 for none. */
    private @Nullable Integer code(SQLException e) {
        int code = codeOf(e);
        return code == 0 ? null : (Integer) code;
    }

    /** The database's own number, in full. */
    int codeOf(SQLException e) {
        return e.getErrorCode();
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
        Kind told = SqlStates.kind(e.getSQLState());
        return told == Kind.OTHER ? byClass(e) : told;
    }

    /** What a driver says by the class of its exception alone. */
    private static Kind byClass(SQLException e) {
        if (e instanceof SQLSyntaxErrorException) {
            return Kind.SYNTAX;
        }
        if (e instanceof SQLDataException) {
            return Kind.DATA;
        }
        if (e instanceof SQLInvalidAuthorizationSpecException) {
            return Kind.PERMISSION;
        }
        return Unsupported.is(e) ? Kind.UNSUPPORTED : Kind.OTHER;
    }

    boolean losesConnection(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.equals(OUTCOME_UNKNOWN) || LAST_WORDS.contains(state));
    }

    /** What may be told without quoting a value. */
    String told(Kind kind, SQLException e, String message) {
        boolean unnamed = kind == Kind.OTHER && violatesConstraint(e);
        return (unnamed ? "a constraint is violated" : SqlStates.phrase(kind)) + (e.getMessage() == null ? "" : SAID);
    }

    /** Which one, only the driver's words tell. */
    private static boolean violatesConstraint(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLIntegrityConstraintViolationException || (state != null && state.startsWith("23"));
    }

    static String before(String message, String end) {
        int at = message.indexOf(end);
        return at < 0 ? message : message.substring(0, at);
    }

    /**
     * Which of the sets of values that a batch was given together has failed, from 0; -1 if the driver does not say.
     *
     * @param size how many there were
     * @param connection may be asked how its driver runs batches
     */
    public int failedSet(BatchUpdateException failure, int size, Connection connection) {
        int[] counts = failure.getUpdateCounts();
        if (size == 1) {
            return 0;
        }
        if (counts == null) {
            return -1;
        }
        if (counts.length < size) {
            return counts.length; // it went no further
        }
        int first = -1;
        boolean all = true;
        for (int i = size - 1; i >= 0; i--) {
            boolean failed = counts[i] == Statement.EXECUTE_FAILED;
            first = failed ? i : first;
            all &= failed;
        }
        return all ? -1 : first;
    }

    /**
     * Drivers hide the failure of a batch's statement behind that of the batch: as what comes next, or as its cause. What a data
     * source puts around a connection may hide any failure behind one that says nothing.
     */
    private static SQLException root(SQLException thrown) {
        SQLException root = thrown;
        while (root instanceof BatchUpdateException || saysNothing(root)) {
            SQLException inner = root instanceof BatchUpdateException ? root.getNextException() : null;
            if (inner == null && root.getCause() instanceof SQLException cause) {
                inner = cause;
            }
            if (inner == null || (saysNothing(inner) && !saysNothing(root))) {
                return root;
            }
            root = inner;
        }
        return root;
    }

    private static boolean saysNothing(SQLException e) {
        return e.getSQLState() == null && e.getErrorCode() == 0;
    }

    /** The driver's own exception is no cause to keep: its message, or that of its causes, may quote values. */
    private static SQLException copy(SQLException e, String message) {
        SQLException copy = new SQLException(message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
