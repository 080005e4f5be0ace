package io.databased.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of whole databases in virtual time, over a scripted server. Replay one with {@code -Ddatabased.seed=N}, which
 * logs what happened; run more with {@code -Ddatabased.schedules=N}.
 */
@Tag("R4")
@Tag("R5")
@Tag("R8")
@Tag("R9")
@Tag("R15")
@Tag("R16")
@Tag("R17")
@Tag("R18")
@Tag("R19")
@Tag("R20")
@Tag("R22")
@Tag("R24")
@Tag("R27")
@Tag("R30")
class SessionScheduleTest {
    private static final System.Logger LOGGER = System.getLogger("schedules");
    private static final long SCHEDULES = 20_000;

    /** What users throw is logged, tens of thousands of times. */
    private final Logger ofTheCore = Logger.getLogger("io.databased");

    private final java.util.logging.Level before = ofTheCore.getLevel();

    @BeforeEach
    void silence() {
        ofTheCore.setLevel(java.util.logging.Level.OFF);
    }

    @AfterEach
    void speak() {
        ofTheCore.setLevel(before);
    }

    @Test
    @Tag("N21")
    void noScheduleBreaksAPromise() throws InterruptedException {
        Long replayed = Long.getLong("databased.seed");
        Report report =
                replayed == null ? Report.of(0, Long.getLong("databased.schedules", SCHEDULES)) : replay(replayed);
        LOGGER.log(Level.INFO, report.toString());
        assertThat(report.violations()).as(report.toString()).isEmpty();
    }

    private static Report replay(long seed) throws InterruptedException {
        World world = new Schedule(seed, true).run();
        LOGGER.log(Level.INFO, "Schedule " + seed + "\n" + world.trace());
        return Report.of(seed, 1);
    }
}
