package io.databased.internal.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.internal.async.BlockingGuard;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R31")
class CallbacksTest {
    private static Callbacks builtUnder(@Nullable ClassLoader loader) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            return new Callbacks(null, new BlockingGuard(() -> false));
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private static @Nullable ClassLoader seenBy(Callbacks callbacks) throws Exception {
        CompletableFuture<@Nullable ClassLoader> seen = new CompletableFuture<>();
        callbacks.run(() -> seen.complete(Thread.currentThread().getContextClassLoader()));
        return seen.get(60, TimeUnit.SECONDS);
    }

    @Test
    void callbacksHaveTheClassLoaderOfWhoBuiltTheirDatabase() throws Exception {
        try (URLClassLoader application = new URLClassLoader(new URL[0]);
                URLClassLoader another = new URLClassLoader(new URL[0])) {
            Callbacks first = builtUnder(application);
            Callbacks second = builtUnder(another);

            for (int i = 0; i < 100; i++) { // on threads that both share
                assertThat(seenBy(first)).isSameAs(application);
                assertThat(seenBy(second)).isSameAs(another);
            }
        }
    }

    private static Callbacks on(Executor executor) {
        return new Callbacks(executor, new BlockingGuard(() -> false));
    }

    @ParameterizedTest
    @ValueSource(classes = {RejectedExecutionException.class, IllegalStateException.class, OutOfMemoryError.class})
    void callbackRunsThoughTheExecutorFails(Class<? extends Throwable> type) throws Exception {
        Throwable failure = type.getConstructor(String.class).newInstance("of the executor");
        Callbacks callbacks = on(task -> {
            throw CallbacksTest.<RuntimeException>unchecked(failure);
        });
        CompletableFuture<Boolean> ran = new CompletableFuture<>();

        callbacks.run(() -> ran.complete(true));

        assertThat(ran.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callbackRunsOnceThoughTheExecutorTakesItAndFails() throws Exception {
        List<Runnable> taken = new ArrayList<>();
        Callbacks callbacks = on(task -> {
            taken.add(task);
            throw new IllegalStateException("of the executor");
        });
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Integer> ran = new CompletableFuture<>();

        callbacks.run(() -> ran.complete(runs.incrementAndGet()));
        ran.get(60, TimeUnit.SECONDS);
        taken.forEach(Runnable::run);

        assertThat(runs).hasValue(1);
    }

    @Test
    void callbackThatThrowsWhereItWasAskedForRunsOnce() {
        AtomicInteger runs = new AtomicInteger();
        RejectedExecutionException ofTheCallback = new RejectedExecutionException("of another executor");

        Throwable thrown = catchThrowable(() -> on(Runnable::run).run(() -> {
            runs.incrementAndGet();
            throw ofTheCallback;
        }));

        assertThat(thrown).isSameAs(ofTheCallback);
        assertThat(runs).hasValue(1);
    }

    @SuppressWarnings("unchecked") // erased: it is thrown as it is
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }

    @Test
    void theThreadIsGivenBackAsItWas() throws Exception {
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Callbacks plain = builtUnder(ClassLoader.getSystemClassLoader());
            ClassLoader before = seenBy(plain);

            for (int i = 0; i < 100; i++) {
                seenBy(builtUnder(application));
                assertThat(seenBy(plain)).isSameAs(before);
            }
        }
    }
}
