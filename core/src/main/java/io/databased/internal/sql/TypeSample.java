package io.databased.internal.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that tell the type of a place in a text, which may take many: it is to hold all of them. */
public final class TypeSample {
    private TypeSample() {}

    /**
     * What tells the types of the values: those that are bound, but an enum constant in place of its name, of a list one
     * element that can stand for all, and the array that was given where its elements tell nothing or are constants. The same
     * array as that of the bound values if that is all the same.
     */
    public static @Nullable Object[] of(@Nullable Object[] given, @Nullable Object[] bound) {
        @Nullable Object[] samples = bound;
        for (int i = 0; i < given.length; i++) {
            Object sample = of(given[i], bound[i]);
            if (sample != bound[i]) {
                samples = samples == bound ? bound.clone() : samples;
                samples[i] = sample;
            }
        }
        return samples;
    }

    private static @Nullable Object of(@Nullable Object given, @Nullable Object bound) {
        if (given instanceof Enum<?> && bound instanceof String) {
            return given;
        }
        if (!(bound instanceof List<?> list)) {
            return bound;
        }
        Object element = null;
        for (Object each : list) {
            element = wider(element, each);
        }
        boolean constants = given instanceof Enum<?>[] && element instanceof String;
        if (element != null && !constants) {
            return List.of(element);
        }
        return given != null && given.getClass().isArray() ? given : bound;
    }

    /**
     * Of two values of one place, the one whose type can hold both: numbers of several types meet in one column. An array
     * without elements says less than a list with one.
     */
    static @Nullable Object wider(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one instanceof List<?> || other instanceof List<?>) {
            return widerList(one, other);
        }
        return one instanceof Number first && other instanceof Number second ? widerNumber(first, second) : one;
    }

    private static Object widerList(Object one, Object other) {
        Object first = one instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        Object second = other instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        Object element = wider(first, second);
        return element == null ? one : List.of(element);
    }

    /** Only a decimal holds both a fraction in binary and a number that may have more digits. */
    private static Number widerNumber(Number one, Number other) {
        Number wider = width(other) > width(one) ? other : one;
        return isBinary(one) == isBinary(other) ? wider : BigDecimal.ZERO;
    }

    private static boolean isBinary(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static int width(Number number) {
        if (number instanceof BigDecimal || number instanceof BigInteger) {
            return 3;
        }
        return number instanceof Long || number instanceof Double ? 2 : number instanceof Integer ? 1 : 0;
    }
}
