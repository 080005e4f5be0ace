package io.databased.junit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A future that knows whether somebody looked at it: waited for it, asked how it ended, or made another of it.
 *
 * <p>One way of looking leaves no trace in a future that has failed already: {@code allOf} and {@code anyOf}. So a failure is
 * not told before somebody looks at it, at the latest after {@link #PATIENCE_NANOS}; in a future that is not complete they can
 * be seen.
 */
final class WatchedFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Executor LATER = delayedExecutor(1, TimeUnit.MILLISECONDS);

    private final CompletableFuture<T> source;
    private final UnaryOperator<T> view;
    private volatile boolean seen;
    private volatile @Nullable Throwable failure;

    /** @param view what is shown of the value */
    WatchedFuture(CompletableFuture<T> source, UnaryOperator<T> view) {
        this.source = source;
        this.view = view;
        source.whenComplete((value, failed) -> {
            if (failed == null) {
                super.complete(view.apply(value));
            } else {
                failure = failed;
                tell(System.nanoTime());
            }
        });
    }

    private void tell(long since) {
        Throwable failed = failure;
        if (failed != null && (isSeen() || System.nanoTime() - since > PATIENCE_NANOS)) {
            super.completeExceptionally(failed);
        } else if (!super.isDone()) {
            LATER.execute(() -> tell(since));
        }
    }

    private boolean isSeen() {
        if (!super.isDone()) {
            seen |= getNumberOfDependents() > 0;
        }
        return seen;
    }

    private void look() {
        seen = true;
        Throwable failed = failure;
        if (failed != null) {
            super.completeExceptionally(failed);
        }
    }

    /** A failure at which nobody looked. */
    @Nullable
    Throwable unseen() {
        return isSeen() || !source.isDone()
                ? null
                : source.handle((value, failed) -> failed).getNow(null);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        look();
        return source.newIncompleteFuture();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        look();
        return this;
    }

    @Override
    public T join() {
        look();
        return view.apply(source.join());
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        look();
        return view.apply(source.get());
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        look();
        return view.apply(source.get(timeout, unit));
    }

    @Override
    public T getNow(T valueIfAbsent) {
        look();
        return super.getNow(valueIfAbsent);
    }

    @Override
    public boolean isDone() {
        return source.isDone();
    }

    @Override
    public boolean isCompletedExceptionally() {
        look();
        return source.isCompletedExceptionally();
    }

    @Override
    public boolean isCancelled() {
        look();
        return source.isCancelled();
    }

    @Override
    public boolean complete(T value) {
        look();
        return source.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable ending) {
        look();
        return source.completeExceptionally(ending);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        look();
        return source.cancel(mayInterruptIfRunning);
    }
}
