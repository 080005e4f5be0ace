package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.testkit.Futures;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class DaemonThreadTest {
    @Test
    void hasTheContextClassLoaderOfWhoMadeItWhoeverFirstUsesIt() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0]);
        Thread.currentThread().setContextClassLoader(application);
        DaemonThread thread;
        try {
            thread = new DaemonThread("of the application");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        thread.execute(() -> seen.complete(Thread.currentThread().getContextClassLoader()));

        assertThat(Futures.await(seen)).isSameAs(application);
    }
}
