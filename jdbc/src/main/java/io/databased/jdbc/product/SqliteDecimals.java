package io.databased.jdbc.product;

import io.databased.jdbc.product.SqlitePlaces.Place;
import java.math.BigDecimal;

/**
 * Decimals in a database that has none. SQLite compares by storage class wherever no column has a say, and a text is greater
 * than every number: there a decimal is a number. A column of text keeps all its digits, and there it is a text.
 */
final class SqliteDecimals {
    /** What a double keeps of every decimal. */
    private static final int EXACT_DIGITS = 15;

    /** Beyond, doubles lose digits. */
    private static final int SMALLEST_EXPONENT = -290;

    private SqliteDecimals() {}

    /**
     * A {@link Long}, a {@link Double} or a {@link String} with all digits. As a text of the same digits would count, what is
     * written without a point is a whole number.
     */
    static Object encode(BigDecimal value, Place place) throws RefusedException {
        if (place == Place.TEXT) {
            return value.toPlainString();
        }
        if (Double.isInfinite(value.doubleValue())) {
            throw new RefusedException(
                    "a number is beyond the greatest that SQLite has, which would make an infinity of it; only a column"
                            + " declared TEXT keeps it",
                    "22003");
        }
        if (value.scale() <= 0 && isLong(value)) {
            return value.longValueExact();
        }
        // No column but one of text keeps more digits; one without a type does.
        boolean lossless = place == Place.EXPRESSION || isExactDouble(value);
        return lossless ? (Object) value.doubleValue() : value.toPlainString();
    }

    private static boolean isLong(BigDecimal value) {
        return exponent(value) < Long.SIZE && value.toBigInteger().bitLength() < Long.SIZE;
    }

    private static boolean isExactDouble(BigDecimal value) {
        return value.signum() == 0
                || (value.scale() > 0
                        && exponent(value) >= SMALLEST_EXPONENT
                        && value.stripTrailingZeros().precision() <= EXACT_DIGITS);
    }

    /** Of the first digit. */
    private static long exponent(BigDecimal value) {
        return (long) value.precision() - value.scale() - 1;
    }
}
