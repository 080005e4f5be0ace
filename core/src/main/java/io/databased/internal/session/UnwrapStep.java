package io.databased.internal.session;

import io.databased.InvalidQueryException;
import io.databased.internal.connection.Call;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the driver's connection, which is reset or closed after the session. The session's transaction begins before
 * that, or what is done on the connection would be outside of it.
 */
final class UnwrapStep<C> extends CallStep {
    private final Class<C> type;
    private final Origin asker;
    private final CompletableFuture<C> unwrapped;

    UnwrapStep(SessionNode session, Class<C> type, Origin asker, CompletableFuture<C> unwrapped) {
        super(session);
        this.type = type;
        this.asker = asker;
        this.unwrapped = unwrapped;
    }

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfStatement();
    }

    @Override
    void begin() {
        if (pipeline.line().backend().unwrap(type).isEmpty()) {
            pipeline.monitor()
                    .afterwards(() -> tell(asker.locate(new InvalidQueryException(
                            "the driver of " + session.context().dialect().name() + " has no " + type.getName()))));
            return;
        }
        pipeline.markDirty();
        List<Control> prelude = pipeline.preludeFor(session);
        if (prelude.isEmpty()) {
            handOut();
            return;
        }
        pipeline.sent(this);
        Call<Reply> call = pipeline.line()
                .control(Command.control(prelude), "BEGIN", session.context().acquireTimeout(), this);
        pipeline.monitor().afterwards(call::start);
    }

    /** Under the monitor. */
    private void handOut() {
        Optional<C> connection = pipeline.line().backend().unwrap(type);
        pipeline.monitor().afterwards(() -> unwrapped.complete(connection.orElseThrow()));
    }

    @Override
    Origin asker() {
        return asker;
    }

    @Override
    void tell(Throwable why) {
        unwrapped.completeExceptionally(why);
    }

    @Override
    void succeeded(Reply reply) {
        Throwable refusal = session.refusalOfStatement(); // it may have been cancelled meanwhile
        if (refusal == null) {
            handOut();
        } else {
            pipeline.monitor().afterwards(() -> refuse(refusal));
        }
    }

    @Override
    void refused(BackendException failure) {
        Throwable reported = Failures.statement(failure, null, asker);
        pipeline.failed(failure, reported);
        session.fail(reported);
        pipeline.monitor().afterwards(() -> tell(reported));
    }
}
