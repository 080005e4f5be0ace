package io.databased.jdbc;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** User and password that are told for each connection. */
record AskedCredentials(Supplier<? extends CompletionStage<Credentials>> supplier) {

    /** Waits for them, on the connection's own thread, for as long as somebody waits for the connection. */
    Credentials ask(CompletionStage<?> givenUp) throws BackendException {
        CompletableFuture<Credentials> asked = supplier.get().toCompletableFuture();
        CompletableFuture.anyOf(asked, givenUp.toCompletableFuture())
                .exceptionally(failed -> null)
                .join();
        if (!asked.isDone()) {
            throw new BackendException(
                    "the supplier of user and password has not told them in time", Kind.SYSTEM, Effect.NOT_SENT, null);
        }
        try {
            return asked.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof BackendException said) {
                throw said;
            }
            throw failed;
        }
    }
}
