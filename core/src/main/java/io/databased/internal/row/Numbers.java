package io.databased.internal.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one class from numbers of another and from text, if nothing is lost; null otherwise.
 *
 * <p>A binary fraction and a decimal are the same number if one is the other's exact value or its shortest text: the double
 * 0.1 is the decimal 0.1, and becomes it by {@link BigDecimal#valueOf(double)}. NaN and the infinities are doubles and floats
 * only.
 */
final class Numbers {
    /** As long as PostgreSQL's widest; a short text like 1e999999999 would fill the memory. */
    private static final int MOST_DIGITS = 131_072;

    private static final Map<Class<?>, Decoder> DECODERS = Map.of(
            Byte.class,
                    value -> {
                        Long number = within(toLong(value), Byte.MIN_VALUE, Byte.MAX_VALUE);
                        return number == null ? null : number.byteValue();
                    },
            Short.class,
                    value -> {
                        Long number = within(toLong(value), Short.MIN_VALUE, Short.MAX_VALUE);
                        return number == null ? null : number.shortValue();
                    },
            Integer.class,
                    value -> {
                        Long number = within(toLong(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
                        return number == null ? null : number.intValue();
                    },
            Long.class, Numbers::toLong,
            Float.class, Numbers::toFloat,
            Double.class, Numbers::toDouble,
            BigInteger.class, Numbers::toBigInteger,
            BigDecimal.class, Numbers::toBigDecimal);

    private Numbers() {}

    /** Null if the class is no number's. */
    static @Nullable Decoder to(Class<?> type) {
        return DECODERS.get(type);
    }

    static @Nullable Long toLong(Object value) {
        if (isWhole(value)) {
            return ((Number) value).longValue();
        }
        BigInteger number = toBigInteger(value);
        return number == null || number.bitLength() > 63 ? null : number.longValue();
    }

    private static @Nullable Long within(@Nullable Long number, long least, long most) {
        return number == null || number < least || number > most ? null : number;
    }

    private static @Nullable BigInteger toBigInteger(Object value) {
        if (value instanceof BigInteger number) {
            return number;
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) && number == Math.rint(number)
                    ? new BigDecimal(number).toBigInteger()
                    : null;
        }
        BigDecimal decimal = toBigDecimal(value);
        return decimal == null ? null : whole(decimal);
    }

    private static @Nullable BigInteger whole(BigDecimal decimal) {
        if (decimal.signum() == 0) {
            return BigInteger.ZERO;
        }
        long digits = (long) decimal.precision() - decimal.scale();
        if (digits <= 0 || digits > MOST_DIGITS) {
            return null;
        }
        try {
            return decimal.toBigIntegerExact();
        } catch (ArithmeticException fraction) {
            return null;
        }
    }

    private static @Nullable BigDecimal toBigDecimal(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        } else if (isWhole(value)) {
            return BigDecimal.valueOf(((Number) value).longValue());
        } else if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (value instanceof Double || value instanceof Float) {
            return parse(value.toString());
        }
        return value instanceof String text ? parse(text) : null;
    }

    private static @Nullable BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    private static @Nullable Double toDouble(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        BigDecimal decimal = toBigDecimal(value);
        if (decimal == null) {
            return special(value);
        }
        double number = decimal.doubleValue();
        return isSame(decimal, number, Double.toString(number)) ? number : null;
    }

    private static @Nullable Float toFloat(Object value) {
        BigDecimal decimal = value instanceof Double ? null : toBigDecimal(value);
        if (decimal == null) {
            Double number = value instanceof Double same ? same : special(value);
            return number != null && (number.isNaN() || number.floatValue() == number) ? number.floatValue() : null;
        }
        float number = decimal.floatValue();
        return isSame(decimal, number, Float.toString(number)) ? number : null;
    }

    /** As databases write them. */
    private static @Nullable Double special(Object value) {
        return value instanceof String text
                ? switch (text) {
                    case "NaN" -> Double.NaN;
                    case "Infinity" -> Double.POSITIVE_INFINITY;
                    case "-Infinity" -> Double.NEGATIVE_INFINITY;
                    default -> null;
                }
                : null;
    }

    private static boolean isSame(BigDecimal decimal, double number, String shortest) {
        return Double.isFinite(number)
                && (decimal.compareTo(new BigDecimal(shortest)) == 0 || decimal.compareTo(new BigDecimal(number)) == 0);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }
}
