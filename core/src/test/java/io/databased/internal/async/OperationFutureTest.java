package io.databased.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R19")
final class OperationFutureTest {
    static List<Consumer<CompletableFuture<String>>> endings() {
        return List.of(
                future -> future.cancel(true),
                future -> future.complete("by hand"),
                future -> future.completeExceptionally(new IllegalStateException("by hand")));
    }

    /** Whoever waits for it would wait for ever. */
    @ParameterizedTest
    @MethodSource("endings")
    void endsAlthoughItsOperationCannotBeGivenUp(Consumer<CompletableFuture<String>> ending) {
        AtomicReference<@Nullable Throwable> uncaught = new AtomicReference<>();
        Error defect = new Error("of the operation");
        OperationFuture<String> future = new OperationFuture<>(new BlockingGuard(() -> false));
        future.whenAbandoned(() -> {
            throw defect;
        });
        Thread current = Thread.currentThread();
        current.setUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
        try {
            ending.accept(future);
        } finally {
            current.setUncaughtExceptionHandler(null);
        }

        assertThat(future).isDone();
        assertThat(uncaught).hasValue(defect);
    }
}
