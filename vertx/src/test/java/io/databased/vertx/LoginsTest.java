package io.databased.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PasswordTest {
    @Test
    void isTheSameWithoutASupplier() {
        assertThat(new Password("secret", null).get().result()).isEqualTo("secret");
        assertThat(new Password(null, null).get().result()).isNull();
    }

    @Test
    void isAskedForUnderTheContextClassLoaderOfWhoBuiltTheDatabase() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0]);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread.currentThread().setContextClassLoader(application);
        Password password = new Password(null, () -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            return CompletableFuture.completedFuture("secret");
        });
        Thread.currentThread().setContextClassLoader(before);

        assertThat(password.get().result()).isEqualTo("secret");
        assertThat(seen.get()).isSameAs(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    @Tag("X3")
    void supplierThatFailsInWhateverWayIsNamed() {
        IllegalStateException why = new IllegalStateException("of the vault");
        for (Password password : new Password[] {
            new Password(null, () -> CompletableFuture.failedFuture(why)),
            new Password(null, () -> {
                throw why;
            })
        }) {
            assertThat(password.get().cause())
                    .isInstanceOf(Password.UnknownException.class)
                    .hasMessage("the supplier of the password failed")
                    .hasCause(why);
        }
        assertThat(new Password(null, () -> null).get().cause()).isInstanceOf(Password.UnknownException.class);
    }
}
