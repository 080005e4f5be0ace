package io.databased.internal.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Values read as numbers. Null where something would be lost.
 *
 * <p>A binary fraction and a decimal one stand for each other when each is written as the other: a {@code double} becomes
 * the shortest decimal that reads back as it, and a decimal becomes the nearest {@code double} if that, written with as
 * many digits, is the decimal again. So 0.1 goes both ways, and 0.1234567890123456789 stays a decimal.
 */
final class Numbers {
    /** More digits than any database keeps before the point; refuses to write out 1E+1000000000. */
    private static final int MAX_WHOLE_DIGITS = 131_072;

    private static final double TWO_TO_63 = 0x1p63;

    private Numbers() {}

    static @Nullable Byte toByte(Object value) {
        Long whole = toLong(value);
        return whole != null && whole.byteValue() == whole ? (Byte) whole.byteValue() : null;
    }

    static @Nullable Short toShort(Object value) {
        Long whole = toLong(value);
        return whole != null && whole.shortValue() == whole ? (Short) whole.shortValue() : null;
    }

    static @Nullable Integer toInteger(Object value) {
        if (value instanceof Integer same) {
            return same;
        }
        Long whole = toLong(value);
        return whole != null && whole.intValue() == whole ? (Integer) whole.intValue() : null;
    }

    static @Nullable Long toLong(Object value) {
        if (value instanceof Long same) {
            return same;
        }
        if (isWhole(value)) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double binary = ((Number) value).doubleValue();
            boolean exact = binary == Math.rint(binary) && binary >= -TWO_TO_63 && binary < TWO_TO_63;
            return exact ? (Long) (long) binary : null;
        }
        BigDecimal decimal = toBigDecimal(value);
        try {
            return decimal == null ? null : (Long) decimal.longValueExact();
        } catch (ArithmeticException e) {
            return null; // a fraction, or out of range
        }
    }

    static @Nullable BigInteger toBigInteger(Object value) {
        if (value instanceof BigInteger same) {
            return same;
        }
        BigDecimal decimal = value instanceof Double binary && binary == Math.rint(binary) && !binary.isInfinite()
                ? new BigDecimal(binary)
                : toBigDecimal(value);
        if (decimal == null || (long) decimal.precision() - decimal.scale() > MAX_WHOLE_DIGITS) {
            return null;
        }
        BigDecimal plain = decimal.stripTrailingZeros();
        return plain.scale() > 0 ? null : plain.toBigIntegerExact();
    }

    static @Nullable BigDecimal toBigDecimal(Object value) {
        if (value instanceof BigDecimal same) {
            return same;
        }
        if (isWhole(value) || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        boolean written = value instanceof String || value instanceof Double || value instanceof Float;
        return written ? parse(value.toString()) : null;
    }

    static @Nullable Double toDouble(Object value) {
        if (value instanceof Double same) {
            return same;
        }
        if (value instanceof Float binary) {
            return binary.doubleValue();
        }
        if (isNotFinite(value)) {
            return Double.valueOf((String) value);
        }
        BigDecimal decimal = toBigDecimal(value);
        if (decimal == null) {
            return null;
        }
        double nearest = value instanceof String text ? Double.parseDouble(text) : decimal.doubleValue();
        return standsFor(nearest, decimal, value) ? (Double) nearest : null;
    }

    static @Nullable Float toFloat(Object value) {
        if (value instanceof Float same) {
            return same;
        }
        if (value instanceof Double binary && (binary.isNaN() || (double) binary.floatValue() == binary)) {
            return binary.floatValue();
        }
        if (isNotFinite(value)) {
            return Float.valueOf((String) value);
        }
        BigDecimal decimal = toBigDecimal(value);
        if (decimal == null) {
            return null;
        }
        float nearest = value instanceof String text ? Float.parseFloat(text) : decimal.floatValue();
        return standsFor(nearest, decimal, value) ? (Float) nearest : null;
    }

    /** Whole numbers are whole numbers in binary too, so for those nothing but equality will do. */
    private static boolean standsFor(double binary, BigDecimal decimal, Object value) {
        if (Double.isInfinite(binary)) {
            return false;
        }
        BigDecimal written = new BigDecimal(binary);
        if (!isWhole(value) && !(value instanceof Long) && !(value instanceof BigInteger)) {
            written = written.round(new MathContext(decimal.stripTrailingZeros().precision()));
        }
        return written.compareTo(decimal) == 0;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private static boolean isNotFinite(Object value) {
        return value instanceof String text
                && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
    }

    private static @Nullable BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // refused by our own message, without the text that this one quotes
        }
    }
}
