package io.databased.testkit;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/** Values as tests make them up: many ordinary ones, and those at the edges. */
public final class RandomValues {
    private static final String CHARACTERS = "ab{}\",\\' \t\n():;NULL\u00e8\u20ac$1?%_";

    private RandomValues() {}

    public static Double fraction(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL ? value : random.nextGaussian();
    }

    public static Float smallFraction(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) && Math.abs(value) >= Float.MIN_NORMAL
                ? value
                : (Float) (float) random.nextGaussian();
    }

    /** @param digits of the number at most, with those of its fraction */
    public static BigDecimal decimal(Random random, int digits, int scale) {
        BigInteger unscaled = new BigInteger(4 * digits, random).mod(BigInteger.TEN.pow(1 + random.nextInt(digits)));
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }

    public static String words(Random random) {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            words.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return random.nextInt(5) == 0 ? words.append("\uD83D\uDE00").toString() : words.toString();
    }

    public static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    public static LocalDate date(Random random) {
        return LocalDate.of(random.nextInt(9_999) + 1, 1, 1).plusDays(random.nextInt(365));
    }

    /** @param digits of the seconds' fraction */
    public static LocalTime time(Random random, int digits) {
        long unit = (long) Math.pow(10, 9 - digits);
        return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L) / unit * unit);
    }

    public static LocalDateTime moment(Random random, int digits) {
        return date(random).atTime(time(random, digits));
    }

    public static OffsetDateTime instant(Random random, int digits) {
        return moment(random, digits).atOffset(ZoneOffset.UTC);
    }

    public static Json json(Random random) {
        return new Json("[" + random.nextInt() + ",\"" + Integer.toHexString(random.nextInt()) + "\",null]");
    }
}
