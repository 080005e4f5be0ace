package io.databased.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class LoginsTest {
    @Test
    void isTheSameWithoutASupplier() {
        assertThat(new Logins("ann", "secret", null).next().result()).isEqualTo(new Logins.Login("ann", "secret"));
        assertThat(new Logins("ann", null, null).next().result()).isEqualTo(new Logins.Login("ann", null));
        assertThat(new Logins("ann", null, null).haveNoPassword()).isTrue();
    }

    @Test
    void supplierMayGiveAnotherUser() {
        assertThat(new Logins("ann", null, () -> CompletableFuture.completedFuture(new Credentials("bob", "s")))
                        .next()
                        .result())
                .isEqualTo(new Logins.Login("bob", "s"));
        assertThat(new Logins("ann", null, () -> CompletableFuture.completedFuture(Credentials.ofPassword("s")))
                        .next()
                        .result())
                .isEqualTo(new Logins.Login("ann", "s"));
        assertThat(new Credentials("ann", "s3cret")).asString().doesNotContain("s3cret");
    }

    @Test
    void isAskedForUnderTheContextClassLoaderOfWhoBuiltTheDatabase() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0]);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread.currentThread().setContextClassLoader(application);
        Logins logins = new Logins("ann", null, () -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            return CompletableFuture.completedFuture(Credentials.ofPassword("secret"));
        });
        Thread.currentThread().setContextClassLoader(before);

        assertThat(logins.next().result()).isEqualTo(new Logins.Login("ann", "secret"));
        assertThat(seen.get()).isSameAs(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    @Tag("X3")
    void supplierThatFailsInWhateverWayIsNamed() {
        IllegalStateException why = new IllegalStateException("of the vault");
        for (Logins logins : new Logins[] {
            new Logins("ann", null, () -> CompletableFuture.failedFuture(why)),
            new Logins("ann", null, () -> {
                throw why;
            })
        }) {
            assertThat(logins.next().cause())
                    .isInstanceOf(Logins.UnknownException.class)
                    .hasMessage("the supplier of user and password failed")
                    .hasCause(why);
        }
        assertThat(new Logins("ann", null, () -> null).next().cause()).isInstanceOf(Logins.UnknownException.class);
    }

    @Test
    @Tag("X3")
    void tellsWhoOpensWhatTheSupplierSays() {
        BackendException said = new BackendException("sealed", Kind.SYSTEM, Effect.NOT_SENT, null);
        IllegalStateException why = new IllegalStateException("of the vault");

        assertThat(new Logins.UnknownException(said).told()).isSameAs(said);
        assertThat(new Logins.UnknownException(why).told())
                .hasMessage("the supplier of user and password failed")
                .hasCause(why);
    }
}
