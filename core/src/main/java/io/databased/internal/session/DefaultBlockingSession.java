package io.databased.internal.session;

import io.databased.BlockingSession;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.internal.async.Waiting;
import io.databased.internal.context.Callbacks;
import io.databased.internal.statement.BlockingRunner;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session for callers that wait. */
public final class DefaultBlockingSession extends BlockingRunner implements BlockingSession {
    private final DefaultSession session;
    private final Callbacks callbacks;

    public DefaultBlockingSession(DefaultSession session) {
        super(session);
        this.session = session;
        this.callbacks = session.context().callbacks();
    }

    @Override
    public BlockingSession open() {
        open(true);
        return this;
    }

    private void open(boolean withConnection) {
        callbacks.guard().requireMayBlock();
        Waiting.forValue(session.openNow(withConnection), session::abandon);
    }

    @Override
    public void commit() {
        callbacks.guard().requireMayBlock();
        callbacks.runHooks(Waiting.untilDone(session.commitByHand(Waiting.lendableThread())));
    }

    @Override
    public void cancel() {
        callbacks.guard().requireMayBlock();
        callbacks.runHooks(Waiting.untilDone(session.cancelNow()));
    }

    @Override
    public void close() {
        session.closedByHand();
        cancel();
    }

    @Override
    public SessionStatus status() {
        return session.status();
    }

    @Override
    public String name() {
        return session.name();
    }

    @Override
    public void afterCommit(Runnable hook) {
        session.afterCommit(hook);
    }

    @Override
    public void afterRollback(Runnable hook) {
        session.afterRollback(hook);
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        callbacks.guard().requireMayBlock();
        CompletableFuture<C> unwrapped = session.unwrapNow(type);
        return Waiting.forValue(unwrapped, session::abandon);
    }

    @Override
    public BlockingSession transaction() {
        return transaction(SessionOptions.defaults());
    }

    @Override
    public BlockingSession transaction(SessionOptions options) {
        return new DefaultBlockingSession(session.child(options).openedHere());
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transaction(SessionOptions options, Work<T, X> work)
            throws X {
        Objects.requireNonNull(work, "work");
        return new DefaultBlockingSession(session.child(options).openedHere()).run(work);
    }

    /** Opens, runs the work, and commits or cancels; a session that the work has ended itself is left as it is. */
    public <T extends @Nullable Object, X extends Throwable> T run(Work<T, X> work) throws X {
        session.forWork();
        open(false);
        try {
            T result = work.run(this);
            if (session.endedBy() instanceof RuntimeException endedBy) {
                throw endedBy; // what the work has done is undone, and it does not know
            }
            callbacks.guard().requireMayBlock();
            callbacks.runHooks(Waiting.untilDone(session.endOfWork(Waiting.lendableThread())));
            return result;
        } catch (Throwable first) { // whatever it is, the session must end; it is thrown on as it is
            session.workFailed(first);
            try {
                cancel();
            } catch (RuntimeException later) {
                first.addSuppressed(later);
            }
            throw first;
        }
    }

    @Override
    public Session async() {
        return session;
    }
}
