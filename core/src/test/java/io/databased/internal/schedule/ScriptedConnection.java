package io.databased.internal.schedule;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection to the scripted server: does what it is asked to in order, one after the other, as far as the faults let it. */
final class ScriptedConnection implements SessionBackend {
    private final World world;
    private final ScriptedServer server;
    private final int number;
    private final Execution execution;
    private final ArrayDeque<Work<?>> queue = new ArrayDeque<>();
    private final List<Consumer<Throwable>> listeners = new ArrayList<>();
    private @Nullable ScriptedCursor cursor;
    private @Nullable Issued mark;
    private @Nullable Issued spoiled;
    private boolean lost;
    private int closings;
    private Outcome commitOutcome = Outcome.UNDETERMINED;

    ScriptedConnection(World world, ScriptedServer server, int number) {
        this.world = world;
        this.server = server;
        this.number = number;
        this.execution = new Execution(world, server, this);
    }

    /** The driver's own, as it was when it was handed out. */
    record Handle(boolean inTransaction) {}

    // ---- Commands ----

    @Override
    public CompletionStage<Reply> run(Command command) {
        Issued statement = server.statement(command);
        return submit(new Work<Reply>(command, statement, world.strikes(Fault.ANSWERS_TWICE)) {
            @Override
            boolean stalls() {
                return commandStalls(this);
            }

            @Override
            Reply perform() throws BackendException {
                return execution.run(this, command);
            }
        });
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        Issued statement = server.statement(command);
        return submit(new Work<RowCursor>(command, statement, false) {
            @Override
            boolean stalls() {
                return commandStalls(this);
            }

            @Override
            RowCursor perform() throws BackendException {
                ScriptedCursor opened = new ScriptedCursor(
                        world,
                        ScriptedConnection.this,
                        Objects.requireNonNull(statement),
                        execution.run(this, command));
                cursor = opened;
                return opened;
            }
        });
    }

    private <T> @Nullable CompletionStage<T> submit(Work<T> work) {
        world.trace(this, "is asked for", work);
        if (work.statement != null) {
            work.statement.askedAt = world.time.now();
        }
        if (cursor != null && !cursor.isClosing()) {
            world.violated("a command while a cursor is open", work);
        }
        boolean ends = work.command != null && OpenTransaction.commits(work.command);
        SessionModel ending = execution.transaction().rootAsFarAsIsKnown();
        if (ends && ending != null) {
            ending.commitReceivedAt = world.time.now(); // or may have been, for all the core knows
        }
        if (world.strikes(Fault.RUN_THROWS)) {
            throw new IllegalStateException("run() is scripted to throw");
        }
        if (world.strikes(Fault.RUN_GIVES_NULL)) {
            return null;
        }
        if (world.strikes(Fault.STRANGE_FAILURE)) {
            return CompletableFuture.failedFuture(new IllegalStateException("run() is scripted to fail strangely"));
        }
        if (world.strikes(Fault.NOT_SENT)) {
            lose("was lost before", world.random.nextBoolean());
        }
        if (isDead()) {
            if (ends && ending != null) {
                ending.commitReceivedAt = -1;
            }
            return CompletableFuture.failedFuture(
                    Execution.failure("the connection is dead", Kind.OTHER, Effect.NOT_SENT));
        }
        received(work);
        enqueue(work);
        return work.answer;
    }

    private void enqueue(Work<?> work) {
        queue.add(work);
        startNext();
    }

    private void received(Work<?> work) {
        Issued statement = work.statement;
        if (statement == null) {
            return;
        }
        Reception.check(world, statement);
        if (!world.setup.forced) {
            Reception.checkHandOver(world, statement, mark, "a mark");
            Reception.checkHandOver(world, statement, spoiled, "an interrupted statement before");
        }
        Reception.checkPipeline(world, statement, queue);
    }

    /** When its turn comes. A COMMIT that is not answered may have come through. */
    private boolean commandStalls(Work<?> work) {
        Command command = Objects.requireNonNull(work.command);
        if (work.statement != null) {
            return world.strikes(Fault.STALL);
        }
        if (!OpenTransaction.commits(command)) {
            return OpenTransaction.rollsBack(command)
                    ? world.strikes(Fault.ROLLBACK_STALLS)
                    : world.strikes(Fault.STALL);
        }
        boolean stalls = world.strikes(Fault.COMMIT_STALLS);
        boolean dies = !stalls && world.strikes(Fault.COMMIT_LOST);
        if ((stalls || dies)
                && world.random.nextBoolean()
                && !execution.transaction().isAborted()) {
            world.trace(
                    this,
                    "has committed without a word",
                    execution.transaction().root());
            server.commit(execution.transaction().commit());
            commitOutcome = Outcome.COMMITTED;
        } else if (stalls || dies) {
            execution.transaction().clear();
            commitOutcome = Outcome.ROLLED_BACK;
        }
        if (dies) {
            world.time.after(world.millis(5), () -> lose("was lost at COMMIT", true));
        }
        return stalls || dies;
    }

    // ---- The queue ----

    private void startNext() {
        Work<?> head = queue.peek();
        if (head == null || head.started || isDead() || (cursor != null && head.command != null)) {
            return;
        }
        head.started = true;
        if (head.stalls()) {
            world.trace(this, "does not answer", head);
            return;
        }
        if (world.setup.prompt && world.chance(2)) {
            perform(head);
        } else {
            head.running = world.time.after(world.millis(12), () -> perform(head));
        }
    }

    private <T> void perform(Work<T> work) {
        if (isDead() || !queue.contains(work)) {
            return;
        }
        if (work.statement != null && world.strikes(Fault.LOST_BEFORE)) {
            lose("was lost before it ran", true);
            return;
        }
        SessionModel root = execution.transaction().root();
        T value = null;
        BackendException failure = null;
        try {
            value = work.perform();
        } catch (BackendException refused) {
            failure = refused;
        }
        if (work.statement != null && failure == null && world.strikes(Fault.LOST_AFTER)) {
            lose("was lost after it ran", true);
            return;
        }
        if (work.command != null && OpenTransaction.commits(work.command) && root != null) {
            root.commitAnsweredAt = world.time.now();
        }
        end(work, value, failure);
    }

    private <T> void end(Work<T> work, @Nullable T value, @Nullable BackendException failure) {
        queue.remove(work);
        if (work.interrupted && !world.setup.reusableAfterInterrupt) {
            spoiled = work.statement;
        }
        world.trace(this, "answers", work + (failure == null ? "" : ": " + failure.getMessage()));
        if (work.statement != null) {
            work.statement.answeredAt = world.time.now();
        }
        if (failure == null) {
            work.answer.complete(value);
        } else {
            work.answer.completeExceptionally(failure);
        }
        startNext();
    }

    void cursorClosed() {
        cursor = null;
        startNext();
    }

    // ---- The signal to stop ----

    @Override
    public void interrupt(Command command) {
        world.trace(this, "is told to stop", server.statement(command));
        Reception.checkInterrupt(world, server.statement(command), command);
        if (world.strikes(Fault.INTERRUPT_THROWS)) {
            throw new IllegalStateException("interrupt() is scripted to throw");
        }
        if (world.strikes(Fault.INTERRUPT_LOST)) {
            return;
        }
        long delay = world.strikes(Fault.INTERRUPT_LATE) ? world.millis(3000) : world.millis(3);
        if (delay == 0 && world.setup.prompt) {
            take(command);
        } else {
            world.time.after(delay, () -> take(command));
        }
    }

    private void take(Command command) {
        if (isDead()) {
            return;
        }
        if (cursor != null && cursor.isOf(server.statement(command))) {
            cursor.interrupted();
        }
        for (Work<?> work : new ArrayList<>(queue)) {
            if (work.command == command && !world.strikes(Fault.INTERRUPT_TOO_LATE)) {
                stop(work, command);
            }
        }
    }

    private void stop(Work<?> work, Command command) {
        work.interrupted = true;
        if (!work.started) {
            return; // when its turn comes
        }
        if (work.running != null) {
            world.time.cancel(work.running);
        }
        BackendException failure;
        try {
            execution.prelude(work, command);
            failure = execution.cancelled();
        } catch (BackendException refused) {
            failure = refused;
        }
        end(work, null, failure);
    }

    @Override
    public boolean reusableAfterInterrupt() {
        return world.setup.reusableAfterInterrupt;
    }

    @Override
    public int maxPipelined() {
        return world.setup.pipelined;
    }

    @Override
    public boolean mayFollowCommit() {
        return world.setup.mayFollowCommit;
    }

    // ---- The rest ----

    void mark(Issued by) {
        mark = by;
    }

    @Override
    public CompletionStage<Void> validate() {
        return maintain("is validated", Fault.VALIDATE_STALLS, Fault.VALIDATE_FAILS, () -> {});
    }

    @Override
    public CompletionStage<Void> reset() {
        return maintain("is reset", Fault.RESET_STALLS, Fault.RESET_FAILS, () -> {
            mark = null;
            if (execution.transaction().isOpen()) {
                world.violated("a connection is reset inside a transaction", this);
            }
        });
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return maintain("says what it is in", Fault.IN_TRANSACTION_STALLS, Fault.IN_TRANSACTION_FAILS, () -> {})
                .thenApply(done -> execution.transaction().isOpen());
    }

    private CompletionStage<Void> maintain(String what, Fault stalling, Fault failing, Runnable action) {
        world.trace(this, what, null);
        if (world.strikes(Fault.MAINTENANCE_THROWS)) {
            throw new IllegalStateException("what a connection " + what + " by is scripted to throw");
        }
        Work<Void> work = new Work<>(null, null, false) {
            @Override
            boolean stalls() {
                return world.strikes(stalling);
            }

            @Override
            Void perform() throws BackendException {
                if (world.strikes(failing)) {
                    throw Execution.failure(failing + " is scripted", Kind.OTHER, Effect.STATEMENT);
                }
                action.run();
                return null;
            }
        };
        if (isDead()) {
            return CompletableFuture.failedFuture(
                    Execution.failure("the connection is dead", Kind.OTHER, Effect.CONNECTION_LOST));
        }
        enqueue(work);
        return work.answer;
    }

    @Override
    public CompletionStage<Outcome> commitOutcome() {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Outcome told = world.chance(3) ? Outcome.UNDETERMINED : commitOutcome;
        world.time.after(world.millis(5), () -> outcome.complete(told));
        return outcome;
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        listeners.add(listener);
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        world.trace(this, "is unwrapped", null);
        return Optional.of(
                type.cast(new Handle(isDead() || execution.transaction().isOpen())));
    }

    // ---- The end ----

    boolean isDead() {
        return lost || closings > 0;
    }

    int closings() {
        return closings;
    }

    boolean holds(long row) {
        return execution.transaction().holds(row);
    }

    /** What was under way is answered; nothing else ever is. */
    void lose(String how, boolean loud) {
        if (isDead()) {
            return;
        }
        world.trace(this, how, null);
        lost = true;
        execution.transaction().clear();
        BackendException why = Execution.failure("the connection " + how, Kind.OTHER, Effect.CONNECTION_LOST);
        boolean tellFirst = world.random.nextBoolean();
        if (loud && tellFirst) {
            tellLost(why);
        }
        failPending(why);
        if (loud && !tellFirst) {
            tellLost(why);
        }
    }

    private void tellLost(BackendException why) {
        if (!world.strikes(Fault.LOST_IN_SILENCE)) {
            listeners.forEach(listener -> listener.accept(why));
        }
    }

    private void failPending(BackendException why) {
        List<Work<?>> pending = new ArrayList<>(queue);
        queue.clear();
        for (Work<?> work : pending) {
            work.answer.completeExceptionally(why);
        }
        if (cursor != null) {
            cursor.connectionLost(why);
        }
    }

    @Override
    public CompletionStage<Void> close() {
        world.trace(this, "is closed", null);
        closings++;
        CompletableFuture<Void> closing = new CompletableFuture<>();
        if (closings == 1 && !lost) {
            Work<?> head = queue.peek();
            if (head != null
                    && head.started
                    && head.statement != null
                    && !execution.transaction().isOpen()) {
                closedUnder(head);
            }
            execution.transaction().clear();
            if (!world.strikes(Fault.CLOSE_LEAVES_PENDING)) {
                BackendException why =
                        Execution.failure("the connection was closed", Kind.OTHER, Effect.CONNECTION_LOST);
                if (world.random.nextBoolean()) {
                    failPending(why);
                } else {
                    world.time.after(world.millis(5), () -> failPending(why));
                }
            }
        }
        if (world.strikes(Fault.MAINTENANCE_THROWS)) {
            throw new IllegalStateException("close() is scripted to throw");
        }
        if (!world.strikes(Fault.CLOSE_STALLS)) {
            boolean fails = world.strikes(Fault.CLOSE_FAILS);
            world.time.after(world.millis(5), () -> {
                if (fails) {
                    closing.completeExceptionally(
                            Execution.failure("close() is scripted to fail", Kind.OTHER, Effect.CONNECTION_LOST));
                } else {
                    closing.complete(null);
                }
            });
        }
        return closing;
    }

    /** A statement outside a transaction may come through although nobody hears of it. */
    private void closedUnder(Work<?> running) {
        Issued statement = Objects.requireNonNull(running.statement);
        boolean begins = statement.session != null
                || !Objects.requireNonNull(running.command).prelude().isEmpty();
        if (!begins && statement.executed == 0 && world.random.nextBoolean()) {
            statement.executed++;
            execution.apply(statement);
        }
    }

    @Override
    public String toString() {
        return "connection " + number;
    }
}
