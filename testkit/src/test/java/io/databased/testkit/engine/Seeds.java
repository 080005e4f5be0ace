package io.databased.testkit.engine;

import java.util.Random;
import java.util.function.Consumer;

/** Random tests that can be replayed: {@code -Ddatabased.seed=N} runs the one seed that failed. */
final class Seeds {
    private Seeds() {}

    static void each(int count, Consumer<Random> test) {
        String replay = System.getProperty("databased.seed", "");
        if (replay.matches("-?\\d+")) {
            run(Long.parseLong(replay), test);
            return;
        }
        for (long seed = 1; seed <= count; seed++) {
            run(seed, test);
        }
    }

    private static void run(long seed, Consumer<Random> test) {
        try {
            test.accept(new Random(seed));
        } catch (Throwable failure) {
            throw new AssertionError("failed with seed " + seed + "; replay with -Ddatabased.seed=" + seed, failure);
        }
    }
}
