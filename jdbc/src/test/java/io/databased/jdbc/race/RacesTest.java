package io.databased.jdbc.race;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The races with the threads of the system, in the orders that come of themselves; {@code .ci/races} chooses them. */
class RacesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                StopRace.class,
                LateStopRace.class,
                CloseRace.class,
                IdleCloseRace.class,
                LentThreadRace.class,
                OneShotRace.class,
                CancelledSessionRace.class,
                InterruptedCallerRace.class,
                DisconnectRace.class,
                ChildrenRace.class,
                ManyEndsRace.class,
                StreamRace.class,
                CancelledStreamRace.class,
                ForceRollbackRace.class,
                PipelineRace.class
            })
    @Tag("R19")
    @Tag("R31")
    void ends(Class<?> race) throws ReflectiveOperationException {
        Rounds.main(new String[] {race.getName()});
    }
}
