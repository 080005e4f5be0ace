package io.databased.jdbc.product;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SqlStates;
import io.databased.spi.product.PostgresMessages;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's failures mean. It quotes values only in certain kinds of message, or on further lines. */
final class PostgresErrors extends Errors {
    /** The class of data exceptions: what they are about is quoted, or behind a colon. */
    private static final String ABOUT_VALUES = "22";

    private static final Map<Part, String> GETTERS = Map.of(
            Part.DETAIL, "getDetail",
            Part.HINT, "getHint",
            Part.POSITION, "getPosition",
            Part.SCHEMA, "getSchema",
            Part.TABLE, "getTable",
            Part.COLUMN, "getColumn",
            Part.DATA_TYPE, "getDatatype",
            Part.CONSTRAINT, "getConstraint");

    /** {@code Batch entry 3 INSERT …}. */
    private static final Pattern NUMBER = Pattern.compile("\\D{1,40}?(\\d{1,9})\\D");

    /** By a signal. What was cancelled before it ran has no state: the driver has sent nothing of it. */
    private static final String STOPPED = "57014";

    /**
     * A failure leaves the transaction open, though nothing more runs in it. But the driver sends BEGIN ahead of the first
     * statement, as a message of its own: when a signal to stop hits that, the statement runs by itself.
     */
    @Override
    public boolean endsTransaction(BackendException failure, Connection connection) throws SQLException {
        return STOPPED.equals(failure.sqlState()) && PostgresState.isIdle(connection);
    }

    /** Logged as well: the caller may have left, and it was the caller who wanted nothing kept. */
    @Override
    public BackendException ended(BackendException failure) {
        String message = failure.getMessage()
                + "; it has hit the BEGIN that the driver sends ahead of the first statement of a transaction. So the"
                + " statement may have run by itself: what it did may be in the database for good. Look for it";
        System.getLogger("io.databased.jdbc").log(Level.WARNING, message);
        return failure.with(message, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, failure.getCause());
    }

    /**
     * What the server says is no loss, whatever its state and its severity, which may be translated: when it closes the
     * connection, the driver comes upon the end of that next.
     */
    @Override
    boolean losesConnection(SQLException e) {
        boolean answered = isOfServer(e) && !OUTCOME_UNKNOWN.equals(e.getSQLState());
        return answered ? metTheEnd(e.getNextException()) : super.losesConnection(e);
    }

    private static boolean metTheEnd(@Nullable SQLException next) {
        return next != null && (next.getCause() instanceof IOException || metTheEnd(next.getNextException()));
    }

    /**
     * The time limit of a statement has the state of a signal to stop, and is found out by the same routine of the server. If its words
     * are not English, it is taken for the limit here; whoever has given a signal knows better.
     */
    @Override
    Kind kind(SQLException e) {
        Kind kind = super.kind(e);
        return kind == Kind.CANCELLED && isLate(e) ? Kind.TIMEOUT : kind;
    }

    private static boolean isLate(SQLException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains("statement timeout")
                || (!words.contains("user request") && "ProcessInterrupts".equals(answer(e, "getRoutine")));
    }

    /** Of what the driver itself says only that is told which is about no value. */
    @Override
    String told(Kind kind, SQLException e, String message) {
        String state = e.getSQLState();
        boolean names = SqlStates.isAboutNames(kind) || CONSTRAINTS.contains(kind);
        boolean told = names
                || isOfServer(e)
                || losesConnection(e)
                || String.valueOf(state).startsWith(ABOUT_VALUES);
        return told
                ? PostgresMessages.shown(state, kind, said(kind, e, message), text(answer(e, "getRoutine")))
                : super.told(kind, e, message);
    }

    /** With what the driver has of the server's answer beside its text. */
    @Override
    DatabaseMessage said(Kind kind, SQLException e, String message) {
        Map<Part, String> parts = new EnumMap<>(Part.class);
        GETTERS.forEach((part, getter) -> {
            Object value = answer(e, getter);
            if (value != null && !value.equals(0)) {
                parts.put(part, value.toString());
            }
        });
        String text = text(answer(e, "getMessage"));
        String severity = "^[A-Z]+: ";
        return DatabaseMessage.of(text == null ? before(message, "\n").replaceFirst(severity, "") : text, parts);
    }

    /**
     * The driver calls all of them failed, and tells the number of one in its text, in the language of the JVM. Where it
     * makes one statement of several sets, it counts those.
     */
    @Override
    public int failedSet(BatchUpdateException failure, int size, Connection connection) {
        Matcher number = NUMBER.matcher(String.valueOf(failure.getMessage()));
        if (size == 1 || !number.lookingAt() || PostgresState.mayRewriteBatches(connection)) {
            return size == 1 ? 0 : -1;
        }
        int set = Integer.parseInt(number.group(1));
        return set < size ? set : -1;
    }

    private static boolean isOfServer(SQLException e) {
        return answer(e, "getMessage") != null;
    }

    private static @Nullable String text(@Nullable Object answer) {
        return answer == null ? null : answer.toString();
    }

    private static @Nullable Object answer(SQLException e, String getter) {
        try {
            Object answer = e.getClass().getMethod("getServerErrorMessage").invoke(e);
            return answer == null ? null : answer.getClass().getMethod(getter).invoke(answer);
        } catch (ReflectiveOperationException anotherDriver) {
            return null;
        }
    }
}
