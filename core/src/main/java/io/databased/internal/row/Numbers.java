package io.databased.internal.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Values read as numbers. Null where something would be lost.
 *
 * <p>A binary fraction and a decimal one stand for each other when each is written as the other: a {@code double} becomes
 * the shortest decimal that reads back as it, and a decimal becomes the nearest {@code double} if that becomes it again. So
 * 0.1 goes both ways, and 0.1234567890123456789 stays a decimal. A {@code double} becomes a {@code float} by the same rule;
 * a {@code float} becomes a {@code double} of the same value, as in the language.
 */
final class Numbers {
    /** More digits than any database keeps before the point; refuses to write out 1E+1000000000. */
    private static final int MAX_WHOLE_DIGITS = 131_072;

    /** A decimal of that many digits always comes back from binary. */
    private static final int DOUBLE_DIGITS = 15;

    private static final int FLOAT_DIGITS = 6;

    private static final double TWO_TO_63 = 0x1p63;

    private Numbers() {}

    /** How the class is read, or null if it is none of these. */
    static @Nullable Conversion conversion(Class<?> type) {
        if (type == Long.class) {
            return Numbers::toLong;
        }
        if (type == Integer.class) {
            return Numbers::toInteger;
        }
        if (type == Double.class) {
            return Numbers::toDouble;
        }
        if (type == BigDecimal.class) {
            return Numbers::toBigDecimal;
        }
        if (type == BigInteger.class) {
            return Numbers::toBigInteger;
        }
        if (type == Float.class) {
            return Numbers::toFloat;
        }
        if (type == Short.class) {
            return Numbers::toShort;
        }
        if (type == Byte.class) {
            return Numbers::toByte;
        }
        return null;
    }

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
        if (isBinary(value)) {
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
        BigDecimal decimal = isBinary(value) ? exactly(((Number) value).doubleValue()) : toBigDecimal(value);
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
        if (isBinary(value)) {
            return Double.isFinite(((Number) value).doubleValue()) ? written((Number) value) : null;
        }
        return value instanceof String text ? parse(text) : null;
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
    private static boolean standsFor(Number binary, BigDecimal decimal, Object value) {
        if (Double.isInfinite(binary.doubleValue())) {
            return false;
        }
        if (isWhole(value) || value instanceof Long || value instanceof BigInteger) {
            return new BigDecimal(binary.doubleValue()).compareTo(decimal) == 0;
        }
        return written(binary).compareTo(decimal) == 0 || new BigDecimal(binary.toString()).compareTo(decimal) == 0;
    }

    /** The shortest decimal that reads back as this; the JDK's own text is sometimes a longer one before 19 (JDK-4511638). */
    private static BigDecimal written(Number binary) {
        BigDecimal text = new BigDecimal(binary.toString());
        int digits = binary instanceof Float ? FLOAT_DIGITS : DOUBLE_DIGITS;
        if (text.precision() <= digits) {
            return text;
        }
        BigDecimal shorter = text.round(new MathContext(digits));
        Number back = binary instanceof Float ? (Number) shorter.floatValue() : (Number) shorter.doubleValue();
        return back.equals(binary) ? shorter.stripTrailingZeros() : text;
    }

    /** The very value: a whole number is not what the shortest text of a binary one makes of it. */
    private static @Nullable BigDecimal exactly(double binary) {
        return Double.isFinite(binary) ? new BigDecimal(binary) : null;
    }

    private static boolean isBinary(Object value) {
        return value instanceof Double || value instanceof Float;
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
