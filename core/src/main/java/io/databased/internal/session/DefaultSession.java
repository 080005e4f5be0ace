package io.databased.internal.session;

import io.databased.BlockingSession;
import io.databased.NotConnectedException;
import io.databased.Query;
import io.databased.Session;
import io.databased.SessionAlreadyOpenException;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.internal.session.SessionState.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session: its status, its place in the nesting, and what it lets through to the {@link Conversation}. */
final class DefaultSession extends StatementRunner implements Session {
    final Engine engine;
    private final Conversation conversation;
    private final @Nullable DefaultSession parent;
    private final int level;
    private final SessionOptions options;
    private final Holder holder;
    private final ChildTurns children;
    private final Refusals refusals;
    private final SessionHooks hooks = new SessionHooks(); // guarded by the conversation's lock

    private volatile SessionStatus status = SessionStatus.NEW;

    // Guarded by the conversation's lock.
    private boolean begun;
    private @Nullable Throwable failure;
    private @Nullable CompletableFuture<List<Runnable>> cancelled;
    private @Nullable CompletableFuture<List<Runnable>> committed;

    private DefaultSession(Conversation conversation, @Nullable DefaultSession parent, SessionOptions options) {
        super(conversation.engine.guard());
        this.engine = conversation.engine;
        this.conversation = conversation;
        this.parent = parent;
        this.level = parent == null ? 0 : parent.level + 1;
        this.options = options;
        this.holder = new Holder(options.name().orElseGet(engine::nextSessionName));
        this.children = new ChildTurns(this);
        this.refusals = new Refusals(this);
    }

    /** An outermost session, not opened yet. */
    static DefaultSession root(Engine engine, ConnectionSource source, SessionOptions options) {
        Conversation conversation = new Conversation(engine, source, options.readOnly());
        DefaultSession session = new DefaultSession(conversation, null, options);
        conversation.root(session);
        return session;
    }

    // ---- Life ----

    @Override
    public CompletableFuture<Session> open() {
        OperationFuture<Session> future = new OperationFuture<>(engine.guard());
        CompletableFuture<Void> opening = openNow(true);
        future.whenAbandoned(() -> {
            if (!opening.isDone()) {
                cancel();
            }
        });
        engine.pass(opening, future, done -> this);
        return future;
    }

    /** Opens: with a connection, or lazily. Completes on any thread. */
    CompletableFuture<Void> openNow(boolean withConnection) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        conversation.lock();
        try {
            if (!happened(Event.OPEN)) {
                return CompletableFuture.failedFuture(
                        status.ended()
                                ? refusals.notOpen("open")
                                : new SessionAlreadyOpenException("Session '" + name() + "' is open already (status "
                                        + status + "); open() is called once for each session"));
            }
            if (parent != null) {
                parent.children.open(this, opened);
            } else if (withConnection) {
                conversation.add(new OpenStep(this, opened));
            } else {
                happened(Event.OPENED);
                opened.complete(null);
            }
        } finally {
            conversation.unlock();
        }
        conversation.pump();
        return opened;
    }

    @Override
    public CompletableFuture<Void> commit() {
        return engine.settled(commitNow());
    }

    CompletableFuture<List<Runnable>> commitNow() {
        return commitNow(null);
    }

    /**
     * Commits, and completes on any thread with the hooks to run.
     *
     * @param waiting the thread that waits for it, if one does
     */
    CompletableFuture<List<Runnable>> commitNow(@Nullable Thread waiting) {
        CompletableFuture<List<Runnable>> result = new CompletableFuture<>();
        conversation.lock();
        try {
            Throwable refusal = refusalToCommit();
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            happened(Event.COMMIT);
            committed = result;
            conversation.add(new CommitStep(this, result, waiting));
        } finally {
            conversation.unlock();
        }
        conversation.pump();
        return result;
    }

    private @Nullable Throwable refusalToCommit() {
        if (status == SessionStatus.FAILED) {
            return refusals.failedBefore("was not committed");
        }
        if (status != SessionStatus.OPEN) {
            return refusals.notOpen("commit");
        }
        DefaultSession child = children.open();
        return child != null ? refusals.childOpen(child, "commit") : refusalBecauseOfStream();
    }

    @Override
    public CompletableFuture<Void> cancel() {
        return engine.settled(cancelNow());
    }

    @Override
    public CompletableFuture<Void> close() {
        return cancel();
    }

    /** Cancels, and completes on any thread with the hooks to run. */
    CompletableFuture<List<Runnable>> cancelNow() {
        List<Runnable> actions = new ArrayList<>();
        CompletableFuture<List<Runnable>> result;
        conversation.lock();
        try {
            if (cancelled != null) {
                return cancelled.thenApply(hooks -> List.of());
            }
            if (status == SessionStatus.NEW || status.ended()) {
                return CompletableFuture.completedFuture(List.of());
            }
            if (status == SessionStatus.COMMITTING) { // COMMIT is never cancelled: wait for what becomes of it
                return Objects.requireNonNull(committed).handle((hooks, refused) -> List.of());
            }
            result = new CompletableFuture<>();
            cancelled = result;
            if (status == SessionStatus.OPENING) {
                actions.add(new UnfinishedWork(this).giveUpOpening());
            } else {
                happened(Event.CANCEL);
                new UnfinishedWork(this).drop(actions);
                conversation.add(new CancelStep(this));
            }
        } finally {
            conversation.unlock();
        }
        actions.forEach(Runnable::run);
        conversation.pump();
        return result;
    }

    boolean isWithin(DefaultSession ancestor) {
        for (DefaultSession session = this; session != null; session = session.parent) {
            if (session == ancestor) {
                return true;
            }
        }
        return false;
    }

    // ---- Statements ----

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    Runnable submit(Request request) {
        StatementStep step = new StatementStep(this, request);
        conversation.lock();
        try {
            requireStatement(request.prepared());
            conversation.add(step);
        } finally {
            conversation.unlock();
        }
        conversation.pump();
        return step::abandon;
    }

    /** Under the lock: refuses a statement at the call. */
    void requireStatement(Prepared prepared) {
        Throwable refusal = status == SessionStatus.COMMITTING ? refusals.notOpen("statement") : refusalOfStatement();
        if (refusal == null) {
            DefaultSession child = children.open();
            refusal = child != null ? refusals.childOpen(child, "statement") : refusalBecauseOfStream();
        }
        if (refusal instanceof RuntimeException exception) {
            throw exception;
        }
        refusals.requireAllowed(prepared.parsed(), conversation.root().options);
    }

    /** Under the lock: why a statement cannot run now, leaving children aside. */
    @Nullable
    Throwable refusalOfStatement() {
        for (DefaultSession session = this; session != null; session = session.parent) {
            if (session.status == SessionStatus.FAILED) {
                return session.refusals.failedBefore("ran no further statement");
            }
            if (session.status != SessionStatus.OPEN && !(session == this && status == SessionStatus.COMMITTING)) {
                return session.refusals.notOpen("statement");
            }
        }
        return null;
    }

    /** Under the lock: why a commit that was accepted cannot go on. */
    @Nullable
    Throwable refusalOfCommit() {
        return status == SessionStatus.COMMITTING
                ? null
                : status == SessionStatus.FAILED
                        ? refusals.failedBefore("was not committed")
                        : refusals.notOpen("commit");
    }

    private @Nullable Throwable refusalBecauseOfStream() {
        StreamStep<?> stream = conversation.stream();
        return stream == null ? null : refusals.streamOpen(stream.session);
    }

    @Override
    <T> RowStream<T> newStream(Query<T> query) {
        return new RowStream<>(
                engine, query, prepared -> this, (session, completed) -> CompletableFuture.completedFuture(null));
    }

    // ---- Nesting ----

    @Override
    public Session transaction() {
        return transaction(SessionOptions.defaults());
    }

    @Override
    public Session transaction(SessionOptions childOptions) {
        return Opening.byHand(child(childOptions));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> transaction(
            SessionOptions childOptions, Function<? super Session, ? extends CompletionStage<T>> work) {
        return Scope.run(child(childOptions), Objects.requireNonNull(work, "work"));
    }

    DefaultSession child(SessionOptions childOptions) {
        refusals.requireChildren(childOptions);
        return new DefaultSession(conversation, this, childOptions);
    }

    // ---- What happens to it; under the lock ----

    boolean happened(Event event) {
        SessionStatus next = SessionState.after(status, event);
        if (next == null) {
            return false;
        }
        status = next;
        return true;
    }

    /** The first failure is kept. */
    void fail(Throwable why) {
        if (happened(Event.FAIL) && failure == null) {
            failure = why;
        }
    }

    /** Its connection or transaction is gone: this session, and whatever is open inside it, has failed. */
    void failAll(Throwable why) {
        fail(why);
        DefaultSession child = children.open();
        if (child != null) {
            child.failAll(why);
        }
    }

    /** Whether this session, or what is open inside it, has failed. */
    boolean isDoomed() {
        DefaultSession child = children.open();
        return status == SessionStatus.FAILED
                || status == SessionStatus.CANCELLING
                || (child != null && child.isDoomed());
    }

    /** A child has committed: its hooks go to the parent. */
    Runnable endCommitted() {
        happened(Event.COMMITTED);
        DefaultSession to = Objects.requireNonNull(parent);
        to.hooks.adopt(hooks);
        return to.children.ended(this);
    }

    /** Rolled back; returns what passes the turn on, gives the connection back, and tells who waits. */
    Runnable endCancelled() {
        happened(Event.CANCELLED);
        List<Runnable> toRun = hooks.takeAfterRollback();
        CompletableFuture<List<Runnable>> waiting = cancelled;
        Runnable pass = parent == null ? conversation.release() : parent.children.ended(this);
        return () -> {
            pass.run();
            if (waiting == null || !waiting.complete(toRun)) {
                engine.afterHooks(toRun, () -> {});
            }
        };
    }

    /** The database is disconnected and its grace is over: nothing more is said to the connection. */
    void revoke() {
        Throwable why = new NotConnectedException("Session '" + name()
                + "' was rolled back, because its database was disconnected and the grace is over");
        conversation.lock();
        try {
            conversation.lose("the database was disconnected", why);
        } finally {
            conversation.unlock();
        }
        cancelNow().thenAccept(hooks -> engine.afterHooks(hooks, () -> {}));
    }

    /** An ancestor is cancelled: this session ends with it, without a word of its own on the wire. */
    void endWithParent(Throwable why, List<Runnable> actions) {
        children.endAll(why, actions);
        happened(Event.CANCEL);
        actions.add(endCancelled());
    }

    /** The outermost session is over; returns the hooks to run. */
    List<Runnable> endRoot(Event event) {
        happened(event);
        return switch (event) {
            case COMMITTED -> options.forceRollback() ? hooks.takeAfterRollback() : hooks.takeAfterCommit();
            case CANCELLED -> hooks.takeAfterRollback();
            default -> List.of();
        };
    }

    // ---- Accessors ----

    @Override
    public void afterCommit(Runnable hook) {
        addHook(hook, hooks::afterCommit);
    }

    @Override
    public void afterRollback(Runnable hook) {
        addHook(hook, hooks::afterRollback);
    }

    private void addHook(Runnable hook, Consumer<Runnable> hookList) {
        Objects.requireNonNull(hook, "hook");
        conversation.lock();
        try {
            if (status.ended()) {
                throw refusals.notOpen("hook");
            }
            hookList.accept(hook);
        } finally {
            conversation.unlock();
        }
    }

    @Override
    public <C> CompletableFuture<C> unwrap(Class<C> type) {
        OperationFuture<C> future = new OperationFuture<>(engine.guard());
        CompletableFuture<C> unwrapped = new CompletableFuture<>();
        conversation.lock();
        try {
            Throwable refusal = refusalOfStatement();
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            conversation.add(new UnwrapStep<>(this, type, unwrapped));
        } finally {
            conversation.unlock();
        }
        conversation.pump();
        engine.pass(unwrapped, future, connection -> connection);
        return future;
    }

    @Override
    public BlockingSession blocking() {
        return new DefaultBlockingSession(this);
    }

    @Override
    public Optional<Session> parent() {
        return Optional.ofNullable(parent);
    }

    @Override
    public SessionStatus status() {
        return status;
    }

    @Override
    public String name() {
        return holder.name();
    }

    @Override
    public String toString() {
        return "session '" + name() + "' (" + status + ")";
    }

    Conversation conversation() {
        return conversation;
    }

    @Nullable
    DefaultSession parentSession() {
        return parent;
    }

    int level() {
        return level;
    }

    SessionOptions options() {
        return options;
    }

    Holder holder() {
        return holder;
    }

    ChildTurns children() {
        return children;
    }

    Refusals refusals() {
        return refusals;
    }

    /** The first failure, if the session has failed. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean hasBegun() {
        return begun;
    }

    void hasBegun(boolean onTheWire) {
        begun = onTheWire;
    }

    /** Its own timeout, or the nearest ancestor's, or the database's, or none. */
    @Nullable
    Duration statementTimeout() {
        for (DefaultSession session = this; session != null; session = session.parent) {
            if (session.options.statementTimeout().isPresent()) {
                return session.options.statementTimeout().get();
            }
        }
        return engine.statementTimeout();
    }
}
