package io.databased.jdbc.product;

import static java.util.Map.entry;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite's result codes and words mean; a code that is not in the table means what its lowest byte means.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">sqlite.org/rescode.html</a>
 */
public final class SqliteCodes {
    /** By the number of the result code. */
    public static final Map<Integer, Kind> KINDS = Map.ofEntries(
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

    /** Of anything that has no code of its own. */
    private static final int ERROR = 1;

    private static final int CONSTRAINT = 19;

    /** What the texts of the general code mean, in this order. */
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

    private static final Pattern COLUMNS =
            Pattern.compile("(?:UNIQUE|NOT NULL) constraint failed: (?<table>[^.]+)\\.(?<column>[^.]+)");

    private static final Pattern NAME =
            Pattern.compile("UNIQUE constraint failed: index '(?<index>.+)'|CHECK constraint failed: (?<check>\\w+)");

    private static final Pattern STRICT =
            Pattern.compile("cannot store \\w+ value in (?<type>\\w+) column (?<table>[^.]+)\\.(?<column>[^.]+)");

    private SqliteCodes() {}

    /** The portable kind: that of the code, else that of its lowest byte, else that of its words. */
    public static Kind kind(int code, String words) {
        Kind exact = KINDS.get(code);
        Kind known = exact != null ? exact : KINDS.get(code & 0xff);
        if (known != null || code != ERROR) {
            return known != null ? known : Kind.OTHER;
        }
        return TEXTS.entrySet().stream()
                .filter(text -> text.getKey().matcher(words).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Kind.OTHER);
    }

    /**
     * SQLite's own words, out of the driver's {@code [CODE] description (words)}.
     *
     * @param result the driver's result code, which is written so; null if it gave none
     */
    public static String words(@Nullable Object result, String message) {
        String prefix = result + " (";
        return message.startsWith(prefix) && message.endsWith(")")
                ? message.substring(prefix.length(), message.length() - 1)
                : message;
    }

    /**
     * The words of a statement that ran, without the values that they may quote (JSON paths, full-text queries, file names): what comes
     * behind the first quote or colon is left out.
     */
    public static String withoutValues(int code, String words) {
        return (code & 0xff) == CONSTRAINT ? words : QUOTED.matcher(words).replaceFirst("");
    }

    /** All that was said, with the names that are in it: where a name has a dot in it, nobody knows where it ends. */
    public static DatabaseMessage message(String words) {
        Matcher name = NAME.matcher(words);
        if (name.matches()) {
            String index = name.group("index");
            return DatabaseMessage.of(words, Map.of(Part.CONSTRAINT, index == null ? name.group("check") : index));
        }
        Matcher strict = STRICT.matcher(words);
        if (strict.matches()) {
            return DatabaseMessage.of(
                    words,
                    Map.of(
                            Part.TABLE, strict.group("table"),
                            Part.COLUMN, strict.group("column"),
                            Part.DATA_TYPE, strict.group("type")));
        }
        return columns(words);
    }

    /** Of a key of several columns each is told with its table. */
    private static DatabaseMessage columns(String words) {
        String[] columns = words.split(", ", -1);
        Matcher first = COLUMNS.matcher(columns[0]);
        if (!first.matches()) {
            return DatabaseMessage.of(words);
        }
        String table = first.group("table");
        boolean ofOneTable =
                Arrays.stream(columns, 1, columns.length).allMatch(column -> column.startsWith(table + "."));
        if (!ofOneTable) {
            return DatabaseMessage.of(words);
        }
        return DatabaseMessage.of(
                words,
                columns.length == 1
                        ? Map.of(Part.TABLE, table, Part.COLUMN, first.group("column"))
                        : Map.of(Part.TABLE, table));
    }

    private static void text(String pattern, Kind kind) {
        TEXTS.put(Pattern.compile(pattern, Pattern.DOTALL), kind);
    }
}
