package io.databased.internal.session;

import io.databased.Query;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a session: opens the cursor and reads it in windows as rows are wanted. It is under way in its conversation
 * until the cursor is closed, and closes it at once when nothing more is to be read.
 *
 * <p>{@code synchronized (this)} guards the cursor and its flags; nothing is called under it. {@code reading} makes one
 * call to the cursor at a time.
 */
final class StreamStep<T> extends Step implements RowEmitter.Source {
    private final Conversation conversation;
    private final Prepared prepared;
    private final @Nullable CallSite callSite;
    private final RowEmitter<T> emitter;
    private final RowStream.End end;

    private boolean reading;
    private boolean exhausted;
    private boolean closing;
    private boolean finished;
    private volatile boolean sent;
    private volatile boolean stopping;
    private @Nullable SessionBackend connection;
    private @Nullable Command command;
    private @Nullable RowCursor cursor;

    StreamStep(
            DefaultSession session,
            Prepared prepared,
            Query<T> query,
            Flow.Subscriber<? super T> to,
            RowStream.End end) {
        super(session);
        this.conversation = session.conversation();
        this.prepared = prepared;
        this.callSite = session.engine.callSite();
        this.emitter = new RowEmitter<>(session.engine, query, to, this);
        this.end = end;
    }

    /** Takes its place in the session. @throws io.databased.DatabasedException if the session refuses it */
    void enqueue() {
        conversation.lock();
        try {
            session.requireStatement(prepared);
            conversation.stream(this);
            conversation.add(this);
        } finally {
            conversation.unlock();
        }
    }

    void start() {
        emitter.start();
        conversation.pump();
    }

    /** The session is cancelled: nothing more is read, and the subscriber hears why. */
    void stop(Throwable why) {
        emitter.abort(why);
    }

    // ---- As a step ----

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfStatement();
    }

    @Override
    void refuse(Throwable why) {
        finish(why);
    }

    @Override
    Runnable connectionFailed(Throwable why) {
        session.fail(why);
        return () -> finish(why);
    }

    @Override
    Runnable begin() {
        command = prepared.command().prelude(conversation.preludeFor(session)).build();
        connection = conversation.connection();
        if (prepared.marksConnection()) {
            conversation.markDirty();
        }
        conversation.sent(this);
        synchronized (this) {
            reading = true;
        }
        return this::send;
    }

    private void send() {
        Command opening = Objects.requireNonNull(command);
        SessionBackend to = Objects.requireNonNull(connection);
        long start = session.engine.exchangeStart();
        to.stream(opening).whenComplete((opened, failure) -> {
            session.engine.exchanged(session.name(), opening, start, null, failure);
            opened(opened, failure);
        });
        sent = true;
        if (stopping) {
            to.interrupt(opening);
        }
    }

    private void opened(@Nullable RowCursor opened, @Nullable Throwable failure) {
        if (opened == null) {
            finish(broken(Objects.requireNonNull(failure)));
            return;
        }
        emitter.columns(opened.columns());
        conversation.lock();
        try {
            conversation.cursor(opened);
        } finally {
            conversation.unlock();
        }
        synchronized (this) {
            cursor = opened;
            reading = false;
        }
        advance();
    }

    // ---- As the source of rows ----

    @Override
    public void wanted() {
        advance();
    }

    @Override
    public void aborted() {
        stopping = true;
        boolean opening;
        synchronized (this) {
            exhausted = true;
            opening = cursor == null;
        }
        conversation.lock();
        boolean waiting;
        try {
            waiting = conversation.remove(this);
        } finally {
            conversation.unlock();
        }
        if (waiting) {
            finish(null);
        } else if (opening && sent) { // the first rows may be long in coming
            Objects.requireNonNull(connection).interrupt(Objects.requireNonNull(command));
        }
        advance();
    }

    /** Does what can be done with the cursor now: read a window, or close it. */
    private void advance() {
        boolean close;
        RowCursor open;
        synchronized (this) {
            open = cursor;
            if (open == null || reading || closing) {
                return;
            }
            close = exhausted;
            if (close) {
                closing = true;
            } else if (emitter.wantsRows()) {
                reading = true;
            } else {
                return;
            }
        }
        if (close) {
            open.close().whenComplete((done, failure) -> finish(failure == null ? null : broken(failure)));
        } else {
            open.next(RowEmitter.WINDOW).whenComplete(this::read);
        }
    }

    private void read(@Nullable List<@Nullable Object[]> rows, @Nullable Throwable failure) {
        boolean atEnd = rows == null || rows.isEmpty();
        if (failure != null) {
            emitter.failWith(broken(failure));
        } else if (!atEnd) {
            emitter.offer(Objects.requireNonNull(rows));
        }
        synchronized (this) {
            reading = false;
            exhausted |= atEnd;
        }
        advance();
    }

    /** The database failed while the stream was read; what the session and the subscriber are told. */
    private Throwable broken(Throwable failure) {
        BackendException reported = Failures.backend(failure);
        Throwable told = Failures.statement(reported, prepared.sql(), session.name(), callSite);
        conversation.lock();
        try {
            conversation.failed(reported, told);
            session.fail(told);
        } finally {
            conversation.unlock();
        }
        return told;
    }

    /** The cursor is closed, or never was opened: the conversation goes on, and the subscriber hears of the end. */
    private void finish(@Nullable Throwable why) {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        conversation.lock();
        try {
            conversation.answered(this);
            if (conversation.stream() == this) {
                conversation.stream(null);
                conversation.cursor(null);
            }
        } finally {
            conversation.unlock();
        }
        emitter.failWith(why);
        conversation.pump();
        end.after(session, emitter.failure() == null && !emitter.wasAborted())
                .whenComplete((done, failure) -> emitter.end(failure == null ? null : Failures.unwrap(failure)));
    }
}
