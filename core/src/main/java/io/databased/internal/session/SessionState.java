package io.databased.internal.session;

import io.databased.SessionStatus;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may happen to a session, as a table: status × event → status. Needs no database and no lock. */
final class SessionState {
    /** What happens to a session. */
    enum Event {
        /** Asked to open. */
        OPEN,
        /** Open now: its turn has come, and by hand its connection. */
        OPENED,
        /** Could not be opened; may be tried again. */
        NOT_OPENED,
        /** A statement of it failed, or its connection was lost. */
        FAIL,
        /** Asked to commit. */
        COMMIT,
        /** The commit is confirmed. */
        COMMITTED,
        /** No answer to COMMIT. */
        UNANSWERED,
        /** Asked to undo everything. */
        CANCEL,
        /** Everything is undone, for whatever reason. */
        CANCELLED
    }

    private static final Map<SessionStatus, Map<Event, SessionStatus>> TABLE = new EnumMap<>(SessionStatus.class);

    static {
        on(SessionStatus.NEW, Event.OPEN, SessionStatus.OPENING);
        on(SessionStatus.OPENING, Event.OPENED, SessionStatus.OPEN);
        on(SessionStatus.OPENING, Event.NOT_OPENED, SessionStatus.NEW);
        on(SessionStatus.OPENING, Event.CANCELLED, SessionStatus.CANCELLED);
        on(SessionStatus.OPEN, Event.FAIL, SessionStatus.FAILED);
        on(SessionStatus.OPEN, Event.COMMIT, SessionStatus.COMMITTING);
        on(SessionStatus.OPEN, Event.CANCEL, SessionStatus.CANCELLING);
        on(SessionStatus.OPEN, Event.CANCELLED, SessionStatus.CANCELLED);
        on(SessionStatus.FAILED, Event.FAIL, SessionStatus.FAILED);
        on(SessionStatus.FAILED, Event.CANCEL, SessionStatus.CANCELLING);
        on(SessionStatus.FAILED, Event.CANCELLED, SessionStatus.CANCELLED);
        on(SessionStatus.COMMITTING, Event.FAIL, SessionStatus.FAILED);
        on(SessionStatus.COMMITTING, Event.COMMITTED, SessionStatus.COMMITTED);
        on(SessionStatus.COMMITTING, Event.CANCELLED, SessionStatus.CANCELLED);
        on(SessionStatus.COMMITTING, Event.UNANSWERED, SessionStatus.UNKNOWN);
        on(SessionStatus.CANCELLING, Event.FAIL, SessionStatus.CANCELLING);
        on(SessionStatus.CANCELLING, Event.CANCELLED, SessionStatus.CANCELLED);
    }

    private SessionState() {}

    /** The status after the event, or null if it may not happen then. */
    static @Nullable SessionStatus after(SessionStatus status, Event event) {
        return TABLE.getOrDefault(status, Map.of()).get(event);
    }

    private static void on(SessionStatus from, Event event, SessionStatus to) {
        TABLE.computeIfAbsent(from, status -> new EnumMap<>(Event.class)).put(event, to);
    }
}
