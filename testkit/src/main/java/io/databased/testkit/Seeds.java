package io.databased.testkit;

import java.util.Random;
import java.util.function.Consumer;

/** Random tests that can be replayed: {@code -Ddatabased.seed=N} runs the one seed that failed. */
public final class Seeds {
    private Seeds() {}

    /**
     * Runs the test with the seeds from 1 to the count, or with the one to be replayed.
     *
     * @throws AssertionError with the seed, and its cause, at the first failure
     */
    public static void each(int count, Consumer<Random> test) {
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
