package io.databased.vertx.connect;

import io.databased.Credentials;
import io.databased.spi.BackendException;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** User and password for new connections: always the same, or asked for each time. */
public final class Logins {
    private final String user;
    private final @Nullable String password;
    private final @Nullable Supplier<? extends CompletionStage<Credentials>> supplier;

    /** What one connection is opened with. */
    public record Login(String user, @Nullable String password) {}

    /**
     * @param user unless the supplier gives another
     * @param password if there is no supplier; null for none
     * @param supplier goes before user and password
     */
    public Logins(
            String user,
            @Nullable String password,
            @Nullable Supplier<? extends CompletionStage<Credentials>> supplier) {
        this.user = user;
        this.password = password;
        this.supplier = supplier;
    }

    /** Whether there is no password, and nobody to ask for one. */
    public boolean haveNoPassword() {
        return password == null && supplier == null;
    }

    /** Fails with an {@link UnknownException}. */
    public Future<Login> next() {
        Supplier<? extends CompletionStage<Credentials>> asked = supplier;
        if (asked == null) {
            return Future.succeededFuture(new Login(user, password));
        }
        return Future.fromCompletionStage(asked.get())
                .map(told -> new Login(told.user() == null ? user : told.user(), told.password()))
                .recover(why ->
                        Future.failedFuture(why instanceof BackendException told ? new UnknownException(told) : why));
    }

    /** The supplier has not told them, and why. */
    public static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        private final BackendException told;

        UnknownException(BackendException told) {
            super(told);
            this.told = told;
        }

        /** As who opens the connection is told. */
        public BackendException told() {
            return told;
        }
    }
}
