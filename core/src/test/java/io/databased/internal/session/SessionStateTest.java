package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.SessionStatus;
import io.databased.internal.session.SessionState.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a session as a table; nothing else may happen to one. */
@Tag("R7")
@Tag("R14")
class SessionStateTest {
    /** One line for each step that is allowed; what is not listed is refused. */
    private static final List<String> ALLOWED = List.of(
            "NEW OPEN OPENING",
            "OPENING OPENED OPEN",
            "OPENING NOT_OPENED NEW",
            "OPENING CANCELLED CANCELLED",
            "OPEN FAIL FAILED",
            "OPEN COMMIT COMMITTING",
            "OPEN CANCEL CANCELLING",
            "OPEN CANCELLED CANCELLED",
            "FAILED FAIL FAILED",
            "FAILED CANCEL CANCELLING",
            "FAILED CANCELLED CANCELLED",
            "COMMITTING FAIL FAILED",
            "COMMITTING COMMITTED COMMITTED",
            "COMMITTING CANCELLED CANCELLED",
            "COMMITTING UNANSWERED UNKNOWN",
            "CANCELLING FAIL CANCELLING",
            "CANCELLING CANCELLED CANCELLED");

    @Test
    void allowsTheStepsOfTheTableAndNoOther() {
        List<String> allowed = new ArrayList<>();
        for (SessionStatus status : SessionStatus.values()) {
            for (Event event : Event.values()) {
                SessionStatus next = SessionState.after(status, event);
                if (next != null) {
                    allowed.add(status + " " + event + " " + next);
                }
            }
        }
        assertThat(allowed).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }

    @Test
    @Tag("R9")
    void neverLeavesAnEndedStatus() {
        for (SessionStatus status : SessionStatus.values()) {
            for (Event event : Event.values()) {
                assertThat(status.ended() && SessionState.after(status, event) != null)
                        .as("%s after %s", event, status)
                        .isFalse();
            }
        }
    }

    @Test
    @Tag("R15")
    void isNeverCommittedAfterAFailure() {
        Random random = new Random(1);
        for (int program = 0; program < 10_000; program++) {
            SessionStatus status = SessionStatus.NEW;
            boolean failed = false;
            for (int step = 0; step < 30; step++) {
                Event event = Event.values()[random.nextInt(Event.values().length)];
                SessionStatus next = SessionState.after(status, event);
                if (next != null) {
                    status = next;
                    failed |= event == Event.FAIL;
                }
                assertThat(failed && status == SessionStatus.COMMITTED).isFalse();
            }
        }
    }

    @Test
    void canAlwaysBeCancelledWhileItIsOpen() {
        assertThat(SessionState.after(SessionStatus.OPEN, Event.CANCEL)).isEqualTo(SessionStatus.CANCELLING);
        assertThat(SessionState.after(SessionStatus.FAILED, Event.CANCEL)).isEqualTo(SessionStatus.CANCELLING);
    }

    @Test
    @Tag("R17")
    void cannotBeCancelledOnceItCommits() {
        assertThat(SessionState.after(SessionStatus.COMMITTING, Event.CANCEL)).isNull();
    }
}
