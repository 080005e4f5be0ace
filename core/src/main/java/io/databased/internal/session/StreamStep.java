package io.databased.internal.session;

import io.databased.Query;
import io.databased.StatementException.Kind;
import io.databased.internal.connection.Call;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.stream.RowEmitter;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a session: opens the cursor and reads it in windows as rows are wanted. It is under way in its pipeline until
 * the cursor is closed, and closes it at once when nothing more is to be read. Its session refuses other statements until its
 * subscriber has all its rows, however few they are, or has cancelled it: they wait for the cursor's end then.
 *
 * <p>One {@link Call} at a time is made of the connection: opening, a window, closing. The statement timeout is the limit of
 * each. {@code synchronized (this)} guards the fields below; nothing is called under it.
 */
final class StreamStep<T> extends Step implements RowEmitter.Source {
    /** What becomes of the session of a stream. */
    interface End {
        /** It goes on. */
        End NOTHING = completed -> CompletableFuture.completedFuture(null);

        /** The cursor is closed, or was never opened. */
        CompletionStage<?> after(boolean completed);
    }

    /** What is read, and who observes it. */
    record Asked(Prepared prepared, Observed observed) {}

    private final Context context;
    private final Prepared prepared;
    private final Observed observed;
    private final RowEmitter<T> emitter;
    private final End end;

    // Written before anything is sent.
    private @Nullable Line line;
    private @Nullable Command command;

    private @Nullable Call<?> underWay;
    private @Nullable RowCursor cursor;
    private boolean exhausted;
    private boolean closing;
    private boolean finished;
    private boolean stopped;
    private long rows;
    private boolean heard; // the subscriber has all its rows, or wants no more

    StreamStep(
            RowStream.Place in, Asked asked, Query<T> query, Flow.Subscriber<? super T> to, BooleanSupplier holdsRows) {
        super(in.session());
        this.context = session.context();
        this.prepared = asked.prepared();
        this.observed = asked.observed();
        this.emitter = new RowEmitter<>(context, query, to, holdsRows, this, prepared.origin());
        this.end = in.end();
    }

    /** The pipeline has it; begins when its turn comes. */
    void start() {
        emitter.start();
        pipeline.pump();
    }

    // ---- As a step ----

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfStatement();
    }

    @Override
    Origin asker() {
        return prepared.origin();
    }

    @Override
    void tell(Throwable why) {
        finish(why);
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    Observed observed() {
        return observed;
    }

    @Override
    void begin() {
        List<Control> prelude = pipeline.preludeFor(session);
        Command opening = prepared.command()
                .prelude(prelude)
                .alone(end != End.NOTHING && begins(prelude))
                .build();
        command = opening;
        line = pipeline.line();
        if (prepared.marksConnection()) {
            pipeline.markDirty();
        }
        pipeline.sent(this);
        Opening asked = new Opening();
        Call<RowCursor> call = pipeline.line().stream(opening, limit(), asked);
        synchronized (this) {
            underWay = call;
        }
        pipeline.monitor().afterwards(() -> {
            observed.sent(Objects.requireNonNull(line).server(), opening);
            if (isUnderWay(call)) {
                call.start();
            }
        });
    }

    /** Whether the transaction is its own: in force-rollback a stream outside of sessions has a savepoint only. */
    private static boolean begins(List<Control> prelude) {
        return !prelude.isEmpty() && prelude.get(0).kind() == Control.Kind.BEGIN;
    }

    /** The session is cancelled: nothing more is read, what runs is stopped, and the subscriber hears why. */
    @Override
    void cutShort() {
        Throwable why = failure(new BackendException(
                "Stopped: the session was cancelled while its stream was open",
                Kind.CANCELLED,
                Effect.STATEMENT,
                null));
        Call<?> running;
        synchronized (this) {
            running = underWay;
        }
        if (running != null) {
            stop(running);
        }
        emitter.abort(why);
    }

    // ---- As the source of rows ----

    @Override
    public void wanted() {
        goOn();
    }

    /**
     * While the first rows are awaited, which may be long in coming, the database is told to stop. A later window is taken in
     * as it comes, so that the session can go on; only if it takes too long it is stopped as well.
     */
    @Override
    public void aborted() {
        Call<?> running;
        boolean opening;
        synchronized (this) {
            exhausted = true;
            running = underWay;
            opening = cursor == null;
        }
        boolean waiting;
        pipeline.monitor().enter();
        try {
            waiting = pipeline.remove(this);
        } finally {
            pipeline.monitor().exit();
        }
        if (waiting) {
            finish(null);
        } else if (running != null && opening) {
            stop(running);
        } else if (running != null) {
            context.after(Call.patience(context.closeTimeout()), () -> {
                if (isUnderWay(running)) {
                    stop(running);
                }
            });
        }
        goOn();
    }

    @Override
    public void over() {
        synchronized (this) {
            heard = true;
        }
        letOthersIn();
    }

    /** Does what can be done with the cursor now: read a window, or close it. */
    private void goOn() {
        Call<?> next = null;
        RowCursor toClose = null;
        synchronized (this) {
            RowCursor open = cursor;
            if (open == null || underWay != null || closing) {
                return;
            }
            if (exhausted) {
                closing = true;
                toClose = open;
            } else if (emitter.wantsRows()) {
                next = Objects.requireNonNull(line)
                        .next(open, RowEmitter.WINDOW, Objects.requireNonNull(command), limit(), new Window());
                underWay = next;
            }
        }
        if (next != null) {
            next.start();
        } else if (toClose != null) {
            Objects.requireNonNull(line)
                    .close(toClose, context.closeTimeout())
                    .whenComplete(
                            (done, failure) -> finish(failure == null ? null : broken(Failures.backend(failure))));
        }
    }

    private @Nullable Duration limit() {
        return prepared.limit(session.statementTimeout());
    }

    private synchronized boolean isUnderWay(Call<?> call) {
        return underWay == call;
    }

    private synchronized boolean wasStopped() {
        return stopped;
    }

    private void stop(Call<?> call) {
        synchronized (this) {
            stopped = true;
        }
        call.stop();
    }

    /** What a call for rows has in common. */
    private abstract class Waiting<V> implements Call.Listener<V> {
        @Override
        public final void late(Duration limit) {
            Throwable why = failure(new BackendException(
                    "Statement timeout: no rows within " + limit.toMillis() + " ms",
                    Kind.TIMEOUT,
                    Effect.STATEMENT,
                    null));
            synchronized (StreamStep.this) {
                stopped = true;
            }
            pipeline.monitor().enter();
            try {
                session.fail(why);
            } finally {
                pipeline.monitor().exit();
            }
            emitter.abort(why);
        }

        @Override
        public final void overdue(Duration limit) {
            emitter.end(null); // the subscriber hears what late() has given up with
        }

        @Override
        public final void failed(BackendException failure) {
            Throwable why = broken(failure);
            boolean unusable = failure.effect() == Effect.CONNECTION_LOST || failure.effect() == Effect.NOT_SENT;
            boolean over;
            synchronized (StreamStep.this) {
                exhausted = true;
                underWay = null;
                over = cursor == null || unusable;
            }
            if (over) {
                finish(why);
            } else {
                emitter.failWith(why);
                goOn();
            }
        }
    }

    private final class Opening extends Waiting<RowCursor> {
        @Override
        public void answered(RowCursor opened) {
            emitter.columns(opened.columns());
            pipeline.monitor().enter();
            try {
                pipeline.cursor(opened);
            } finally {
                pipeline.monitor().exit();
            }
            synchronized (StreamStep.this) {
                cursor = opened;
                underWay = null;
            }
            goOn();
        }
    }

    private final class Window extends Waiting<List<@Nullable Object[]>> {
        @Override
        public void answered(List<@Nullable Object[]> window) {
            emitter.offer(window);
            synchronized (StreamStep.this) {
                rows += window.size();
                exhausted |= window.isEmpty();
                underWay = null;
            }
            goOn();
        }
    }

    private Throwable failure(BackendException failure) {
        return prepared.failure(failure);
    }

    /** The database failed while the stream was read; what the session and the subscriber are told. */
    private Throwable broken(BackendException failure) {
        Throwable told = failure(failure);
        pipeline.monitor().enter();
        try {
            pipeline.failed(failure, told);
            session.fail(told);
        } finally {
            pipeline.monitor().exit();
        }
        return told;
    }

    /** The cursor is closed, or never was opened: the pipeline goes on, and the subscriber hears of the end. */
    private void finish(@Nullable Throwable why) {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        pipeline.monitor().enter();
        try {
            if (pipeline.answered(this)) {
                pipeline.cursor(null);
                if (wasStopped() && !Objects.requireNonNull(line).backend().reusableAfterInterrupt()) {
                    pipeline.retire("a stream on it was interrupted");
                }
            }
        } finally {
            pipeline.monitor().exit();
        }
        letOthersIn();
        emitter.failWith(why);
        tellEnd();
        pipeline.pump();
        end.after(emitter.failure() == null && !emitter.wasAborted())
                .whenComplete((done, failure) -> emitter.end(failure == null ? null : Failures.unwrap(failure)));
    }

    /** Rows that are read may not be handed out yet. */
    private void tellEnd() {
        Throwable failure = emitter.failure();
        boolean opened;
        long read;
        synchronized (this) {
            opened = cursor != null;
            read = rows;
        }
        if (failure != null || !opened) {
            observed.failed(
                    failure != null ? failure : new CancellationException("a stream was cancelled before it began"));
        } else {
            observed.answered(read);
        }
    }

    /** The session takes other statements once nothing waits for the subscriber any more. */
    private void letOthersIn() {
        synchronized (this) {
            boolean endsSession = finished && end != End.NOTHING; // one that is there for the stream alone
            if (!heard && !endsSession) {
                return;
            }
        }
        pipeline.monitor().enter();
        try {
            if (pipeline.stream() == this) {
                pipeline.stream(null);
            }
        } finally {
            pipeline.monitor().exit();
        }
    }
}
