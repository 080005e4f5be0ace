package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random schedules in virtual time. Replay one with {@code -Ddatabased.seed=N}. */
@Tag("R4")
@Tag("R19")
@Tag("R20")
@Tag("R21")
@Tag("R24")
class PoolScheduleTest {
    private static final int SCHEDULES = 20_000;
    private static final int OPERATIONS = 60;

    @Test
    @Tag("P2")
    @Tag("P3")
    @Tag("P5")
    @Tag("P13")
    @Tag("P14")
    void noScheduleBreaksAnInvariant() {
        Long replay = seed();
        int served = 0;
        long first = replay != null ? replay : 0;
        long last = replay != null ? replay : SCHEDULES - 1;
        for (long seed = first; seed <= last; seed++) {
            try {
                served += new PoolSchedule(seed).run(OPERATIONS);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("Schedule failed; replay with -Ddatabased.seed=" + seed, failure);
            }
        }
        assertThat(served).as("connections handed out").isPositive();
    }

    private static Long seed() {
        String seed = System.getProperty("databased.seed", "");
        return seed.isBlank() || seed.startsWith("$") ? null : Long.valueOf(seed);
    }
}
