package io.databased.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The wire in virtual time, by random scripts: pipelined sessions, one-shots, streams and cancels on a connection that is
 * handed on, to a server that stalls and cuts, with signals that are lost, late, or come twice. {@code
 * -Ddatabased.schedules=N} runs more of them, {@code -Ddatabased.seed=N} runs one and prints what happens.
 */
@Tag("R19")
@Tag("R22")
@Tag("R24")
final class WireModelTest {
    private static final System.Logger LOG = System.getLogger("io.databased.vertx.model");
    private static final int SCHEDULES = 20_000;

    @Test
    @Tag("N17")
    void nothingIsHitThatWasNotToBeStoppedAndWhatIsToldIsTrue() {
        Long replayed = Long.getLong("databased.seed");
        if (replayed != null) {
            ScriptedClient client = new ScriptedClient(replayed, true);
            List<String> violations = client.run();
            LOG.log(Level.INFO, String.join("\n", client.loop().trace()));
            assertThat(violations).as("seed %d", replayed).isEmpty();
            return;
        }
        int schedules = Integer.getInteger("databased.schedules", SCHEDULES);
        List<String> violations = violations(schedules, 5);
        LOG.log(Level.INFO, "Wire: " + schedules + " schedules from seed 1, " + violations.size() + " violations");
        assertThat(violations).isEmpty();
    }

    /** With the seeds from 1 on, until that many went wrong. */
    static List<String> violations(int schedules, int most) {
        List<String> violations = new ArrayList<>();
        for (long seed = 1; seed <= schedules && violations.size() < most; seed++) {
            List<String> wrong = new ScriptedClient(seed, false).run();
            if (!wrong.isEmpty()) {
                violations.add("seed " + seed + " (replay with -Ddatabased.seed=" + seed + "): " + wrong.get(0));
            }
        }
        return violations;
    }
}
