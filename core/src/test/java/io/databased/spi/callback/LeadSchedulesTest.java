package io.databased.spi.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A lead changes hands in thousands of schedules, in virtual time and on one thread. Whoever leads takes a step at a time, and
 * others take theirs inside of it: in its callbacks, and wherever it looks at the clock. {@code -Ddatabased.seed=N} replays one.
 */
@Tag("R31")
final class LeadSchedulesTest {
    private static final int SCHEDULES = 20_000;

    @Test
    void everythingRunsOnceAndOneThreadServes() {
        Long only = Long.getLong("databased.seed");
        long first = only == null ? 1 : only;
        int changes = 0;
        int elsewhere = 0;
        for (long seed = first; seed < first + (only == null ? SCHEDULES : 1); seed++) {
            try {
                Schedule schedule = new Schedule(seed);
                schedule.run();
                changes += schedule.leaders.size() - 1;
                elsewhere += schedule.elsewhere;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Ddatabased.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(changes).as("changes of hands").isPositive();
        assertThat(elsewhere).as("callbacks that ran elsewhere").isPositive();
    }

    /** One that serves a queue of numbers; after each comes a callback, which may be stuck, and may hand over more. */
    private static final class Schedule {
        private static final int STEPS = 40;
        private static final int MOST_NESTED = 6;

        private final SplittableRandom random;
        private final Lead lead;
        private final List<Stepping> leaders = new ArrayList<>();
        private final Deque<Integer> queue = new ArrayDeque<>();
        private final List<Integer> served = new ArrayList<>();
        private final List<Integer> called = new ArrayList<>();
        private final Deque<Stepping> running = new ArrayDeque<>();
        private int handedOver;
        private int offered;
        private int elsewhere;
        private int nested;
        private boolean goesElsewhere;
        private long now = 1;

        Schedule(long seed) {
            random = new SplittableRandom(seed);
            lead = new Lead(stuck -> leaders.add(new Stepping(stuck)), this::nanoTime, new Watch(watch -> {}));
            leaders.add(new Stepping(null));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                anything();
            }
            for (int step = 0; !queue.isEmpty() || leaders.stream().anyMatch(Stepping::isStarting); step++) {
                assertThat(step).as("steps to the end").isLessThan(10_000);
                List.copyOf(leaders).forEach(Stepping::step);
            }
            assertThat(served).as("served in order").isSorted().hasSize(handedOver);
            assertThat(lead.hasCallbacks()).as("callbacks are left").isFalse();
            List<Stepping> leading = leaders.stream().filter(Stepping::leads).toList();
            assertThat(leading).as("who leads").hasSize(1);
            leading.get(0).callBack();
            lead.end();
            assertThat(called).as("callbacks that ran").hasSize(offered).doesNotHaveDuplicates();
        }

        private long nanoTime() {
            if (lead != null && random.nextInt(4) == 0) { // any thread may be interrupted here
                others();
            }
            return now;
        }

        private void others() {
            if (nested < MOST_NESTED) {
                nested++;
                anything();
                nested--;
            }
        }

        private void anything() {
            switch (random.nextInt(6)) {
                case 0 -> queue.add(handedOver++);
                case 1 -> now += TimeUnit.MICROSECONDS.toNanos(random.nextInt(300));
                case 2 -> now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500));
                case 3 -> lead.look();
                default -> leaders.get(random.nextInt(leaders.size())).step();
            }
        }

        /** A thread that may have the lead. It runs as far as one step at a time. */
        private final class Stepping {
            private final Leader leader;
            private final @Nullable Leader before;
            private boolean starting = true;
            private boolean over;
            private boolean inside;

            Stepping(@Nullable Leader before) {
                // One that computes, or one that waits: its thread was not started.
                this.leader = new Leader(lead, random.nextBoolean() ? Thread.currentThread() : new Thread());
                this.before = before;
            }

            boolean isStarting() {
                return starting;
            }

            boolean leads() {
                return !starting && !over;
            }

            void step() {
                if (inside || over) {
                    return; // it is the one that was interrupted
                }
                inside = true;
                if (starting) {
                    starting = false;
                    over = !lead.take(leader, before);
                } else if (!queue.isEmpty()) {
                    serve(queue.remove());
                    running.push(this);
                    over = !lead.call(leader);
                    running.pop();
                }
                inside = false;
                assertThat(over || leader.serves()).as("serves after a step").isTrue();
            }

            private void serve(int number) {
                assertThat(leader.serves()).as("who serves leads").isTrue();
                others();
                served.add(number);
                for (int i = random.nextInt(3); i > 0; i--) {
                    callBack();
                }
                assertThat(leader.serves())
                        .as("nobody took over from one that serves")
                        .isTrue();
            }

            private void callBack() {
                int number = offered++;
                Runnable callback = () -> {
                    if (!goesElsewhere) {
                        assertThat(lead.isOf(running.getFirst().leader))
                                .as("who calls back leads")
                                .isTrue();
                    }
                    goesElsewhere = false;
                    callback(number);
                };
                if (!leader.offer(callback, this::runElsewhere)) {
                    runElsewhere(callback);
                }
            }

            private void runElsewhere(Runnable callback) {
                elsewhere++;
                goesElsewhere = true;
                callback.run();
            }

            private void callback(int number) {
                called.add(number);
                if (random.nextInt(8) == 0) {
                    leader.beforeWaiting();
                }
                for (int i = random.nextInt(4); i > 0; i--) {
                    others();
                }
                if (random.nextInt(4) == 0 && nested < MOST_NESTED) {
                    callBack();
                }
            }
        }
    }
}
