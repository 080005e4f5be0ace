package io.databased.vertx;

import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The password for new connections: always the same, or asked for each time. */
public final class Password {
    private final @Nullable String fixed;
    private final @Nullable Supplier<? extends CompletionStage<String>> supplier;
    private final @Nullable ClassLoader classLoader;

    /**
     * @param fixed if there is no supplier; null for none
     * @param supplier of the user's, who builds a database on the current thread
     */
    public Password(@Nullable String fixed, @Nullable Supplier<? extends CompletionStage<String>> supplier) {
        this.fixed = fixed;
        this.supplier = supplier;
        this.classLoader = Thread.currentThread().getContextClassLoader();
    }

    /** Whether there is none, and nobody to ask for one. */
    public boolean isNone() {
        return fixed == null && supplier == null;
    }

    /** Fails with an {@link UnknownException}. */
    public Future<@Nullable String> get() {
        Supplier<? extends CompletionStage<String>> asked = supplier;
        if (asked == null) {
            return Future.succeededFuture(fixed);
        }
        return Future.<Void>succeededFuture()
                .compose(none -> Future.fromCompletionStage(ask(asked))) // which may throw
                .recover(why -> Future.failedFuture(new UnknownException(why)))
                .map(secret -> secret);
    }

    /** Under the context class loader of who built the database, whichever thread it is. */
    private CompletionStage<String> ask(Supplier<? extends CompletionStage<String>> asked) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(classLoader);
        try {
            return asked.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    /** The user's supplier has not told it. */
    public static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownException(Throwable cause) {
            super("the supplier of the password failed", cause);
        }
    }
}
