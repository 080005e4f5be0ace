package io.databased.spi.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One lead in virtual time, on one thread; the watch does not come by itself. */
@Tag("R31")
final class LeadTest {
    private final List<Leader> relieved = new ArrayList<>();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private long now = 1;

    private final Lead lead = new Lead(relieved::add, () -> now, new Watch(watch -> {}));
    private final Leader leader = new Leader(lead, new Thread()); // which waits: it was not started

    @BeforeEach
    void start() {
        assertThat(lead.take(leader, null)).isTrue();
    }

    private boolean offer(Runnable callback) {
        return leader.offer(callback, elsewhere::add);
    }

    private void callBack(Runnable callback) {
        assertThat(offer(callback)).as("taken").isTrue();
        assertThat(lead.call(leader)).as("leads still").isTrue();
    }

    @Test
    void oneThatSaysThatItWaitsIsRelievedAtOnce() {
        callBack(leader::beforeWaiting);

        assertThat(relieved).containsExactly(leader);
    }

    @Test
    void oneThatWaitsIsRelievedWhenTheWatchComesAgain() {
        callBack(() -> {
            lead.look();
            assertThat(relieved).as("at the first look").isEmpty();
            now += Watch.PERIOD_NANOS + 1;
            lead.look();
        });

        assertThat(relieved).containsExactly(leader);
    }

    /** A thread may have had to wait for a lock or a processor, and a loop that calls nobody back for long is slow. */
    @Test
    void afterOneThatWasRelievedNoneIsTakenForAMoment() {
        callBack(leader::beforeWaiting);

        assertThat(offer(() -> {})).as("at once").isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(10);
        assertThat(offer(() -> {})).as("after a moment").isTrue();
    }

    @Test
    void whenEachIsRelievedNoneIsTakenForLong() {
        for (int i = 0; i < 10; i++) {
            callBack(leader::beforeWaiting);
            while (!offer(() -> {})) {
                now += TimeUnit.MILLISECONDS.toNanos(1);
            }
            lead.call(leader);
        }

        callBack(leader::beforeWaiting);

        now += TimeUnit.MILLISECONDS.toNanos(999);
        assertThat(offer(() -> {})).isFalse();
    }

    @Test
    void threeTimesInARowWithALongOneAreNoAccident() {
        for (int i = 0; i < 2; i++) {
            callBack(() -> now += TimeUnit.MILLISECONDS.toNanos(2));
            assertThat(offer(() -> {})).as("after " + i).isTrue();
            callBack(() -> now += TimeUnit.MILLISECONDS.toNanos(2));
            callBack(() -> {});
        }
        for (int i = 0; i < 3; i++) {
            callBack(() -> now += TimeUnit.MILLISECONDS.toNanos(2));
        }

        assertThat(offer(() -> {})).isFalse();
        assertThat(relieved).isEmpty();
    }
}
