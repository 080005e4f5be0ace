package io.databased.spi.callback;

import static io.databased.spi.callback.Wariness.LONGEST_NANOS;
import static io.databased.spi.callback.Wariness.MEMORY_NANOS;
import static io.databased.spi.callback.Wariness.SHORTEST_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R31")
final class WarinessTest {
    private long now = Long.MAX_VALUE - SHORTEST_NANOS / 2; // the clock may pass the largest number

    private final Wariness wariness = new Wariness(() -> now);

    /** How long it lasts from now on; afterwards is its end. */
    private long length() {
        long begun = now;
        while (wariness.lasts()) {
            now += SHORTEST_NANOS / 10;
        }
        return now - begun;
    }

    @Test
    void thereIsNoneBeforeTheFirst() {
        assertThat(wariness.lasts()).isFalse();
    }

    @Test
    void firstOneCountsForAMoment() {
        wariness.begin();

        assertThat(length()).isEqualTo(SHORTEST_NANOS);
    }

    @Test
    void eachThatFollowsSoonCountsForTwiceAsLongUpToTheLongest() {
        for (long expected = SHORTEST_NANOS; expected < LONGEST_NANOS; expected *= 2) {
            wariness.begin();
            assertThat(length()).isEqualTo(expected);
            now += MEMORY_NANOS / 2;
        }

        for (int i = 0; i < 3; i++) {
            wariness.begin();
            assertThat(length()).isEqualTo(LONGEST_NANOS);
        }
    }

    @Test
    void oneThatComesLateIsTheFirstAgain() {
        wariness.begin();
        length();
        wariness.begin();
        length();
        now += MEMORY_NANOS;

        wariness.begin();

        assertThat(length()).isEqualTo(SHORTEST_NANOS);
    }

    /** Several that ran at once, or one that is told again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 9})
    void oneThatBeganBeforeTellsNothingNew(int milliseconds) {
        wariness.begin();
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);

        wariness.begin();

        assertThat(length()).isEqualTo(SHORTEST_NANOS);
    }
}
