package io.databased.internal.context;

import io.databased.internal.async.BlockingGuard;
import io.databased.internal.async.CompletionExecutors;
import io.databased.internal.async.LeaderExecutor;
import io.databased.internal.async.Log;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.failure.Failures;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where users' code is called: futures are completed, hooks and listeners run. The shared executor serves all databases, so
 * it is lent the context class loader of who built this one, for one callback at a time.
 */
public final class Callbacks {
    private final @Nullable Executor executor;
    private final BlockingGuard guard;
    private final @Nullable ClassLoader classLoader;

    /** @param executor the user's, or null for the shared one, which is made when it is needed */
    public Callbacks(@Nullable Executor executor, BlockingGuard guard) {
        this.executor = executor;
        this.guard = guard;
        this.classLoader = Thread.currentThread().getContextClassLoader();
    }

    public BlockingGuard guard() {
        return guard;
    }

    /** Runs on the users' executor; ours steps in for one that does not take the task, because a future must complete. */
    public void run(Runnable task) {
        if (executor == null) {
            CompletionExecutors.shared().execute(inClassLoader(task));
            return;
        }
        Once once = new Once(task);
        try {
            executor.execute(once);
        } catch (RuntimeException | Error refused) {
            if (once.get()) {
                throw refused; // by the task, which ran here
            }
            if (!(refused instanceof RejectedExecutionException)) {
                Log.LOGGER.log(
                        Level.WARNING, "The completion executor failed; a thread of the library steps in", refused);
            }
            CompletionExecutors.shared().execute(inClassLoader(once));
        }
    }

    /** A task that runs once, although an executor may have taken it and thrown all the same. True once it has begun. */
    private static final class Once extends AtomicBoolean implements Runnable {
        private static final long serialVersionUID = 1L;

        private final transient Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                task.run();
            }
        }
    }

    private Runnable inClassLoader(Runnable task) {
        return () -> {
            Thread current = Thread.currentThread();
            ClassLoader before = current.getContextClassLoader();
            if (before == classLoader) {
                task.run();
                return;
            }
            current.setContextClassLoader(classLoader);
            try {
                task.run();
            } finally {
                current.setContextClassLoader(before);
            }
        };
    }

    /** As {@link #run}, for what hardly anybody waits for: it does not wake a thread of its own. */
    private void runWithNext(Runnable task) {
        if (executor == null && CompletionExecutors.shared() instanceof LeaderExecutor leader) {
            leader.executeWithNext(inClassLoader(task));
        } else {
            run(task);
        }
    }

    /** On the calling thread. */
    public void runHooks(List<Runnable> hooks) {
        for (Runnable hook : hooks) {
            call("a hook after the end of a session", hook);
        }
    }

    /** Runs the hooks on the executor, then the rest; without hooks there is no hop. */
    public void afterHooks(List<Runnable> hooks, Runnable rest) {
        if (hooks.isEmpty()) {
            rest.run();
        } else {
            run(() -> {
                runHooks(hooks);
                rest.run();
            });
        }
    }

    /** Calls what cannot change the result any more: what it throws is logged. */
    public void call(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            Log.LOGGER.log(Level.WARNING, what + " failed", thrown);
        }
    }

    /** Tells a user's future, on the executor, what became of the internal one. */
    public <A, B extends @Nullable Object> void pass(
            CompletableFuture<A> from, OperationFuture<B> to, Function<A, B> mapping) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                run(() -> to.succeed(mapping.apply(value)));
            } else {
                run(() -> to.fail(Failures.unwrap(failure)));
            }
        });
    }

    /** Tells who follows the future at once, and its user on the executor. */
    public <T extends @Nullable Object> void settle(
            OperationFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        Throwable why = failure == null ? null : Failures.unwrap(failure);
        boolean followed = future.settle(value, why);
        Runnable telling = () -> future.end(value, why);
        if (followed && future.getNumberOfDependents() == 0) {
            runWithNext(telling);
        } else {
            run(telling);
        }
    }

    /** The end of a session for its user: hooks first, then the future. */
    public CompletableFuture<Void> settled(CompletableFuture<List<Runnable>> end) {
        OperationFuture<Void> future = new OperationFuture<>(guard);
        pass(end, future, hooks -> {
            runHooks(hooks);
            return null;
        });
        return future;
    }
}
