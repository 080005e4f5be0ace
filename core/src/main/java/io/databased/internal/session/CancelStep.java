package io.databased.internal.session;

import io.databased.internal.pool.Scheduler;
import io.databased.spi.Command;
import io.databased.spi.SessionBackend;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Undoes a session on the wire, if it has begun there, and ends it. Cannot fail: a dead connection undoes it as well. */
final class CancelStep extends Step {
    private final Conversation conversation;
    private @Nullable SessionBackend connection;
    private @Nullable Command command;
    private Scheduler.@Nullable Task deadline;

    CancelStep(DefaultSession session) {
        super(session);
        this.conversation = session.conversation();
    }

    @Override
    boolean needsConnection() {
        return false;
    }

    @Override
    Runnable begin() {
        if (!session.hasBegun() || !conversation.isConnected()) {
            return session.endCancelled();
        }
        connection = conversation.connection();
        command = Command.control(conversation.rollback(session));
        conversation.sent(this);
        return this::send;
    }

    @Override
    void refuse(Throwable why) {
        // An ancestor is cancelled and this session with it: the ancestor has ended it.
    }

    private void send() {
        Command sending = Objects.requireNonNull(command);
        deadline = session.engine.after(
                session.engine.closeTimeout(), () -> answered(new IllegalStateException("no answer to ROLLBACK")));
        long start = session.engine.exchangeStart();
        Objects.requireNonNull(connection).run(sending).whenComplete((reply, failure) -> {
            session.engine.exchanged(session.name(), sending, start, reply, failure);
            answered(failure);
        });
    }

    private void answered(@Nullable Throwable failure) {
        if (deadline != null) {
            deadline.cancel();
        }
        Runnable end;
        conversation.lock();
        try {
            if (!conversation.answered(this)) {
                return;
            }
            if (failure != null) {
                conversation.lose("rolling back failed", session.refusals().lost(failure));
            }
            end = session.endCancelled();
        } finally {
            conversation.unlock();
        }
        end.run();
        conversation.pump();
    }
}
