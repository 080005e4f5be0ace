package io.databased.internal.session;

import io.databased.DatabaseObserver.End;
import io.databased.DatabaseObserver.SessionInfo;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.failure.Origin;
import io.databased.internal.failure.SessionLabel;
import io.databased.internal.session.SessionState.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session's place in the nesting: its status, its failure, its children and its hooks. All but the status, which may be
 * read at any time, is guarded by the pipeline's monitor.
 */
final class SessionNode {
    /** What those who observe a session know it by. */
    record Known(SessionInfo info, Observed observed) {}

    private final Context context;
    private final SessionPipeline pipeline;
    private final @Nullable SessionNode parent;
    private final int level;
    private final SessionOptions options;
    private final SessionLabel label;
    private final ChildTurns children;
    private final Refusals refusals;
    private final SessionHooks hooks = new SessionHooks();

    private volatile SessionStatus status = SessionStatus.NEW;
    private boolean begun;
    private boolean workEnded;
    private @Nullable Throwable failure;
    private volatile @Nullable Throwable endedBy;
    private @Nullable CompletableFuture<List<Runnable>> cancelled;
    private @Nullable CompletableFuture<List<Runnable>> committed;
    private @Nullable Throwable workFailure;

    private volatile @Nullable Known known;

    SessionNode(Context context, SessionPipeline pipeline, @Nullable SessionNode parent, SessionOptions options) {
        this.context = context;
        this.pipeline = pipeline;
        this.parent = parent;
        this.level = parent == null ? 0 : parent.level + 1;
        this.options = options;
        this.label = new SessionLabel(options.name().orElseGet(context::sessionName));
        this.children = new ChildTurns(this);
        this.refusals = new Refusals(this);
    }

    // ---- What it is ----

    Context context() {
        return context;
    }

    SessionPipeline pipeline() {
        return pipeline;
    }

    @Nullable
    SessionNode parent() {
        return parent;
    }

    int level() {
        return level;
    }

    SessionOptions options() {
        return options;
    }

    /** How long it waits for its connection or its turn: as long as its own options say, or those of a session around it. */
    Duration acquireTimeout() {
        return inherited(SessionOptions::acquireTimeout).orElseGet(context::acquireTimeout);
    }

    /** Its own timeout, or the nearest ancestor's, or the database's, or none. */
    @Nullable
    Duration statementTimeout() {
        return inherited(SessionOptions::statementTimeout).orElse(context.statementTimeout());
    }

    private Optional<Duration> inherited(Function<SessionOptions, Optional<Duration>> option) {
        SessionNode session = this;
        Optional<Duration> own = option.apply(options);
        while (own.isEmpty() && session.parent != null) {
            session = session.parent;
            own = option.apply(session.options);
        }
        return own;
    }

    SessionLabel label() {
        return label;
    }

    String name() {
        return label.name();
    }

    /** Where it was opened. */
    Origin origin() {
        return new Origin("", name(), label.openedAt());
    }

    ChildTurns children() {
        return children;
    }

    Refusals refusals() {
        return refusals;
    }

    SessionHooks hooks() {
        return hooks;
    }

    /** What those who observe it know it by; null if it was opened unobserved. */
    @Nullable
    SessionInfo info() {
        Known now = known;
        return now == null ? null : now.info();
    }

    Observed observed() {
        Known now = known;
        return now == null ? Observed.BY_NOBODY : now.observed();
    }

    void known(@Nullable Known to) {
        known = to;
    }

    boolean isWithin(SessionNode ancestor) {
        for (SessionNode session = this; session != null; session = session.parent) {
            if (session == ancestor) {
                return true;
            }
        }
        return false;
    }

    // ---- What it has come to ----

    SessionStatus status() {
        return status;
    }

    /** The first failure, if the session has failed. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Why it was ended by others: with its parent, or by a disconnect; null if its own user has ended it. */
    @Nullable
    Throwable endedBy() {
        return endedBy;
    }

    /** Whether the connection has been told of it. */
    boolean hasBegun() {
        return begun;
    }

    void hasBegun(boolean onTheWire) {
        begun = onTheWire;
    }

    /** Whether this session, or what is open inside it, can only be rolled back. */
    boolean isFailed() {
        for (SessionNode session = this; session != null; session = session.children.open()) {
            if (session.status == SessionStatus.FAILED || session.status == SessionStatus.CANCELLING) {
                return true;
            }
        }
        return false;
    }

    /** The end of its commit, while one is asked for. */
    @Nullable
    CompletableFuture<List<Runnable>> committed() {
        return committed;
    }

    /** The end of its cancelling, once that is asked for. */
    @Nullable
    CompletableFuture<List<Runnable>> cancelled() {
        return cancelled;
    }

    /** The end that its user has asked for, reached or not; null if there is none. */
    @Nullable
    CompletableFuture<List<Runnable>> endByHand() {
        if (status == SessionStatus.COMMITTING || status == SessionStatus.COMMITTED) {
            return committed;
        }
        if (endedBy != null || (status != SessionStatus.CANCELLING && status != SessionStatus.CANCELLED)) {
            return null;
        }
        return cancelled != null ? cancelled : CompletableFuture.completedFuture(List.of()); // its commit was refused
    }

    /** Its work has succeeded, and has not ended it by itself: it is committed. */
    void workEnded() {
        workEnded = true;
    }

    /** Whether it is committed, or about to be, because its work has succeeded. */
    boolean workIsOver() {
        return workEnded && (status == SessionStatus.COMMITTING || status == SessionStatus.COMMITTED);
    }

    // ---- Why it does not do what it is asked for ----

    /** Why a statement cannot run now, leaving children aside. */
    @Nullable
    Throwable refusalOfStatement() {
        return refusalOfStatement(false);
    }

    /** The same, of one that the database refuses only because another has failed before. */
    @Nullable
    Throwable refusalOfSentStatement() {
        return refusalOfStatement(true);
    }

    private @Nullable Throwable refusalOfStatement(boolean sent) {
        for (SessionNode session = this; session != null; session = session.parent) {
            if (session.status == SessionStatus.FAILED) {
                return session.refusals.failedBefore("ran no further statement", sent);
            }
            if (session.status != SessionStatus.OPEN && !(session == this && status == SessionStatus.COMMITTING)) {
                return session.refusals.notOpen("statement");
            }
        }
        return null;
    }

    /** Why a statement is refused at the call. */
    @Nullable
    Throwable refusalOfNewStatement() {
        Throwable refusal = status == SessionStatus.COMMITTING ? refusals.notOpen("statement") : refusalOfStatement();
        return refusal != null ? refusal : refusalOfAnyWork("statement");
    }

    /** Why a commit is refused at the call. */
    @Nullable
    Throwable refusalOfNewCommit() {
        if (status == SessionStatus.FAILED) {
            return refusals.failedBefore("was not committed", false);
        }
        return status != SessionStatus.OPEN ? refusals.notOpen(Refusals.COMMIT) : refusalOfAnyWork(Refusals.COMMIT);
    }

    private @Nullable Throwable refusalOfAnyWork(String what) {
        SessionNode child = children.open();
        if (child != null) {
            return refusals.childOpen(child, what);
        }
        Step stream = pipeline.stream();
        return stream == null ? null : refusals.streamOpen(stream.session);
    }

    /** Why a commit that was accepted cannot go on. */
    @Nullable
    Throwable refusalOfCommit() {
        return status == SessionStatus.COMMITTING
                ? null
                : status == SessionStatus.FAILED
                        ? refusals.failedBefore("was not committed", false)
                        : refusals.notOpen(Refusals.COMMIT);
    }

    // ---- What happens to it ----

    boolean happened(Event event) {
        SessionStatus next = SessionState.after(status, event);
        if (next == null) {
            return false;
        }
        status = next;
        return true;
    }

    /** The work that ran in it did not succeed; if a statement has failed before, that is why. */
    void workFailed(Throwable why) {
        workFailure = why;
    }

    /** Those who observe it hear of its end before its user. */
    private void tellEnd(End end, @Nullable Throwable why) {
        Observed told = observed();
        pipeline.monitor().afterwards(() -> told.ended(end, why));
    }

    /** It could not be opened, and may be tried again. */
    void notOpened(Throwable why) {
        happened(Event.NOT_OPENED);
        tellEnd(End.FAILED, why);
    }

    /** It waited for its turn when its parent was rolled back. */
    void neverOpened(Throwable why) {
        happened(Event.CANCELLED);
        tellEnd(End.FAILED, why);
    }

    /** The first failure is kept. */
    void fail(Throwable why) {
        if (happened(Event.FAIL) && failure == null) {
            failure = why;
        }
    }

    /** Its connection or transaction is gone: this session, and whatever is open inside it, has failed. */
    void failAll(Throwable why) {
        for (SessionNode session = this; session != null; session = session.children.open()) {
            session.fail(why);
        }
    }

    /** It is being committed; the future completes with the hooks to run. */
    CompletableFuture<List<Runnable>> committing() {
        CompletableFuture<List<Runnable>> end = new CompletableFuture<>();
        committed = end;
        happened(Event.COMMIT);
        return end;
    }

    /** It is being cancelled; the future completes with the hooks to run. */
    CompletableFuture<List<Runnable>> cancelling() {
        CompletableFuture<List<Runnable>> end = new CompletableFuture<>();
        cancelled = end;
        return end;
    }

    /** It has ended for another reason than its user's. The first is kept. */
    void endedBy(Throwable why) {
        if (endedBy == null) {
            endedBy = why;
        }
    }

    /** Handed to its parent: its hooks, too. */
    void endCommitted() {
        happened(Event.COMMITTED);
        tellEnd(End.COMMITTED, null);
        SessionNode to = Objects.requireNonNull(parent);
        to.hooks.adopt(hooks);
        to.children.ended(this);
    }

    /** Rolled back: passes the turn on, or gives the connection back, and tells who waits. */
    void endCancelled() {
        happened(Event.CANCELLED);
        Throwable why = failure != null ? failure : endedBy != null ? endedBy : workFailure;
        tellEnd(why == null ? End.ROLLED_BACK : End.FAILED, why);
        List<Runnable> toRun = hooks.takeAfterRollback();
        CompletableFuture<List<Runnable>> waiting = cancelled;
        if (parent == null) {
            pipeline.release();
        } else {
            parent.children.ended(this);
        }
        pipeline.monitor().afterwards(() -> {
            if (waiting == null || !waiting.complete(toRun)) {
                context.callbacks().afterHooks(toRun, () -> {});
            }
        });
    }

    /** Its parent is cancelled, and it will end with that. */
    void endsWithParent() {
        SessionNode outer = Objects.requireNonNull(parent);
        Throwable endOfOuter = outer.endedBy();
        endedBy(endOfOuter != null ? endOfOuter : refusals.endedWith(outer));
    }

    /** It ends with its parent, without a word of its own on the wire; what is inside of it has ended. */
    void endWithParent() {
        happened(Event.CANCEL);
        endCancelled();
    }

    /** The outermost session is over; returns the hooks to run. */
    List<Runnable> endRoot(Event event, @Nullable Throwable why) {
        happened(event);
        tellEnd(why == null ? End.COMMITTED : End.FAILED, why);
        return switch (event) {
            case COMMITTED -> options.forceRollback() ? hooks.takeAfterRollback() : hooks.takeAfterCommit();
            case CANCELLED -> hooks.takeAfterRollback();
            default -> List.of();
        };
    }

    @Override
    public String toString() {
        return "session '" + name() + "' (" + status + ")";
    }
}
