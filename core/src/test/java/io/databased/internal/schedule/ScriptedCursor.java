package io.databased.internal.schedule;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The rows of a scripted connection, in small windows. */
final class ScriptedCursor implements RowCursor {
    private final World world;
    private final ScriptedConnection connection;
    private final Issued statement;
    private final Reply reply;
    private int read;
    private @Nullable CompletableFuture<List<@Nullable Object[]>> reading;
    private @Nullable CompletableFuture<Void> closing;
    private @Nullable BackendException failed;

    ScriptedCursor(World world, ScriptedConnection connection, Issued statement, Reply reply) {
        this.world = world;
        this.connection = connection;
        this.statement = statement;
        this.reply = reply;
    }

    boolean isOf(@Nullable Issued issued) {
        return statement == issued;
    }

    boolean isClosing() {
        return closing != null && closing.isDone();
    }

    @Override
    public List<String> columns() {
        return reply.columns();
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        world.trace(connection, "is asked for rows of", statement);
        if (reading != null || closing != null) {
            world.violated("two calls of a cursor at a time", statement);
        }
        if (world.strikes(Fault.CURSOR_THROWS)) {
            throw new IllegalStateException("next() is scripted to throw");
        }
        CompletableFuture<List<@Nullable Object[]>> rows = new CompletableFuture<>();
        if (failed != null || connection.isDead()) {
            rows.completeExceptionally(failed != null ? failed : dead());
            return rows;
        }
        reading = rows;
        if (!world.strikes(Fault.CURSOR_STALLS)) {
            if (world.setup.prompt && world.chance(2)) {
                answer(rows, count);
            } else {
                world.time.after(world.millis(5), () -> answer(rows, count));
            }
        }
        return rows;
    }

    private void answer(CompletableFuture<List<@Nullable Object[]>> rows, int count) {
        if (reading != rows) {
            return;
        }
        reading = null;
        if (world.strikes(Fault.CURSOR_FAILS)) {
            failed = Execution.failure("reading is scripted to fail", Kind.DATA, Effect.STATEMENT);
            rows.completeExceptionally(failed);
            return;
        }
        int window = Math.min(
                Math.min(count, 1 + world.random.nextInt(3)), reply.rows().size() - read);
        List<@Nullable Object[]> next = new ArrayList<>(reply.rows().subList(read, read + window));
        read += window;
        rows.complete(next);
    }

    void interrupted() {
        if (closing == null && reading != null) {
            fail(Execution.failure("stopped", Kind.CANCELLED, Effect.STATEMENT));
        }
    }

    void connectionLost(BackendException why) {
        fail(why);
        CompletableFuture<Void> pending = closing;
        if (pending != null) {
            pending.completeExceptionally(why);
        }
    }

    private void fail(BackendException why) {
        failed = why;
        CompletableFuture<List<@Nullable Object[]>> pending = reading;
        reading = null;
        if (pending != null) {
            pending.completeExceptionally(why);
        }
    }

    private static BackendException dead() {
        return Execution.failure("the connection is dead", Kind.OTHER, Effect.CONNECTION_LOST);
    }

    @Override
    public CompletionStage<Void> close() {
        world.trace(connection, "is to close the cursor of", statement);
        if (world.strikes(Fault.CURSOR_THROWS)) {
            throw new IllegalStateException("close() of a cursor is scripted to throw");
        }
        if (closing != null) {
            return closing;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        closing = done;
        if (connection.isDead()) {
            done.completeExceptionally(dead());
        } else if (!world.strikes(Fault.CURSOR_CLOSE_STALLS)) {
            boolean fails = world.strikes(Fault.CURSOR_CLOSE_FAILS);
            world.time.after(world.millis(5), () -> closed(done, fails));
        }
        return done;
    }

    private void closed(CompletableFuture<Void> done, boolean fails) {
        if (connection.isDead()) {
            return;
        }
        if (fails) {
            done.completeExceptionally(
                    Execution.failure("closing a cursor is scripted to fail", Kind.OTHER, Effect.CONNECTION_LOST));
            return;
        }
        done.complete(null);
        connection.cursorClosed();
    }
}
