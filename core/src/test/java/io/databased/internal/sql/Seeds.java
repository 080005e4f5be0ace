package io.databased.internal.sql;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a case for many seeds; {@code -Ddatabased.seed=N} replays one. */
final class Seeds {
    private Seeds() {}

    static void forEach(int cases, Consumer<RandomGenerator> property) {
        Long only = Long.getLong("databased.seed");
        long first = only == null ? 0 : only;
        long last = only == null ? cases : only + 1;
        for (long seed = first; seed < last; seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Ddatabased.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    static String oneOf(RandomGenerator random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
