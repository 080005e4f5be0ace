package io.databased.spi;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLSTATE means, and how a kind of failure is put into words that quote no value: for backends whose database
 * reports by SQLSTATE. The codes are those of ISO/IEC 9075 and what PostgreSQL and ODBC add to it.
 */
public final class SqlStates {
    private static final Map<String, Kind> STATES = Map.ofEntries(
            entry("07006", Kind.DATA), // a value of a type that is not converted
            entry("21S01", Kind.SYNTAX),
            entry("21S02", Kind.SYNTAX),
            entry("23001", Kind.FOREIGN_KEY),
            entry("23502", Kind.NOT_NULL),
            entry("23503", Kind.FOREIGN_KEY),
            entry("23505", Kind.UNIQUE),
            entry("23513", Kind.CHECK),
            entry("23514", Kind.CHECK),
            entry("23P01", Kind.CHECK),
            entry("25006", Kind.READ_ONLY),
            entry("25P02", Kind.TRANSACTION_ENDED),
            entry("3D000", Kind.OBJECT),
            entry("3F000", Kind.OBJECT),
            entry("40001", Kind.SERIALIZATION),
            entry("40003", Kind.SYSTEM), // nobody knows whether it was applied: not to be run again
            entry("40P01", Kind.DEADLOCK),
            entry("42501", Kind.PERMISSION),
            entry("42601", Kind.SYNTAX),
            entry("42000", Kind.SYNTAX),
            entry("42001", Kind.SYNTAX),
            entry("53100", Kind.DISK_FULL),
            entry("55P03", Kind.BUSY),
            entry("57014", Kind.CANCELLED),
            entry("70100", Kind.CANCELLED),
            entry("HYT00", Kind.TIMEOUT),
            entry("HYC00", Kind.UNSUPPORTED),
            entry("XX001", Kind.CORRUPT),
            entry("XX002", Kind.CORRUPT));

    private static final Map<String, Kind> CLASSES = Map.ofEntries(
            entry("08", Kind.SYSTEM),
            entry("0A", Kind.UNSUPPORTED),
            entry("22", Kind.DATA),
            entry("28", Kind.PERMISSION),
            entry("2B", Kind.OBJECT), // others depend on it
            entry("40", Kind.SERIALIZATION),
            entry("42", Kind.OBJECT),
            entry("53", Kind.SYSTEM),
            entry("57", Kind.SYSTEM),
            entry("58", Kind.SYSTEM));

    /** Their messages are about names, and the text of the statement. */
    private static final Set<Kind> ABOUT_NAMES = EnumSet.of(
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

    private SqlStates() {}

    /** The portable kind: that of the code, else that of its class, else {@link Kind#OTHER}. */
    public static Kind kind(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() < 2) {
            return Kind.OTHER;
        }
        Kind exact = STATES.get(sqlState);
        return exact != null ? exact : CLASSES.getOrDefault(sqlState.substring(0, 2), Kind.OTHER);
    }

    /** Whether the message of a database that we know quotes no value of a table in a failure of that kind. */
    public static boolean isAboutNames(Kind kind) {
        return ABOUT_NAMES.contains(kind);
    }

    /** A message for a failure whose own message may quote a value. */
    public static String phrase(Kind kind) {
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
