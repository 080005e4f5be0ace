package io.databased.internal.session;

import io.databased.InvalidQueryException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands out the driver's connection, which is reset or closed after the session. */
final class UnwrapStep<C> extends Step {
    private final Class<C> type;
    private final CompletableFuture<C> unwrapped;

    UnwrapStep(DefaultSession session, Class<C> type, CompletableFuture<C> unwrapped) {
        super(session);
        this.type = type;
        this.unwrapped = unwrapped;
    }

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfStatement();
    }

    @Override
    Runnable begin() {
        Conversation conversation = session.conversation();
        Optional<C> connection = conversation.connection().unwrap(type);
        if (connection.isPresent()) {
            conversation.markDirty();
            return () -> unwrapped.complete(connection.get());
        }
        return () -> refuse(new InvalidQueryException(
                "the driver of " + session.engine.dialect().name() + " has no " + type.getName()));
    }

    @Override
    void refuse(Throwable why) {
        unwrapped.completeExceptionally(why);
    }
}
