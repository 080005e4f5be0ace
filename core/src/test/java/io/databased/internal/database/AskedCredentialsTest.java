package io.databased.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X3")
class AskedCredentialsTest {
    private static CompletableFuture<Credentials> asked(Supplier<CompletionStage<Credentials>> supplier) {
        return new AskedCredentials(supplier, Duration.ofMillis(100)).get().toCompletableFuture();
    }

    private static void assertFails(
            Supplier<CompletionStage<Credentials>> supplier, String told, @Nullable Throwable cause) {
        CompletableFuture<Throwable> failed = new CompletableFuture<>(); // as it is, without a CompletionException
        asked(supplier).whenComplete((credentials, why) -> failed.complete(why));

        assertThat(failed).succeedsWithin(Duration.ofSeconds(30)).satisfies(failure -> {
            assertThat(failure)
                    .isInstanceOf(BackendException.class)
                    .hasMessage("the supplier of user and password " + told);
            assertThat(failure.getCause()).isSameAs(cause);
            assertThat(((BackendException) failure).kind()).isEqualTo(Kind.SYSTEM);
            assertThat(((BackendException) failure).effect()).isEqualTo(Effect.NOT_SENT);
        });
    }

    @Test
    void tellsWhatTheSupplierTells() {
        Credentials told = Credentials.ofPassword("canary");

        assertThat(asked(() -> CompletableFuture.completedFuture(told)).join()).isSameAs(told);
    }

    @Test
    void asksUnderTheContextClassLoaderOfWhoBuiltTheDatabase() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0]);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread.currentThread().setContextClassLoader(application);
        AskedCredentials asked = new AskedCredentials(
                () -> {
                    seen.set(Thread.currentThread().getContextClassLoader());
                    return CompletableFuture.completedFuture(Credentials.ofPassword("secret"));
                },
                Duration.ofSeconds(5));
        Thread.currentThread().setContextClassLoader(before);

        asked.get().toCompletableFuture().join();

        assertThat(seen.get()).isSameAs(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void failsWithWhyTheSupplierFails() {
        IllegalStateException sealed = new IllegalStateException("canary");

        assertFails(() -> CompletableFuture.failedFuture(sealed), "failed", sealed);
        assertFails(
                () -> CompletableFuture.completedFuture("token").thenApply(token -> {
                    throw sealed;
                }),
                "failed",
                sealed);
        assertFails(
                () -> {
                    throw sealed;
                },
                "failed",
                sealed);
    }

    @Test
    @SuppressWarnings("NullAway") // what is tested
    void failsIfThereIsNothing() {
        assertFails(() -> null, "returned null in place of a stage", null);
        assertFails(() -> CompletableFuture.completedFuture(null), "told none: its stage completed with null", null);
    }

    @Test
    void failsAMomentBeforeTheLogin() {
        assertFails(
                CompletableFuture::new,
                "did not answer within 90 ms; look at what it asks, or raise the loginTimeout",
                null);
    }
}
