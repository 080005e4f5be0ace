package io.databased.jdbc.product;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.sql.SQLException;
import java.util.Map;

/** DuckDB has neither SQLSTATEs nor codes: a failure's class is what its message begins with. */
final class DuckErrors extends Errors {
    static final Map<String, Kind> CLASSES = Map.ofEntries(
            entry("Binder", Kind.OBJECT),
            entry("Catalog", Kind.OBJECT),
            entry("Constraint", Kind.CHECK),
            entry("Conversion", Kind.DATA),
            entry("Dependency", Kind.OBJECT),
            entry("FATAL", Kind.SYSTEM),
            entry("INTERNAL", Kind.SYSTEM),
            entry("INTERRUPT", Kind.CANCELLED),
            entry("IO", Kind.SYSTEM),
            entry("Invalid Input", Kind.DATA),
            entry("Not implemented", Kind.UNSUPPORTED),
            entry("Out of Memory", Kind.SYSTEM),
            entry("Out of Range", Kind.DATA),
            entry("Parser", Kind.SYNTAX),
            entry("Permission", Kind.PERMISSION),
            entry("TransactionContext", Kind.SERIALIZATION));

    @Override
    Kind kind(SQLException e) {
        return e.getSQLState() == null ? kind(String.valueOf(e.getMessage())) : super.kind(e);
    }

    /** Whether an earlier statement has failed the transaction, in which nothing runs any more. */
    static boolean isAborted(SQLException e) {
        return kind(String.valueOf(e.getMessage())) == Kind.TRANSACTION_ENDED;
    }

    /** After some failures nothing runs on the connection any more. */
    @Override
    boolean losesConnection(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("FATAL Error: ") || message.startsWith("Connection was closed");
    }

    @Override
    String told(Kind kind, SQLException e, String message) {
        if (message.startsWith("IO Error: Could not set lock on file")) {
            return "another process has the file of the database open";
        }
        if (message.startsWith("IO Error: Cannot open file")) {
            return "a file cannot be opened; check that its directory is there, and may be read and written";
        }
        boolean names = SqlStates.isAboutNames(kind) && kind != Kind.SERIALIZATION;
        return names ? before(message, "\n") : super.told(kind, e, message);
    }

    private static Kind kind(String message) {
        int end = message.indexOf(" Error: ");
        Kind kind = end < 0 ? null : CLASSES.get(message.substring(0, end));
        if (kind == Kind.CHECK) {
            return constraint(message);
        }
        if (kind == Kind.SERIALIZATION) {
            return transaction(message);
        }
        if (kind == Kind.SYSTEM && message.contains("set lock on file")) {
            return Kind.BUSY;
        }
        return kind == null ? Kind.OTHER : kind;
    }

    private static Kind constraint(String message) {
        if (message.contains("NOT NULL")) {
            return Kind.NOT_NULL;
        }
        if (message.contains("foreign key")) {
            return Kind.FOREIGN_KEY;
        }
        return message.contains("uplicate key") ? Kind.UNIQUE : Kind.CHECK;
    }

    /** Conflicts are found when a row is changed that another transaction has changed, and at COMMIT. */
    private static Kind transaction(String message) {
        if (message.contains("aborted")) {
            return Kind.TRANSACTION_ENDED;
        }
        if (message.contains("read-only")) {
            return Kind.READ_ONLY;
        }
        boolean conflict = message.contains("onflict") || message.contains("Failed to commit");
        return conflict ? Kind.SERIALIZATION : Kind.OTHER;
    }
}
