package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R25")
class PoolOptionsTest {
    @Test
    void defaultsAreTheStatedOnes() {
        PoolOptions options = PoolOptions.defaults();
        assertThat(options.minSize()).isZero();
        assertThat(options.maxSize()).isEmpty();
        assertThat(options.maxWaiting()).isEqualTo(10_000);
        assertThat(options.maxPipelined()).isEqualTo(256);
        assertThat(options.acquireTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.loginTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.validateAfterIdle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.validationTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(options.lifetimeJitter()).isEqualTo(0.1);
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.disconnectGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.leakThreshold()).isEmpty();
    }

    @Test
    void anotherBuilderStartsAtTheSettingsAndLeavesThemAlone() {
        PoolOptions options = PoolOptions.builder()
                .acquireTimeout(Duration.ofSeconds(2))
                .disconnectGrace(Duration.ZERO)
                .leakThreshold(Duration.ofSeconds(9))
                .build();
        PoolOptions changed = options.toBuilder().minSize(3).maxSize(4).build();

        assertThat(options.minSize()).isZero();
        assertThat(changed.minSize()).isEqualTo(3);
        assertThat(changed.maxSize()).hasValue(4);
        assertThat(changed.acquireTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(changed.disconnectGrace()).isZero();
        assertThat(changed.leakThreshold()).hasValue(Duration.ofSeconds(9));
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedAtOnce() {
        refuses(builder -> builder.minSize(-1), "minSize must be 0 or more, was -1");
        refuses(builder -> builder.maxSize(0), "maxSize must be 1 or more, was 0");
        refuses(builder -> builder.maxWaiting(-1), "maxWaiting");
        refuses(builder -> builder.maxPipelined(0), "maxPipelined");
        refuses(builder -> builder.acquireTimeout(Duration.ZERO), "acquireTimeout must be positive");
        refuses(builder -> builder.loginTimeout(Duration.ofSeconds(-1)), "loginTimeout");
        refuses(builder -> builder.idleTimeout(Duration.ofSeconds(Long.MAX_VALUE)), "idleTimeout");
        refuses(builder -> builder.lifetimeJitter(Double.NaN), "lifetimeJitter");
        refuses(builder -> builder.lifetimeJitter(0.05), "expire together");
        refuses(
                builder -> builder.minSize(10).maxSize(8).build(),
                "minSize 10 is above maxSize 8; raise maxSize or lower minSize");
    }

    private static void refuses(Consumer<PoolOptions.Builder> setting, String message) {
        assertThatThrownBy(() -> setting.accept(PoolOptions.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
