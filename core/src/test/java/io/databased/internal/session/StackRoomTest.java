package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R5")
final class StackRoomTest {
    private static final int NESTED_LEVEL = 1_000;
    private static final int FRAMES_OF_AN_END = 200;
    private static final int WARM_UP = 20_000;

    private final List<String> lacking = new ArrayList<>();

    /** What undoes a session, as large as it is when its code runs for the first time. */
    private static long end(int frames, long a, long b, long c, long d) {
        return frames == 0 ? 0 : end(frames - 1, b, c, d, a + 1) ^ a ^ b ^ c ^ d;
    }

    private int nest(int level) {
        StackRoom.require(NESTED_LEVEL);
        try {
            end(FRAMES_OF_AN_END, level, 1, 2, 3);
        } catch (StackOverflowError noRoom) {
            lacking.add("no room at level " + level);
        }
        return level == Integer.MAX_VALUE ? 0 : 1 + nest(level + 1);
    }

    private void nestWithoutAnEnd() {
        try {
            nest(0);
        } catch (StackOverflowError expected) {
            assertThat(expected).hasNoCause();
        }
    }

    /** Compiled code has smaller frames than interpreted code. */
    @Test
    void whoIsLetInHasRoomToBeUndone() throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            StackRoom.require(NESTED_LEVEL);
        }
        for (int kilobytes : new int[] {300, 512, 1_000, 3_000}) {
            FutureTask<Void> nesting = new FutureTask<>(this::nestWithoutAnEnd, null);
            new Thread(null, nesting, "nesting", 1024L * kilobytes).start();
            nesting.get();
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void usualLevelsAreNotLookedAt() {
        for (int level = 0; level <= 32; level++) {
            StackRoom.require(level);
        }
    }
}
