package io.databased.reliability;

import io.databased.testkit.Futures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What mostly waits is done for all that there is at the same time. */
final class Together {
    static final Executor THREADS = work -> {
        Thread thread = new Thread(work, "together");
        thread.setDaemon(true);
        thread.start();
    };

    private Together() {}

    /** Each on a thread of its own; throws what the first of them throws. */
    static <T> void each(List<T> all, Consumer<T> work) {
        all.stream()
                .map(one -> CompletableFuture.runAsync(() -> work.accept(one), THREADS))
                .toList()
                .forEach(Futures::await);
    }
}
