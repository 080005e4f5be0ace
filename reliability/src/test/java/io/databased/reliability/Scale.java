package io.databased.reliability;

import java.time.Duration;
import java.util.Random;

/** How much is tried: little in each build, much with {@code -Psoak} or {@code -Ddatabased.soak=true}. */
final class Scale {
    static final boolean SOAK = Boolean.getBoolean("databased.soak");

    private Scale() {}

    static int of(int check, int soak) {
        return SOAK ? soak : check;
    }

    static Duration of(Duration check, Duration soak) {
        return SOAK ? soak : check;
    }

    /** Of a new seed, which is printed, or the one to be replayed with {@code -Ddatabased.seed=N}. */
    static Random random(String what) {
        long seed = Long.getLong("databased.seed", System.nanoTime() & 0xFFFFFF);
        Report.say(what + ": seed " + seed + ", replayed with -Ddatabased.seed=" + seed);
        return new Random(seed);
    }
}
