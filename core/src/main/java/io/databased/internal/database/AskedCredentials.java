package io.databased.internal.database;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.internal.time.Durations;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's supplier of user and password, which fails in words of its own in whatever way it fails: else a supplier that does not
 * answer would look like a server that does not. So it has a moment less than the login. It is asked under the context class loader of
 * who built the database, whichever thread it is.
 */
public final class AskedCredentials implements Supplier<CompletionStage<Credentials>> {
    private static final String SUPPLIER = "the supplier of user and password ";

    private final Supplier<? extends CompletionStage<Credentials>> supplier;
    private final Duration limit;
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    public AskedCredentials(Supplier<? extends CompletionStage<Credentials>> supplier, Duration loginTimeout) {
        this.supplier = supplier;
        this.limit = loginTimeout.multipliedBy(9).dividedBy(10);
    }

    @Override
    public CompletionStage<Credentials> get() {
        CompletionStage<Credentials> stage;
        try {
            stage = ask();
        } catch (Throwable thrown) { // by the user's code, in whatever way
            return CompletableFuture.failedFuture(failure("failed", thrown));
        }
        if (stage == null) {
            return CompletableFuture.failedFuture(failure("returned null in place of a stage", null));
        }
        CompletableFuture<Credentials> asked = new CompletableFuture<>(); // not every stage can be made one
        stage.whenComplete((told, failed) -> {
            if (failed == null) {
                asked.complete(told);
            } else {
                asked.completeExceptionally(failure("failed", unwrapped(failed)));
            }
        });
        CompletableFuture<Credentials> result = new CompletableFuture<>();
        asked.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).whenComplete((told, failed) -> {
            if (failed != null) {
                result.completeExceptionally(failed instanceof TimeoutException ? unanswered() : failed);
            } else if (told == null) {
                result.completeExceptionally(failure("told none: its stage completed with null", null));
            } else {
                result.complete(told);
            }
        });
        return result;
    }

    private @Nullable CompletionStage<Credentials> ask() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(classLoader);
        try {
            return supplier.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private BackendException unanswered() {
        return failure(
                "did not answer within " + Durations.text(limit) + "; look at what it asks, or raise the loginTimeout",
                null);
    }

    private static Throwable unwrapped(Throwable failed) {
        return failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
    }

    private static BackendException failure(String what, @Nullable Throwable cause) {
        return new BackendException(SUPPLIER + what, Kind.SYSTEM, Effect.NOT_SENT, cause);
    }
}
