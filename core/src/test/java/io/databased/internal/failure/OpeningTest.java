package io.databased.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.OpeningUser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The lines are those of {@link OpeningUser}. */
class OpeningTest {
    private final SessionLabel outer = new SessionLabel("outer");
    private final SessionLabel inner = new SessionLabel("inner");

    @Test
    void workThatTakesTheStackHasItTakenForAllSessionsItRunsIn() {
        List<CallSite> taken = new ArrayList<>();

        opensOuter(() -> opensInner(inner, () -> asks(taken)));

        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
        assertThat(inner.line()).contains("OpeningUser.opensInner(");
        assertThat(taken.get(0).line()).contains("OpeningUser.asks(");
        assertThat(inner.openedAt()).isNotNull();
    }

    @Test
    void workThatTakesNoneIsRecordedAtItsEnd() {
        opensOuter(() -> opensInner(inner, () -> "nothing"));

        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
        assertThat(inner.line()).contains("OpeningUser.opensInner(");
    }

    @Test
    void workThatThrowsIsRecordedAsWell() {
        assertThatThrownBy(() -> opensOuter(() -> {
                    throw new IllegalStateException("of the user");
                }))
                .hasMessage("of the user");

        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
    }

    @Test
    void lineIsKnownWhileNothingIsRecorded() {
        opensOuter(() -> opensInner(inner, () -> {
            assertThat(outer.line()).contains("OpeningUser.opensOuter(");
            assertThat(inner.line()).contains("OpeningUser.opensInner(");
            return "";
        }));
    }

    @Test
    void otherThreadsKnowTheLineWhileTheWorkRuns() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread user = new Thread(() -> opensOuter(() -> {
            runs.countDown();
            return awaited(asked);
        }));
        user.start();
        runs.await();

        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
        asked.countDown();
        user.join();
        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
    }

    @Test
    void sessionsOneAfterTheOtherHaveLinesOfTheirOwn() {
        opensOuter(() -> "");
        opensInner(inner, () -> asks(new ArrayList<>()));

        assertThat(outer.line()).contains("OpeningUser.opensOuter(");
        assertThat(inner.line()).contains("OpeningUser.opensInner(");
    }

    private static String awaited(CountDownLatch latch) {
        try {
            latch.await();
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void opensOuter(Supplier<String> work) {
        OpeningUser.opensOuter(() -> Opening.run(outer, "session", session -> work.get()));
    }

    private static String opensInner(SessionLabel holder, Supplier<String> work) {
        return OpeningUser.opensInner(() -> Opening.run(holder, "session", session -> work.get()));
    }

    private static String asks(List<CallSite> taken) {
        return OpeningUser.asks(() -> {
            taken.add(Opening.here());
            return "";
        });
    }
}
