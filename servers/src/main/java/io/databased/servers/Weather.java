package io.databased.servers;

import java.time.Duration;

/** How a proxy treats what passes it, now. */
final class Weather {
    volatile Duration latency = Duration.ZERO;
    volatile Duration dripping = Duration.ZERO;
    volatile boolean blackhole;

    void clear() {
        latency = Duration.ZERO;
        dripping = Duration.ZERO;
        blackhole = false;
    }
}
