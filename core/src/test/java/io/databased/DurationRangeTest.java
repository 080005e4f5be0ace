package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Durations that no clock can count would leave a future without an end. */
@Tag("R20")
final class DurationRangeTest {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    record Setting(String name, Function<Duration, Object> setter) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static DatabaseBuilder builder() {
        return DatabaseBuilder.of(DatabaseUrl.parse("testkit:///none"));
    }

    static List<Setting> timeouts() {
        return List.of(
                new Setting("statementTimeout", SessionOptions.defaults()::withStatementTimeout),
                new Setting("acquireTimeout", SessionOptions.defaults()::withAcquireTimeout),
                new Setting("statementTimeout", timeout -> builder().statementTimeout(timeout)),
                new Setting("timeout", Sql.sql("SELECT 1")::within),
                new Setting("commitTimeout", timeout -> builder().commitTimeout(timeout)),
                new Setting("slowStatement", timeout -> builder().slowStatement(timeout)),
                new Setting("acquireTimeout", timeout -> PoolOptions.builder().acquireTimeout(timeout)));
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void timeoutsAreLongerThanZeroAndAtMostSoLong(Setting setting) {
        assertThat(setting.setter().apply(Duration.ofNanos(1))).isNotNull();
        assertThat(setting.setter().apply(LONGEST)).isNotNull();
        refuses(setting, Duration.ZERO);
        refuses(setting, Duration.ofNanos(-1));
        refuses(setting, LONGEST.plusNanos(1));
        refuses(setting, ChronoUnit.FOREVER.getDuration());
    }

    @Test
    void pausesAreFromZeroToSoLong() {
        Setting first = new Setting("firstPause", pause -> new RetryPolicy(2, pause, LONGEST));
        Setting longest = new Setting("maxPause", pause -> new RetryPolicy(2, Duration.ZERO, pause));

        assertThat(first.setter().apply(Duration.ZERO)).isNotNull();
        assertThat(longest.setter().apply(LONGEST)).isNotNull();
        refuses(first, Duration.ofNanos(-1));
        refuses(longest, ChronoUnit.FOREVER.getDuration());
        assertThatThrownBy(() -> new RetryPolicy(2, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no longer than maxPause, were PT2S and PT1S");
    }

    private static void refuses(Setting setting, Duration duration) {
        assertThatThrownBy(() -> setting.setter().apply(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting.name() + " must be ");
    }
}
