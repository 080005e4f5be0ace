package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateResultTest {
    static Object[] wholeKeys() {
        return new Object[] {
            (short) 7,
            7,
            7L,
            new BigDecimal("7"),
            new BigDecimal("7.000"),
            new BigDecimal("0.7e1"),
            BigInteger.valueOf(7)
        };
    }

    static @Nullable Object[] otherKeys() {
        return new @Nullable Object[] {
            null,
            "7",
            7.0,
            7.0f,
            new BigDecimal("7.5"),
            new BigDecimal("9223372036854775808"),
            new BigDecimal("1e400000000"),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)
        };
    }

    @ParameterizedTest
    @MethodSource("wholeKeys")
    void wholeKeyIsANumber(Object key) {
        assertThat(new UpdateResult(1, key).generatedId()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("otherKeys")
    void keyThatNoLongHoldsIsRefused(@Nullable Object key) {
        UpdateResult result = new UpdateResult(1, key);
        assertThatThrownBy(result::generatedId).isInstanceOf(MappingException.class);
    }

    @Test
    void extremesAreTold() {
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
        assertThat(new UpdateResult(1, least).generatedId()).isEqualTo(Long.MIN_VALUE);
        assertThat(new UpdateResult(1, new BigDecimal(least)).generatedId()).isEqualTo(Long.MIN_VALUE);
    }
}
