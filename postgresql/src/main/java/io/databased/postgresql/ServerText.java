package io.databased.postgresql;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import io.vertx.pgclient.PgException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the server's words may be shown. The text of a refusal that is about a value quotes it behind a colon, or in
 * quotation marks; what an author raises may quote anything. A text in which a bound value stands is not shown.
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
     * The words for a message.
     *
     * @param bound the values of the statement; null if they are not known
     */
    static String shown(PgException refused, Kind kind, @Nullable Collection<?> bound) {
        String state = String.valueOf(refused.getSqlState());
        String words = Objects.requireNonNullElseGet(Conditions.words(state), () -> SqlStates.phrase(kind));
        String text = refused.getErrorMessage();
        if (text == null) {
            return words;
        }
        if (isRaised(refused)) {
            return bound != null && !quotes(text, bound) ? withHint(text, refused.getHint(), bound) : words;
        }
        if (state.startsWith(ABOUT_VALUES)) {
            String cut = text.contains(": ") ? text.substring(0, text.indexOf(": ")) : text;
            return cut.contains("\"") || quotes(cut, bound == null ? List.of() : bound) ? words : cut;
        }
        List<?> values = bound == null
                ? List.of()
                : List.copyOf(bound.stream().filter(Objects::nonNull).toList());
        String hint = PostgresErrors.UNTYPED.contains(state) ? null : refused.getHint(); // ours says more
        return quotes(text, values) ? words : withHint(text, hint, values);
    }

    private static boolean isRaised(PgException refused) {
        return RAISED.equals(refused.getSqlState()) || RAISING.contains(String.valueOf(refused.getRoutine()));
    }

    private static String withHint(String text, @Nullable String hint, Collection<?> bound) {
        return hint == null || quotes(hint, bound) ? text : text + " (" + hint + ")";
    }

    /** Whether one of the values stands in the text, not as a part of a longer word. */
    private static boolean quotes(String text, Collection<?> values) {
        for (Object value : values) {
            if (value instanceof Collection<?> elements
                    ? quotes(text, elements)
                    : value != null && has(text, written(value))) {
                return true;
            }
        }
        return false;
    }

    private static String written(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static boolean has(String text, String value) {
        if (value.isBlank()) {
            return false;
        }
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            if (!joins(text, at - 1, value.charAt(0))
                    && !joins(text, at + value.length(), value.charAt(value.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean joins(String text, int at, char neighbour) {
        return at >= 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at))
                && Character.isLetterOrDigit(neighbour);
    }
}
