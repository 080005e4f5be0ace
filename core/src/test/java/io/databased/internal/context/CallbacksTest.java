package io.databased.internal.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.internal.async.BlockingGuard;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
