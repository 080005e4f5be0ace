package io.databased.vertx;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** User and password for new connections: always the same, or asked for each time. */
public final class Logins {
    private final String user;
    private final @Nullable String password;
    private final @Nullable Supplier<? extends CompletionStage<Credentials>> supplier;
    private final @Nullable ClassLoader classLoader;

    /** What one connection is opened with. */
    public record Login(String user, @Nullable String password) {}

    /**
     * @param user unless the supplier gives another
     * @param password if there is no supplier; null for none
     * @param supplier of the user's, who builds a database on the current thread
     */
    public Logins(
            String user,
            @Nullable String password,
            @Nullable Supplier<? extends CompletionStage<Credentials>> supplier) {
        this.user = user;
        this.password = password;
        this.supplier = supplier;
        this.classLoader = Thread.currentThread().getContextClassLoader();
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
        return Future.<Void>succeededFuture()
                .compose(none -> Future.fromCompletionStage(ask(asked))) // which may throw
                .map(told -> new Login(told.user() == null ? user : told.user(), told.password()))
                .recover(why -> Future.failedFuture(new UnknownException(why)));
    }

    /** Under the context class loader of who built the database, whichever thread it is. */
    private CompletionStage<Credentials> ask(Supplier<? extends CompletionStage<Credentials>> asked) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(classLoader);
        try {
            return asked.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    /** The user's supplier has not told them. */
    public static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        private static final String SUPPLIER_FAILED = "the supplier of user and password failed";

        UnknownException(Throwable cause) {
            super(SUPPLIER_FAILED, cause);
        }

        /** As who opens the connection is told. */
        public BackendException told() {
            return getCause() instanceof BackendException said
                    ? said
                    : new BackendException(SUPPLIER_FAILED, Kind.SYSTEM, Effect.NOT_SENT, getCause());
        }
    }
}
