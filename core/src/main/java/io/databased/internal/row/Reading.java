package io.databased.internal.row;

import io.databased.MappingException;

/** Reads values of the database as one type. Names the column and the types in its refusals, never the value. */
final class Reading {
    private final Class<?> type;
    private final Conversion conversion;
    private final String remedy;

    Reading(Class<?> type, Conversion conversion, String remedy) {
        this.type = type;
        this.conversion = conversion;
        this.remedy = remedy;
    }

    Object read(Object value, String column) {
        Object converted;
        try {
            converted = conversion.convert(value);
        } catch (RuntimeException e) {
            // Only converters of the user throw: the standard ones refuse by null, so that no cause quotes the value.
            throw new MappingException(
                    "column \"" + column + "\": the converter of " + type.getTypeName() + " failed; see the cause", e);
        }
        if (converted == null) {
            throw new MappingException("column \"" + column + "\" holds a "
                    + value.getClass().getTypeName() + " that does not convert to " + type.getTypeName()
                    + " without loss; " + remedy);
        }
        return converted;
    }
}
