package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.spi.BackendException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that say another size than they have: no memory is taken for them, and the stack does not end. */
@Tag("I15")
final class HostileArraysTest {
    private static ByteBuffer array(int dimensions, int... numbers) {
        ByteBuffer array = ByteBuffer.allocate(12 + 4 * numbers.length);
        array.putInt(dimensions).putInt(0).putInt(23);
        for (int number : numbers) {
            array.putInt(number);
        }
        return array.flip();
    }

    static List<ByteBuffer> lying() {
        int[] deep = new int[2 * 100_000];
        java.util.Arrays.fill(deep, 1);
        return List.of(
                array(Integer.MAX_VALUE),
                array(-1),
                array(7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 0),
                array(100_000, deep),
                array(1, Integer.MAX_VALUE, 1),
                array(1, -1, 1),
                array(1, 2, 1, 4, 0),
                array(2, 1 << 30, 1, 0, 1, 4, 0),
                array(2, 1 << 16, 1, 1 << 16, 1, 4, 0),
                array(1, 1, 1, 5, 0));
    }

    @ParameterizedTest
    @MethodSource("lying")
    void refusesBinaryOnes(ByteBuffer lying) {
        assertThatThrownBy(() -> BinaryValues.array(23, lying)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void readsTheSmallestAndTheDeepest() throws BackendException {
        assertThat(BinaryValues.array(23, array(0))).isEmpty();
        assertThat(BinaryValues.array(23, array(1, 1, 1, -1))).hasSize(1).containsOnlyNulls();
        assertThat(BinaryValues.array(23, array(6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 7)))
                .hasToString("[[[[[[7]]]]]]");
        assertThat(ArrayText.read("{{{{{{7}}}}}}", ',')).hasToString("[[[[[[7]]]]]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{{{{{{7}}}}}}}", "{", "{a", "{\"a", "{\"a\\", "", "{a,"})
    void refusesTexts(String lying) {
        assertThatThrownBy(() -> ArrayText.read(lying, ',')).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> ArrayText.read("{".repeat(1_000_000) + lying, ','))
                .isInstanceOf(RuntimeException.class);
    }
}
