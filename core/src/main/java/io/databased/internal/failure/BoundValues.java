package io.databased.internal.failure;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.SqlStates;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of a statement out of what is told of its failure, whichever way they have come into it: a driver that
 * writes them into the SQL, a routine that quotes them in the text it raises.
 */
final class BoundValues {
    /** Shorter ones stand in many words by chance, and say little. */
    private static final int SHORTEST = 3;

    private BoundValues() {}

    /** The failure, or one that tells its kind only; what the database said stays where it is asked for. */
    static BackendException without(Command command, BackendException failure) {
        if (failure.databaseMessage() == null && failure.vendorCode() == null && failure.sqlState() == null) {
            return failure; // in our own words, which quote nothing
        }
        String message = String.valueOf(failure.getMessage());
        boolean quoted = quotes(message, Arrays.asList(command.values()))
                || command.batch().stream().anyMatch(values -> quotes(message, Arrays.asList(values)));
        if (!quoted) {
            return failure;
        }
        return new BackendException(
                        SqlStates.phrase(failure.kind()),
                        failure.kind(),
                        failure.effect(),
                        failure.sqlState(),
                        failure.vendorCode(),
                        null)
                .withDatabaseMessage(failure.databaseMessage());
    }

    private static boolean quotes(String message, Collection<? extends @Nullable Object> values) {
        for (Object value : values) {
            if (value instanceof Collection<?> elements
                    ? quotes(message, elements)
                    : value != null && has(message, written(value))) {
                return true;
            }
        }
        return false;
    }

    private static String written(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static boolean has(String message, String value) {
        if (value.strip().length() < SHORTEST) {
            return false;
        }
        for (int at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) {
            int end = at + value.length();
            if (!joins(message, at - 1, value.charAt(0)) && !joins(message, end, value.charAt(value.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is only a part of a longer word there. */
    private static boolean joins(String text, int at, char neighbour) {
        return at >= 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at))
                && Character.isLetterOrDigit(neighbour);
    }
}
