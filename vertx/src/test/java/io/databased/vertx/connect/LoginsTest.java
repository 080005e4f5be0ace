package io.databased.vertx.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.concurrent.CompletableFuture;
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
    @Tag("X3")
    void tellsWhoOpensWhatTheSupplierSays() {
        BackendException said = new BackendException("sealed", Kind.SYSTEM, Effect.NOT_SENT, null);

        assertThat(new Logins("ann", null, () -> CompletableFuture.failedFuture(said))
                        .next()
                        .cause())
                .isInstanceOfSatisfying(
                        Logins.UnknownException.class,
                        unknown -> assertThat(unknown.told()).isSameAs(said));
    }
}
