package io.databased.jdbc;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** User and password that the user's code tells for each connection. */
record AskedCredentials(Supplier<? extends CompletionStage<Credentials>> supplier) {
    private static final String SUPPLIER = "the supplier of user and password ";

    /** Waits for them, on the connection's own thread, for as long as somebody waits for the connection. */
    Credentials ask(CompletionStage<?> givenUp) throws BackendException {
        CompletableFuture<Credentials> asked = begin();
        CompletableFuture.anyOf(asked, givenUp.toCompletableFuture())
                .exceptionally(failed -> null)
                .join();
        if (!asked.isDone()) {
            throw failure("has not told them in time", null);
        }
        Credentials told;
        try {
            told = asked.join();
        } catch (RuntimeException failed) {
            Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
            throw cause instanceof BackendException said ? said : failure("failed", cause);
        }
        if (told == null) {
            throw failure("told none: its stage completed with null", null);
        }
        return told;
    }

    private CompletableFuture<Credentials> begin() throws BackendException {
        CompletionStage<Credentials> stage;
        try {
            stage = supplier.get();
        } catch (Throwable thrown) { // by the user's code, in whatever way
            throw failure("failed", thrown);
        }
        if (stage == null) {
            throw failure("returned null in place of a stage", null);
        }
        CompletableFuture<Credentials> asked = new CompletableFuture<>(); // not every stage can be made one
        stage.whenComplete((told, failed) -> {
            if (failed == null) {
                asked.complete(told);
            } else {
                asked.completeExceptionally(failed);
            }
        });
        return asked;
    }

    private static BackendException failure(String what, @Nullable Throwable cause) {
        return new BackendException(SUPPLIER + what, Kind.SYSTEM, Effect.NOT_SENT, cause);
    }
}
