package io.databased.internal.schedule;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Session;
import io.databased.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session as its user sees it, and what the server saw of it. */
final class SessionModel {
    final String name;
    final @Nullable SessionModel parent;
    final boolean thrownAway;
    final boolean byHand;

    @Nullable
    Session session;

    Sessions.@Nullable Scope call;

    @Nullable
    Promise open;

    @Nullable
    Promise commit;

    @Nullable
    Duration statementTimeout;

    // What its user did.
    boolean cancelled;
    boolean endedByHand;
    boolean returnedNull;

    @Nullable
    Outcome resolved;

    boolean refusedOne;
    boolean nativeErrors;
    int committedHooks;
    int rolledBackHooks;
    int hooks;

    // What the server saw.
    long commitReceivedAt = -1;
    long commitAnsweredAt = -1;
    int lastStatement = -1;

    SessionModel(String name, @Nullable SessionModel parent, boolean thrownAway, boolean byHand) {
        this.name = name;
        this.parent = parent;
        this.thrownAway = thrownAway;
        this.byHand = byHand;
    }

    SessionModel root() {
        return parent == null ? this : parent.root();
    }

    /** From the outermost to this one. */
    List<SessionModel> path() {
        List<SessionModel> path = parent == null ? new ArrayList<>() : parent.path();
        path.add(this);
        return path;
    }

    SessionStatus status() {
        return session == null ? SessionStatus.NEW : session.status();
    }

    /** Whether the statements of it may be told to stop. */
    boolean isGivenUp() {
        SessionStatus status = status();
        return cancelled
                || status == SessionStatus.CANCELLING
                || status == SessionStatus.CANCELLED
                || (call != null && call.promise != null && call.promise.isAbandoned())
                || (parent != null && parent.isGivenUp());
    }

    /** Whether its user gave up opening it: it must end by itself. */
    boolean isLetGo() {
        return open != null && open.isAbandoned();
    }

    @Nullable
    Duration statementTimeout() {
        return statementTimeout != null || parent == null ? statementTimeout : parent.statementTimeout();
    }

    /** Whether it and all around it have the status. */
    boolean isCommitted() {
        return status() == SessionStatus.COMMITTED && (parent == null || parent.isCommitted());
    }

    @Override
    public String toString() {
        return name;
    }
}
