package io.databased.internal.session;

import io.databased.BlockingSession;
import io.databased.DatabaseObserver.SessionInfo;
import io.databased.Query;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.internal.async.Log;
import io.databased.internal.async.Monitor;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.connection.ConnectionSource;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Origin;
import io.databased.internal.failure.SessionLabel;
import io.databased.internal.session.SessionState.Event;
import io.databased.internal.statement.Request;
import io.databased.internal.statement.StatementRunner;
import io.databased.internal.stream.Rows;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session for its user: puts steps into the {@link SessionPipeline}, as far as its {@link SessionNode} allows. */
public final class DefaultSession extends StatementRunner implements Session {
    /** The name of a session that is there for a stream alone. */
    public static final String STREAM = "stream";

    private final Context context;
    private final @Nullable DefaultSession parent;
    private final SessionNode node;
    private final SessionPipeline pipeline;
    private final Monitor monitor;
    private Observed former = Observed.BY_NOBODY;
    private int attempt = 1;
    private volatile boolean ofWork;

    private DefaultSession(@Nullable DefaultSession parent, SessionNode node) {
        super(node.context().callbacks().guard());
        this.context = node.context();
        this.parent = parent;
        this.node = node;
        this.pipeline = node.pipeline();
        this.monitor = pipeline.monitor();
    }

    /** An outermost session, not opened yet. */
    public static DefaultSession root(Context context, ConnectionSource source, SessionOptions options) {
        DefaultSession session = new DefaultSession(null, new SessionPipeline(context, source, options).root());
        session.pipeline.whenTakenAway(session::connectionTakenAway);
        return session;
    }

    /** Records the line of the caller, who opens the session by hand. */
    public DefaultSession openedHere() {
        label().openedAt(context.callSite());
        return this;
    }

    /** Its work ran in that one before, if it is not null. */
    public DefaultSession after(@Nullable DefaultSession earlier) {
        if (earlier != null) {
            attempt = earlier.attempt + 1;
            former = earlier.node.observed();
        }
        return this;
    }

    /** The work that runs in it does not succeed. */
    void workFailed(Throwable why) {
        monitor.enter();
        try {
            node.workFailed(why);
        } finally {
            monitor.exit();
        }
    }

    /** Records that line. */
    public void openedAt(@Nullable CallSite site) {
        label().openedAt(site);
    }

    // ---- Life ----

    @Override
    public CompletableFuture<Session> open() {
        OperationFuture<Session> future =
                new OperationFuture<>(context.callbacks().guard());
        CompletableFuture<Void> opening = openNow(true);
        future.whenAbandoned(this::cancel); // the user does not have the session, opened or not
        context.callbacks().pass(opening, future, done -> this);
        return future;
    }

    /** Opens, with a connection or lazily, having asked who observes it. Completes on any thread. */
    public CompletableFuture<Void> openNow(boolean withConnection) {
        boolean observed = !context.observers().isEmpty() && status() == SessionStatus.NEW;
        return open(withConnection, observed ? observe() : null);
    }

    /** Opens lazily what no user has asked for. */
    public void openUnobserved() {
        open(false, null);
    }

    private SessionNode.Known observe() {
        SessionNode outer = node.parent();
        SessionInfo info =
                context.observers().session(name(), node.options(), outer == null ? null : outer.info(), attempt);
        Observed observed =
                context.observers().session(info, outer == null ? Observed.BY_NOBODY : outer.observed(), former);
        return new SessionNode.Known(info, observed);
    }

    private CompletableFuture<Void> open(boolean withConnection, SessionNode.@Nullable Known asked) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        SessionNode parentNode = node.parent();
        monitor.enter();
        try {
            if (!node.happened(Event.OPEN)) {
                Throwable refusal = refusedHere(node.refusals().openedBefore());
                if (asked != null) { // two open it at once
                    monitor.afterwards(() -> asked.observed().failed(refusal));
                }
                return CompletableFuture.failedFuture(refusal);
            }
            node.known(asked);
            if (parentNode != null) {
                Throwable refusal = parentNode.children().open(node, opened);
                if (refusal != null) {
                    return CompletableFuture.failedFuture(parentNode.refusals().told(refusal, here()));
                }
            } else if (withConnection) {
                pipeline.add(new OpenStep(node, opened));
            } else {
                node.happened(Event.OPENED);
                opened.complete(null);
            }
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        return opened;
    }

    @Override
    public CompletableFuture<Void> commit() {
        return context.callbacks().settled(commitByHand(null));
    }

    /** As {@link #commitNow}, called for by the user, whose line a failure tells. */
    CompletableFuture<List<Runnable>> commitByHand(@Nullable Thread waiting) {
        return commitNow(waiting, here());
    }

    /**
     * Commits, and completes on any thread with the hooks to run.
     *
     * @param waiting the thread that waits for it, if one does
     */
    public CompletableFuture<List<Runnable>> commitNow(@Nullable Thread waiting) {
        return commitNow(waiting, node.origin());
    }

    private CompletableFuture<List<Runnable>> commitNow(@Nullable Thread waiting, Origin asker) {
        CompletableFuture<List<Runnable>> result;
        monitor.enter();
        try {
            Throwable refusal = node.refusalOfNewCommit();
            if (refusal != null) {
                return CompletableFuture.failedFuture(asker.refused(refusal));
            }
            result = node.committing();
            pipeline.add(new CommitStep(node, result, waiting, asker));
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        return result;
    }

    /**
     * The end of a session whose work has succeeded: the one that the work has begun or reached by itself, else a commit.
     * Otherwise as {@link #commitNow}.
     */
    CompletableFuture<List<Runnable>> endOfWork(@Nullable Thread waiting) {
        monitor.enter();
        try {
            CompletableFuture<List<Runnable>> begun = node.endByHand();
            if (begun != null) {
                return begun.thenApply(hooks -> List.of());
            }
            node.workEnded();
        } finally {
            monitor.exit();
        }
        return commitNow(waiting);
    }

    @Override
    public CompletableFuture<Void> cancel() {
        return context.callbacks().settled(cancelNow());
    }

    @Override
    public CompletableFuture<Void> close() {
        closedByHand();
        return cancel();
    }

    /** It ends behind its work, which has only to return. */
    DefaultSession forWork() {
        ofWork = true;
        return this;
    }

    /** By habit perhaps, as what has to be closed is; who means it cancels. */
    void closedByHand() {
        if (ofWork && status() == SessionStatus.OPEN) {
            Log.LOGGER.log(
                    Level.WARNING,
                    "session ''{0}'' is closed in its own work, which rolls back what was done in it; leave out the close(), or"
                            + " the try (…) around it: the session commits when its work is over",
                    name());
        }
    }

    /** Cancels, and completes on any thread with the hooks to run. */
    public CompletableFuture<List<Runnable>> cancelNow() {
        CompletableFuture<List<Runnable>> result;
        monitor.enter();
        try {
            CompletableFuture<List<Runnable>> underWay = node.cancelled();
            if (underWay != null) {
                return underWay.thenApply(hooks -> List.of());
            }
            SessionStatus status = status();
            if (status == SessionStatus.NEW || status.ended()) {
                return CompletableFuture.completedFuture(List.of());
            }
            if (status == SessionStatus.COMMITTING) { // COMMIT is never cancelled: wait for what becomes of it
                return Objects.requireNonNull(node.committed())
                        .handle((hooks, refused) -> refused == null
                                ? CompletableFuture.completedFuture(List.<Runnable>of())
                                : cancelNow()) // it may have been refused, and the session be open or failed
                        .thenCompose(ended -> ended);
            }
            result = node.cancelling();
            if (status == SessionStatus.OPENING) {
                giveUpOpening(node.refusals().cancelledWhileOpening());
            } else {
                node.happened(Event.CANCEL);
                pipeline.drop(node, node.refusals().cancelledBeforeSent());
                if (node.hasBegun()) {
                    pipeline.add(new CancelStep(node));
                } else { // the connection has not heard of it: there is nothing to undo, and no answer to wait for
                    node.endCancelled();
                }
            }
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        return result;
    }

    /** Under the monitor: it waits for its turn or its connection. */
    private void giveUpOpening(Throwable why) {
        pipeline.dropQueued(node, why);
        SessionNode parentNode = node.parent();
        if (parentNode != null) {
            parentNode.children().leave(node, why);
        }
        node.endCancelled();
    }

    /** Cancels it; nobody waits for the end. */
    void abandon() {
        cancelNow().thenAccept(hooks -> context.callbacks().afterHooks(hooks, () -> {}));
    }

    /** Nothing more is said to the connection, and what was done is undone; but COMMIT is left to its answer. */
    private void connectionTakenAway(Throwable why) {
        monitor.enter();
        try {
            if (pipeline.isDeciding()) {
                return;
            }
            node.endedBy(why);
            pipeline.lose("the connection was taken away", why);
            if (status() == SessionStatus.OPENING) {
                giveUpOpening(why);
            }
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        abandon();
    }

    // ---- Statements ----

    @Override
    public Context context() {
        return context;
    }

    @Override
    public Runnable submit(Request request) {
        StatementStep step = new StatementStep(node, request);
        monitor.enter();
        try {
            node.refusals().requireStatement(request.prepared());
            pipeline.add(step);
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        return step::abandon;
    }

    @Override
    protected void admit(Prepared prepared) {
        monitor.enter();
        try {
            node.refusals().requireStatement(prepared);
        } finally {
            monitor.exit();
        }
    }

    @Override
    protected Origin asker(@Nullable CallSite callSite) {
        return new Origin("", name(), callSite);
    }

    /** The line of the user, on whose thread this is called; taken now. */
    private Origin here() {
        return asker(context.callSite());
    }

    private Throwable refusedHere(Throwable why) {
        return here().refused(why);
    }

    @Override
    protected @Nullable SessionInfo within() {
        return node.info();
    }

    @Override
    protected <T> Rows<T> newStream(Query<T> query) {
        return new RowStream<>(context, name(), query, prepared -> new RowStream.Place(node, StreamStep.End.NOTHING));
    }

    /** The rows of a query, read in a session {@link #STREAM} of its own, which ends with them. */
    public static <T> Rows<T> streamAlone(Context context, Query<T> query, Function<Prepared, DefaultSession> session) {
        return new RowStream<>(context, STREAM, query, prepared -> {
            DefaultSession alone = session.apply(prepared);
            return new RowStream.Place(alone.node, completed -> completed ? alone.commitNow(null) : alone.cancelNow());
        });
    }

    @Override
    public <C> CompletableFuture<C> unwrap(Class<C> type) {
        OperationFuture<C> future = new OperationFuture<>(context.callbacks().guard());
        context.callbacks().pass(unwrapNow(type), future, connection -> connection);
        return future;
    }

    /** As {@link #unwrap}; completes on any thread. */
    <C> CompletableFuture<C> unwrapNow(Class<C> type) {
        Objects.requireNonNull(type, "type");
        CompletableFuture<C> unwrapped = new CompletableFuture<>();
        Origin asker = here();
        monitor.enter();
        try {
            Throwable refusal = node.refusalOfNewStatement();
            if (refusal != null) {
                return CompletableFuture.failedFuture(node.refusals().told(refusal, asker));
            }
            pipeline.add(new UnwrapStep<>(node, type, asker, unwrapped));
        } finally {
            monitor.exit();
        }
        pipeline.pump();
        return unwrapped;
    }

    // ---- Nesting ----

    @Override
    public Session transaction() {
        return transaction(SessionOptions.defaults());
    }

    @Override
    public Session transaction(SessionOptions childOptions) {
        return child(childOptions).openedHere();
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> transaction(
            SessionOptions childOptions, Function<? super Session, ? extends CompletionStage<T>> work) {
        return Scope.run(child(childOptions), Objects.requireNonNull(work, "work"));
    }

    DefaultSession child(SessionOptions childOptions) {
        node.refusals().requireChildren(Objects.requireNonNull(childOptions, "options"));
        StackRoom.require(node.level());
        return new DefaultSession(this, new SessionNode(context, pipeline, node, childOptions));
    }

    // ---- Accessors ----

    @Override
    public void afterCommit(Runnable hook) {
        addHook(hook, node.hooks()::afterCommit);
    }

    @Override
    public void afterRollback(Runnable hook) {
        addHook(hook, node.hooks()::afterRollback);
    }

    private void addHook(Runnable hook, Consumer<Runnable> hooks) {
        Objects.requireNonNull(hook, "hook");
        monitor.enter();
        try {
            if (status().ended()) {
                throw here().refused(node.refusals().notOpen("hook"));
            }
            hooks.accept(hook);
        } finally {
            monitor.exit();
        }
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
        return node.status();
    }

    /** Whether nothing may be done in it any more. */
    boolean isEnding() {
        return status() == SessionStatus.CANCELLING || status().ended();
    }

    /** Why it was ended by others than its user: with its parent, or by a disconnect. */
    @Nullable
    Throwable endedBy() {
        Throwable why = status() == SessionStatus.COMMITTED ? null : node.endedBy();
        return why == null ? null : node.origin().refused(why);
    }

    @Override
    public String name() {
        return node.name();
    }

    SessionLabel label() {
        return node.label();
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
