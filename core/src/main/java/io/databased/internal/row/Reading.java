package io.databased.internal.row;

import io.databased.MappingException;
import io.databased.internal.failure.ClassNames;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads values of the database as one type. Names the column and the types in its refusals, never the value. */
final class Reading {
    private final ValueType type;
    private final Conversion conversion;
    private final Function<Object, String> remedy;
    private final @Nullable Class<?> plain;

    /**
     * @param remedy what to do about a value that does not convert
     * @param plain the class whose instances are read as they are, or null if none are
     */
    Reading(ValueType type, Conversion conversion, Function<Object, String> remedy, @Nullable Class<?> plain) {
        this.type = type;
        this.conversion = conversion;
        this.remedy = remedy;
        this.plain = plain;
    }

    /** Whether the value is read as it is. */
    boolean isPlain(Object value) {
        return value.getClass() == plain;
    }

    Object read(Object value, String column) {
        return isPlain(value) ? value : convert(value, column);
    }

    private Object convert(Object value, String column) {
        Object converted;
        try {
            converted = conversion.convert(value);
        } catch (RuntimeException e) {
            // Only converters of the user throw: the standard ones refuse by null, so that no cause quotes the value.
            throw new MappingException(
                    "column \"" + column + "\": the converter of " + type + " failed; see the cause", e);
        }
        if (converted == null) {
            throw new MappingException("column \"" + column + "\" holds a "
                    + ClassNames.of(value.getClass()) + " that does not convert to " + type
                    + " without loss; " + remedy.apply(value));
        }
        return converted;
    }
}
