package io.databased.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlinesTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Deadlines deadlines = new Deadlines(time::nanoTime, time::schedule);
    private final List<String> passed = new ArrayList<>();

    private Scheduler.Task set(String name, long millis) {
        return deadlines.set(() -> passed.add(name), Duration.ofMillis(millis).toNanos());
    }

    @Test
    @Tag("R20")
    void deadlinePassesWhenItIsDueAndNotBefore() {
        set("first", 30_000);
        set("second", 90_000); // beyond one turn of the wheel

        time.advance(Duration.ofMillis(29_999));
        assertThat(passed).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(passed).containsExactly("first");
        time.advance(Duration.ofMillis(59_999));
        assertThat(passed).containsExactly("first");
        time.advance(Duration.ofMillis(1));
        assertThat(passed).containsExactly("first", "second");
    }

    @Test
    void cancelledDeadlineNeverPasses() {
        Scheduler.Task early = set("cancelled early", 30_000);
        Scheduler.Task late = set("cancelled late", 30_000);
        early.cancel();

        time.advance(Duration.ofMillis(29_990)); // with the exact timer by now
        late.cancel();
        time.advance(Duration.ofSeconds(100));

        assertThat(passed).isEmpty();
    }

    /** On a busy machine a thread may stand still for long, while the one that turns the wheel does not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("R20")
    void deadlinePassesThoughWhoSetsItWasHeldUpForLonger(boolean turning) {
        Deque<Duration> heldUp = new ArrayDeque<>();
        Deadlines slow = new Deadlines(
                () -> {
                    long now = time.nanoTime();
                    Duration longer = heldUp.poll();
                    if (longer != null) {
                        time.advance(longer);
                    }
                    return now;
                },
                time::schedule);
        if (turning) {
            slow.set(() -> passed.add("first"), Duration.ofSeconds(60).toNanos());
        }

        heldUp.add(Duration.ofSeconds(3));
        slow.set(() -> passed.add("late"), Duration.ofSeconds(2).toNanos());
        time.advance(Duration.ofSeconds(1));

        assertThat(passed).containsExactly("late");
    }

    @Test
    void wheelStopsWhenNothingIsLeftAndGoesOnWhenSomethingComes() {
        set("first", 2_000);
        time.advance(Duration.ofSeconds(10));
        assertThat(time.scheduled()).isZero();

        time.advance(Duration.ofSeconds(1_000));
        set("second", 2_000);
        time.advance(Duration.ofSeconds(2));

        assertThat(passed).containsExactly("first", "second");
    }

    @Test
    void randomDeadlinesPassInTheirOrder() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Long> due = new ArrayList<>();
        List<Long> actual = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long delay = Deadlines.NEAR
                    + (long) (random.nextDouble() * Duration.ofSeconds(200).toNanos());
            long at = time.nanoTime() + delay;
            Scheduler.Task task = deadlines.set(() -> actual.add(time.nanoTime() - at), delay);
            if (random.nextInt(10) < 7) {
                task.cancel();
            } else {
                due.add(at);
            }
            time.advance(Duration.ofMillis(random.nextInt(300)));
        }
        time.advance(Duration.ofSeconds(300));

        assertThat(actual).as("seed %d", seed).hasSameSizeAs(due).containsOnly(0L);
    }
}
