package io.databased.sqlite;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite's result codes mean; a code that is not in the table means what its lowest byte means.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">sqlite.org/rescode.html</a>
 */
final class SqliteErrors {
    static final Map<Integer, Kind> CODES = Map.ofEntries(
            entry(3, Kind.PERMISSION), // PERM
            entry(4, Kind.TRANSACTION_ENDED), // ABORT
            entry(5, Kind.BUSY), // BUSY
            entry(6, Kind.BUSY), // LOCKED
            entry(7, Kind.SYSTEM), // NOMEM
            entry(8, Kind.READ_ONLY), // READONLY
            entry(9, Kind.CANCELLED), // INTERRUPT
            entry(10, Kind.SYSTEM), // IOERR
            entry(11, Kind.CORRUPT), // CORRUPT
            entry(13, Kind.DISK_FULL), // FULL
            entry(14, Kind.SYSTEM), // CANTOPEN
            entry(15, Kind.BUSY), // PROTOCOL
            entry(17, Kind.OBJECT), // SCHEMA
            entry(18, Kind.DATA), // TOOBIG
            entry(20, Kind.DATA), // MISMATCH
            entry(22, Kind.SYSTEM), // NOLFS
            entry(23, Kind.PERMISSION), // AUTH
            entry(25, Kind.DATA), // RANGE
            entry(26, Kind.CORRUPT), // NOTADB
            entry(275, Kind.CHECK), // CONSTRAINT_CHECK
            entry(787, Kind.FOREIGN_KEY), // CONSTRAINT_FOREIGNKEY
            entry(1299, Kind.NOT_NULL), // CONSTRAINT_NOTNULL
            entry(1555, Kind.UNIQUE), // CONSTRAINT_PRIMARYKEY
            entry(2067, Kind.UNIQUE), // CONSTRAINT_UNIQUE
            entry(2579, Kind.UNIQUE), // CONSTRAINT_ROWID
            entry(3091, Kind.DATA)); // CONSTRAINT_DATATYPE

    /** What the texts of the general code 1 mean, in this order. */
    private static final Map<Pattern, Kind> TEXTS = new LinkedHashMap<>();

    static {
        text("cannot (start|commit|rollback)\\b.*transaction.*", Kind.TRANSACTION_ENDED);
        text("no such savepoint.*", Kind.TRANSACTION_ENDED);
        text("no such .*|there is already .*|.* already exists|.* has no column named .*", Kind.OBJECT);
        text("ambiguous column name.*|unknown database.*|.* may not be (altered|dropped|modified).*", Kind.OBJECT);
        text("near .*|incomplete input|unrecognized token.*|.*syntax error.*", Kind.SYNTAX);
        text("wrong number of arguments.*|misuse of .*|.* values for .* columns|.* values were supplied", Kind.SYNTAX);
        text("not authorized.*|.*prohibited.*", Kind.PERMISSION);
        text("integer overflow|malformed JSON|bad JSON path.*|.*too big.*|.*too complex.*", Kind.DATA);
    }

    private static final Pattern QUOTED = Pattern.compile("\\s*[:'\"].*", Pattern.DOTALL);

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
        int primary = code(e) & 0xff;
        boolean names = primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
        String safe = names ? message : QUOTED.matcher(message).replaceFirst("");
        return safe.equals(message) ? failure(e, message, e) : failure(e, safe, copy(e, safe));
    }

    static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    }

    static Kind kind(int code, String message) {
        Kind exact = CODES.get(code);
        Kind known = exact != null ? exact : CODES.get(code & 0xff);
        if (known != null || code != SQLiteErrorCode.SQLITE_ERROR.code) {
            return known != null ? known : Kind.OTHER;
        }
        return TEXTS.entrySet().stream()
                .filter(text -> text.getKey().matcher(message).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Kind.OTHER);
    }

    private static BackendException failure(SQLException e, String message, SQLException cause) {
        int code = code(e);
        return new BackendException(message, kind(code, message(e)), Effect.STATEMENT, null, code, cause);
    }

    /** SQLite's own words, out of the driver's {@code [CODE] description (words)}. */
    private static String message(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof SQLiteException sqlite) {
            String prefix = sqlite.getResultCode() + " (";
            if (message.startsWith(prefix) && message.endsWith(")")) {
                return message.substring(prefix.length(), message.length() - 1);
            }
        }
        return message;
    }

    private static SQLException copy(SQLException e, String message) {
        SQLException copy = new SQLException(message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private static void text(String pattern, Kind kind) {
        TEXTS.put(Pattern.compile(pattern, Pattern.DOTALL), kind);
    }
}
