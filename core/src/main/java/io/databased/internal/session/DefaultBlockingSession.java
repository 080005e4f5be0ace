package io.databased.internal.session;

import io.databased.BlockingSession;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import org.jspecify.annotations.Nullable;

/** A session for callers that wait. */
final class DefaultBlockingSession extends BlockingRunner implements BlockingSession {
    private final DefaultSession session;

    DefaultBlockingSession(DefaultSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public BlockingSession open() {
        open(true);
        return this;
    }

    private void open(boolean withConnection) {
        session.engine.guard().requireMayBlock();
        Waiting.forValue(session.openNow(withConnection), () -> session.cancelNow());
    }

    @Override
    public void commit() {
        session.engine.guard().requireMayBlock();
        session.engine.runHooks(Waiting.untilDone(session.commitNow(Waiting.lendableThread())));
    }

    @Override
    public void cancel() {
        session.engine.guard().requireMayBlock();
        session.engine.runHooks(Waiting.untilDone(session.cancelNow()));
    }

    @Override
    public void close() {
        cancel();
    }

    @Override
    public SessionStatus status() {
        return session.status();
    }

    @Override
    public BlockingSession transaction() {
        return transaction(SessionOptions.defaults());
    }

    @Override
    public BlockingSession transaction(SessionOptions options) {
        return new DefaultBlockingSession(Opening.byHand(session.child(options)));
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transaction(SessionOptions options, Work<T, X> work)
            throws X {
        return new DefaultBlockingSession(Opening.byHand(session.child(options))).run(work);
    }

    /** Opens, runs the work, and commits or cancels; a session that the work has ended itself is left as it is. */
    <T extends @Nullable Object, X extends Throwable> T run(Work<T, X> work) throws X {
        open(false);
        try {
            T result = work.run(this);
            if (status() != SessionStatus.COMMITTED && status() != SessionStatus.CANCELLED) {
                commit();
            }
            return result;
        } catch (Throwable first) { // whatever it is, the session must end; it is thrown on as it is
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
