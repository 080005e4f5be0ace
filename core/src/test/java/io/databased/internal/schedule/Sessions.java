package io.databased.internal.schedule;

import io.databased.CommitOutcomeUnknownException;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions of random work: by scope and by hand, outermost ones and children. */
final class Sessions {
    private static final int DEEPEST = 3;

    private final User user;
    private final World world;
    private int names;

    Sessions(User user) {
        this.user = user;
        this.world = user.world;
    }

    /** One call of {@code session(work)} or {@code transaction(work)}, with its runs. */
    static final class Scope {
        final int maxRuns;
        int runs;

        @Nullable
        Promise promise;

        @Nullable
        SessionModel last;

        Scope(int maxRuns) {
            this.maxRuns = maxRuns;
        }
    }

    // ---- In scope form ----

    CompletableFuture<?> scope(@Nullable SessionModel parent, int depth) {
        String name = (parent == null ? "s" : parent.name + ".") + ++names;
        SessionOptions options = options(parent);
        Scope scope = new Scope(options.retry().maxRuns());
        Function<Session, CompletionStage<Object>> work =
                session -> work(scope, model(name, parent, options, session), depth);
        User.Called<Object> called = user.promise(
                "scope " + name,
                () -> parent == null
                        ? user.database.session(options, work)
                        : java.util.Objects.requireNonNull(parent.session).transaction(options, work));
        scope.promise = called.promise();
        return called.of();
    }

    private SessionModel model(String name, @Nullable SessionModel parent, SessionOptions options, Session session) {
        SessionModel model = new SessionModel(name, parent, options.forceRollback(), false);
        model.session = session;
        model.statementTimeout = options.statementTimeout().orElse(null);
        model.nativeErrors = options.errors() == SessionOptions.Errors.NATIVE;
        user.sessions.add(model);
        return model;
    }

    private SessionOptions options(@Nullable SessionModel parent) {
        SessionOptions options = SessionOptions.defaults();
        if (world.chance(6)) {
            options = options.withStatementTimeout(Duration.ofMillis(1 + world.random.nextInt(60)));
        }
        if (world.chance(8)) {
            options = options.withErrors(SessionOptions.Errors.NATIVE);
        }
        if (parent == null && world.chance(12)) {
            options = options.withForceRollback();
        }
        if (parent == null && world.chance(12)) {
            options = options.withReadOnly();
        }
        if (parent == null && world.chance(3)) {
            options = options.withRetry(
                    new RetryPolicy(2 + world.random.nextInt(2), Duration.ofMillis(50), Duration.ofMillis(100)));
        }
        return options;
    }

    private @Nullable CompletionStage<Object> work(Scope scope, SessionModel session, int depth) {
        world.trace("user", "works in", session);
        session.call = scope;
        if (scope.last != null && scope.last.status() != SessionStatus.CANCELLED) {
            world.violated("work runs again although its session is " + scope.last.status(), session);
        }
        scope.last = session;
        scope.runs++;
        if (scope.promise != null && scope.promise.isAbandoned()) {
            world.violated("work runs after its future was given up", session);
        }
        if (scope.runs > scope.maxRuns) {
            world.violated("work runs too often", session);
        }
        if (session.parent != null && session.parent.cancelled) {
            world.violated("work runs in a session whose parent was cancelled", session);
        }
        user.watch(session);
        hooks(session);
        if (world.strikes(Fault.WORK_FAILS)) {
            switch (world.random.nextInt(4)) {
                case 0 -> throw new World.Thrown("work");
                case 1 -> throw new World.ThrownError("work");
                case 2 -> {
                    session.returnedNull = true;
                    return null;
                }
                default -> {
                    return steps(session, 2, depth)
                            .thenCompose(x -> CompletableFuture.failedFuture(new World.Thrown("a stage")));
                }
            }
        }
        if (world.chance(6)) { // the very future of a statement, which is followed without a hop
            return own(user.statement(session));
        }
        return own(steps(session, world.random.nextInt(5), depth));
    }

    @SuppressWarnings("unchecked")
    private static CompletionStage<Object> own(CompletableFuture<?> future) {
        return (CompletionStage<Object>) (CompletionStage<?>) future;
    }

    private void hooks(SessionModel session) {
        if (!world.chance(3) || session.session == null) {
            return;
        }
        try {
            session.session.afterCommit(() -> {
                session.committedHooks++;
                user.watch(session);
                world.maybeThrow("a hook");
            });
            session.session.afterRollback(() -> {
                session.rolledBackHooks++;
                user.watch(session);
                world.maybeThrow("a hook");
            });
            session.hooks++;
        } catch (RuntimeException refused) {
            world.failure("a hook", refused);
        }
    }

    // ---- By hand ----

    CompletableFuture<?> byHand(@Nullable SessionModel parent, int depth) {
        String name = (parent == null ? "s" : parent.name + ".") + ++names;
        SessionOptions options = options(parent).withRetry(RetryPolicy.NONE);
        Session made;
        try {
            made = parent == null
                    ? user.database.session(options)
                    : java.util.Objects.requireNonNull(parent.session).transaction(options);
        } catch (Throwable refused) {
            world.failure("making a session", refused);
            return CompletableFuture.failedFuture(refused);
        }
        SessionModel session = new SessionModel(name, parent, options.forceRollback(), true);
        session.session = made;
        session.statementTimeout = options.statementTimeout().orElse(null);
        session.nativeErrors = options.errors() == SessionOptions.Errors.NATIVE;
        user.sessions.add(session);
        User.Called<Session> opened = user.promise("open " + name, made::open);
        session.open = opened.promise();
        if (session.open != null) {
            session.open.due = session.open.promisedAt + World.nanos(Setup.ACQUIRE);
        }
        return opened.of()
                .thenCompose(open -> {
                    hooks(session);
                    return steps(session, world.random.nextInt(5), depth);
                })
                .handle((done, failure) -> failure)
                .thenCompose(
                        failure -> session.isLetGo() ? CompletableFuture.completedFuture(null) : endByHand(session));
    }

    private CompletableFuture<?> endByHand(SessionModel session) {
        int dice = world.random.nextInt(10);
        if (dice < 5) {
            return commit(session).handle((done, refused) -> refused == null ? null : cancel(session, true));
        }
        if (dice < 9) {
            return cancel(session, dice < 7);
        }
        return CompletableFuture.completedFuture(null); // left open
    }

    CompletableFuture<?> commit(SessionModel session) {
        boolean open = session.status() == SessionStatus.OPEN;
        session.endedByHand = true;
        User.Called<@Nullable Void> called =
                user.promise("commit " + session, java.util.Objects.requireNonNull(session.session)::commit);
        if (open && session.commit == null) {
            session.commit = called.promise();
        }
        called.of().whenComplete((done, failure) -> {
            if (failure instanceof CommitOutcomeUnknownException unknown) {
                resolve(session, unknown);
            }
        });
        return called.of();
    }

    private void resolve(SessionModel session, CommitOutcomeUnknownException unknown) {
        user.call("resolve " + session, unknown::resolve).thenAccept(outcome -> session.resolved = outcome);
    }

    CompletableFuture<?> cancel(SessionModel session, boolean close) {
        SessionStatus status = session.status();
        if (status == SessionStatus.OPEN || status == SessionStatus.FAILED || status == SessionStatus.OPENING) {
            session.cancelled = true;
        }
        session.endedByHand = true;
        Session handle = java.util.Objects.requireNonNull(session.session);
        User.Called<@Nullable Void> called =
                user.promise((close ? "close " : "cancel ") + session, close ? handle::close : handle::cancel);
        Promise promise = called.promise();
        if (promise != null) {
            promise.mayNotFail = true;
            promise.due = promise.promisedAt
                    + World.nanos(world.setup.interrupt, world.setup.close, world.setup.close, world.setup.close)
                    + (status == SessionStatus.COMMITTING ? World.nanos(Setup.COMMIT, world.setup.close) : 0)
                    + (world.setup.forced ? World.nanos(Setup.ACQUIRE) : 0);
        }
        return called.of();
    }

    /** What is done with it would be committed by itself outside of the session's transaction. */
    private CompletableFuture<?> unwrap(SessionModel session, Session handle) {
        return user.call("unwrap of " + session, () -> handle.unwrap(ScriptedConnection.Handle.class))
                .thenAccept(unwrapped -> {
                    if (unwrapped != null && !unwrapped.inTransaction()) {
                        world.violated("a connection is unwrapped outside of its session's transaction", session);
                    }
                });
    }

    // ---- What is done in them ----

    private CompletableFuture<?> steps(SessionModel session, int left, int depth) {
        if (left == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?> step = step(session, depth);
        boolean goesOn = world.chance(3);
        boolean waits = world.random.nextInt(4) > 0;
        if (!waits) {
            return steps(session, left - 1, depth);
        }
        return step.handle((value, failure) -> failure)
                .thenCompose(failure -> failure != null && !goesOn
                        ? CompletableFuture.failedFuture(failure)
                        : steps(session, left - 1, depth));
    }

    private CompletableFuture<?> step(SessionModel session, int depth) {
        int dice = world.random.nextInt(40);
        if (dice < 22) {
            return user.statement(session);
        }
        if (dice < 28) {
            return depth < DEEPEST ? scope(session, depth + 1) : user.statement(session);
        }
        if (dice < 30) {
            return depth < DEEPEST ? byHand(session, depth + 1) : user.statement(session);
        }
        if (dice < 32) {
            return user.statement(null);
        }
        if (dice < 33) {
            return depth < DEEPEST ? scope(null, depth + 1) : user.statement(null);
        }
        if (dice < 34) {
            return session.byHand || world.chance(2) ? commit(session) : cancel(session, world.chance(2));
        }
        if (dice < 35 && session.session != null) {
            return unwrap(session, session.session);
        }
        if (dice < 37 && world.strikes(Fault.CANCEL_SESSION)) {
            return cancel(session, world.chance(2));
        }
        CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
        world.time.after(world.millis(40), () -> pause.complete(null));
        return pause;
    }
}
