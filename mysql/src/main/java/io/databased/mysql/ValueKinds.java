package io.databased.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * MySQL decides on the type of a parameter that has none by its place when a statement is run for the first time, and
 * converts values of other types that come later to it: of the text {@code 'x'} it makes the number 0 where a number was first. So
 * a statement is prepared once for each kind of values, which a comment tells apart. MariaDB takes each value as it is.
 */
final class ValueKinds {
    /** Longer ones are not kept, but prepared each time. */
    private static final int LONGEST = MySqlSettings.LONGEST_PREPARED;

    private ValueKinds() {}

    /** The statement as it is prepared for these values: as it is where all of them are texts or null. */
    static String text(String sql, @Nullable Object[] values) {
        if (sql.length() > LONGEST) {
            return sql;
        }
        StringBuilder kinds = new StringBuilder(values.length);
        boolean texts = true;
        for (Object value : values) {
            char kind = kind(value);
            texts &= kind == 't';
            kinds.append(kind);
        }
        return texts ? sql : "/* " + kinds + " */ " + sql;
    }

    /** By the type that {@link ParameterValues} sends it with, not by its class: some go as text. */
    private static char kind(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return ParameterValues.isDecimal(decimal) ? 'n' : 't';
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE
                    ? 'i'
                    : ParameterValues.isUnsigned(number) ? 'u' : kind(new BigDecimal(number));
        }
        if (value instanceof Double || value instanceof Float) {
            return 'f';
        }
        if (value instanceof Number || value instanceof Boolean) {
            return 'i';
        }
        if (value instanceof Duration length) {
            return ParameterValues.isTime(length) ? 'h' : 't';
        }
        if (value instanceof LocalTime) {
            return 'h';
        }
        if (value instanceof LocalDate) {
            return 'd';
        }
        if (value instanceof LocalDateTime || value instanceof OffsetDateTime) {
            return 's';
        }
        return value instanceof byte[] ? 'b' : 't';
    }
}
