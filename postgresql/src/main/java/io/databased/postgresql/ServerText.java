package io.databased.postgresql;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import io.vertx.pgclient.PgException;
import java.util.EnumMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the server's words may be shown. The text of a refusal that is about a value quotes it behind a colon, or in
 * quotation marks; what an author raises may quote anything.
 */
final class ServerText {
    /** Where the server reports what the code of a function raises. */
    private static final Set<String> RAISING = Set.of("exec_stmt_raise", "exec_stmt_assert");

    private static final String RAISED = "P0001";
    private static final String ABOUT_VALUES = "22"; // the class of data exceptions

    private ServerText() {}

    /** All that the server said. */
    static DatabaseMessage all(PgException refused) {
        EnumMap<Part, String> parts = new EnumMap<>(Part.class);
        put(parts, Part.DETAIL, refused.getDetail());
        put(parts, Part.HINT, refused.getHint());
        put(parts, Part.POSITION, refused.getPosition());
        put(parts, Part.SCHEMA, refused.getSchema());
        put(parts, Part.TABLE, refused.getTable());
        put(parts, Part.COLUMN, refused.getColumn());
        put(parts, Part.DATA_TYPE, refused.getDataType());
        put(parts, Part.CONSTRAINT, refused.getConstraint());
        return DatabaseMessage.of(Objects.requireNonNullElse(refused.getErrorMessage(), ""), parts);
    }

    private static void put(EnumMap<Part, String> parts, Part part, @Nullable String value) {
        if (value != null) {
            parts.put(part, value);
        }
    }

    /**
     * The words for a message. A bound value that they have is taken out by the core.
     *
     * @param ofStatement whether it is about the statement that failed, and so about the values of that alone
     */
    static String shown(PgException refused, Kind kind, boolean ofStatement) {
        String state = String.valueOf(refused.getSqlState());
        String words = Objects.requireNonNullElseGet(Conditions.words(state), () -> SqlStates.phrase(kind));
        String text = refused.getErrorMessage();
        if (text == null) {
            return words;
        }
        if (isRaised(refused)) {
            return ofStatement ? withHint(text, refused.getHint()) : words;
        }
        if (state.startsWith(ABOUT_VALUES)) {
            String cut = text.contains(": ") ? text.substring(0, text.indexOf(": ")) : text;
            return cut.contains("\"") ? words : cut;
        }
        return withHint(text, PostgresErrors.UNTYPED.contains(state) ? null : refused.getHint()); // ours says more
    }

    private static boolean isRaised(PgException refused) {
        return RAISED.equals(refused.getSqlState()) || RAISING.contains(String.valueOf(refused.getRoutine()));
    }

    private static String withHint(String text, @Nullable String hint) {
        return hint == null ? text : text + " (" + hint + ")";
    }
}
