package io.databased;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.PoolStats.Acquisitions;
import io.databased.PoolStats.Connections;
import io.databased.PoolStats.Retirement;
import io.databased.PoolStats.Turnover;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The numbers of two pools together. */
@Tag("R34")
final class PoolStatsTest {
    @Test
    void addsWhatTwoPoolsHave() {
        PoolStats primary = stats(2, 8, Map.of(Retirement.LIFETIME, 3L), Duration.ofMillis(5));
        PoolStats replicas = stats(1, 4, Map.of(Retirement.LIFETIME, 1L, Retirement.BROKEN, 2L), Duration.ofMillis(9));

        PoolStats both = primary.plus(replicas);

        assertThat(both.minSize()).isEqualTo(3);
        assertThat(both.maxSize()).isEqualTo(12);
        assertThat(both.waiting()).isEqualTo(2);
        assertThat(both.connections()).isEqualTo(new Connections(2, 4, 6, 8, 10, 12));
        assertThat(both.acquisitions())
                .isEqualTo(new Acquisitions(2, 4, 6, 8, Duration.ofMillis(14), Duration.ofMillis(9)));
        assertThat(both.turnover())
                .isEqualTo(new Turnover(2, 4, 6, Map.of(Retirement.LIFETIME, 4L, Retirement.BROKEN, 2L)));
    }

    @Test
    void poolsWithoutLimitHaveNoneTogether() {
        PoolStats unlimited = stats(0, Integer.MAX_VALUE, Map.of(), Duration.ZERO);
        assertThat(unlimited.plus(unlimited).maxSize()).isEqualTo(Integer.MAX_VALUE);
    }

    private static PoolStats stats(int min, int max, Map<Retirement, Long> destroyed, Duration waited) {
        return new PoolStats(
                min,
                max,
                1,
                new Connections(1, 2, 3, 4, 5, 6),
                new Acquisitions(1, 2, 3, 4, waited, waited),
                new Turnover(1, 2, 3, destroyed));
    }
}
