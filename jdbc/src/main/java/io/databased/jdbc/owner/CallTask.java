package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import org.jspecify.annotations.Nullable;

/** A task that is one call. */
final class CallTask<T> extends Task<T> {
    private final OwnedSession session;
    private final Call<T> call;

    CallTask(OwnedSession session, @Nullable Command command, Call<T> call) {
        super(command);
        this.session = session;
        this.call = call;
    }

    @Override
    void run() {
        if (!start()) {
            return;
        }
        try {
            succeed(call.call(this));
        } catch (BackendException | RuntimeException | Error e) {
            fail(session.report(e));
        }
    }

    /** A call on the owner thread on behalf of a task. */
    @FunctionalInterface
    interface Call<T> {
        @Nullable
        T call(Task<T> task) throws BackendException;
    }
}
