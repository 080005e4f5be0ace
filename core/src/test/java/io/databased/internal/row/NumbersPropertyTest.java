package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.MappingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What converts at all converts back to an equal number. 20,000 seeds; {@code -Ddatabased.seed=N} replays one. */
class NumbersPropertyTest {
    private static final int CASES = 20_000;
    private static final Conversions PLAIN = Conversions.of(List.of());
    private static final List<Class<?>> TYPES = List.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            Double.class,
            Float.class,
            String.class);

    @Test
    void whatConvertsConvertsBackToAnEqualNumber() {
        String replay = System.getProperty("databased.seed", "");
        int conversions = 0;
        if (replay.matches("\\d+")) {
            roundTrips(Long.parseLong(replay));
            return;
        }
        for (long seed = 0; seed < CASES; seed++) {
            conversions += roundTrips(seed);
        }
        assertThat(conversions).as("conversions that were not refused").isGreaterThan(5 * CASES);
    }

    @Test
    void everyLongConvertsToTheTypesThatHoldAllLongs() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < CASES; i++) {
            Long value = random.nextLong() >> random.nextInt(64);
            for (Class<?> type : List.of(BigInteger.class, BigDecimal.class, String.class)) {
                assertThat(read(read(value, type), Long.class)).isEqualTo(value);
            }
        }
    }

    private static int roundTrips(long seed) {
        Object value = randomNumber(new SplittableRandom(seed));
        int conversions = 0;
        for (Class<?> type : TYPES) {
            Object converted = readOrNull(value, type);
            if (converted != null) {
                conversions++;
                Object back = read(converted, value.getClass());
                assertThat(equal(value, back, type))
                        .as(
                                "seed %s: %s %s by way of %s %s came back as %s",
                                seed, value.getClass(), value, type, converted, back)
                        .isTrue();
            }
        }
        return conversions;
    }

    private static Object randomNumber(SplittableRandom random) {
        long bits = random.nextLong() >> random.nextInt(64);
        return switch (random.nextInt(10)) {
            case 0 -> (byte) bits;
            case 1 -> (short) bits;
            case 2 -> (int) bits;
            case 3 -> bits;
            case 4 -> BigInteger.valueOf(bits).multiply(BigInteger.TEN.pow(random.nextInt(30)));
            case 5 -> BigDecimal.valueOf(bits, random.nextInt(-30, 30));
            case 6 -> finite(Double.longBitsToDouble(random.nextLong()));
            case 7 -> (float) finite(Float.intBitsToFloat(random.nextInt()));
            case 8 -> (double) (float) finite(Float.intBitsToFloat(random.nextInt()));
            default -> bits / 1000.0;
        };
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0.5;
    }

    private static boolean equal(Object one, Object other, Class<?> by) {
        if (one instanceof Double wide && by == Float.class) {
            return wide.floatValue() == ((Double) other).floatValue();
        }
        return one instanceof BigDecimal decimal ? decimal.compareTo((BigDecimal) other) == 0 : one.equals(other);
    }

    private static Object readOrNull(Object value, Class<?> type) {
        try {
            return read(value, type);
        } catch (MappingException e) {
            return null;
        }
    }

    private static <T> T read(Object value, Class<T> type) {
        return PLAIN.fromDatabase(value, type, "number");
    }
}
