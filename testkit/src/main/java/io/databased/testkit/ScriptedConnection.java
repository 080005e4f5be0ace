package io.databased.testkit;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.testkit.ScriptedBackend.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ScriptedBackend}. */
final class ScriptedConnection implements SessionBackend {
    private enum State {
        OPENING,
        OPEN,
        CLOSED,
        LOST
    }

    private final ScriptedBackend backend;
    private final int number;
    private final Map<Command, ScriptedStep> underWay = new ConcurrentHashMap<>();
    private volatile State state = State.OPENING;
    private volatile boolean inTransaction;
    private volatile @Nullable Consumer<Throwable> lostListener;

    ScriptedConnection(ScriptedBackend backend, int number) {
        this.backend = backend;
        this.number = number;
    }

    ScriptedConnection opened() {
        state = State.OPEN;
        return this;
    }

    int number() {
        return number;
    }

    boolean alive() {
        return state == State.OPEN;
    }

    void endTransaction() {
        inTransaction = false;
    }

    /** Tells the listener once, and fails what is under way. */
    void lose() {
        if (state != State.OPEN) {
            return;
        }
        state = State.LOST;
        backend.note("lost " + number);
        underWay.values().forEach(ScriptedStep::thenLoseConnection);
        Consumer<Throwable> listener = lostListener;
        if (listener != null) {
            listener.accept(lost(Effect.CONNECTION_LOST));
        }
    }

    @Override
    public CompletionStage<Reply> run(Command command) {
        if (state != State.OPEN) {
            backend.note("refused " + number + ": " + text(command));
            return CompletableFuture.failedFuture(lost(Effect.NOT_SENT));
        }
        ScriptedStep step = backend.arrive(number, text(command), command);
        underWay.put(command, step);
        return step.answer()
                .whenComplete((reply, failure) -> {
                    underWay.remove(command);
                    follow(command, failure);
                })
                .copy();
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return run(command).thenApply(RowCursor::of);
    }

    @Override
    public void interrupt(Command command) {
        backend.note("interrupt " + number + ": " + text(command));
        ScriptedStep step = underWay.get(command);
        if (step != null) {
            step.interrupt();
        }
    }

    @Override
    public boolean reusableAfterInterrupt() {
        return backend.reusableAfterInterrupt();
    }

    @Override
    public int maxPipelined() {
        return backend.maxPipelined();
    }

    @Override
    public CompletionStage<Void> validate() {
        return backend.operate(Operation.VALIDATE, number).thenAccept(reply -> {});
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return CompletableFuture.completedFuture(inTransaction);
    }

    @Override
    public CompletionStage<Void> reset() {
        return backend.operate(Operation.RESET, number).thenAccept(reply -> {});
    }

    @Override
    public CompletionStage<Void> close() {
        if (state == State.CLOSED) {
            return CompletableFuture.completedFuture(null);
        }
        state = State.CLOSED;
        underWay.values().forEach(ScriptedStep::thenLoseConnection);
        return backend.operate(Operation.CLOSE, number).thenAccept(reply -> {});
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        lostListener = listener;
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /** Keeps the connection's state in step with what the database answered. */
    private void follow(Command command, @Nullable Throwable failure) {
        if (failure instanceof BackendException refusal) {
            switch (refusal.effect()) {
                case CONNECTION_LOST, NOT_SENT -> lose();
                case TRANSACTION_ENDED -> inTransaction = false;
                default -> {}
            }
            boolean statementAlone = refusal.effect() == Effect.STATEMENT && command.mode() != Command.Mode.CONTROL;
            if (!statementAlone) {
                return; // what went ahead of it took effect only if the statement alone was refused
            }
        }
        for (Command.Control step : command.prelude()) {
            switch (step.kind()) {
                case BEGIN -> inTransaction = true;
                case COMMIT, ROLLBACK -> inTransaction = false;
                default -> {}
            }
        }
    }

    private static BackendException lost(Effect effect) {
        return new BackendException("scripted loss of the connection", Kind.OTHER, effect, null);
    }

    private static String text(Command command) {
        Stream<String> control = command.prelude().stream().map(Command.Control::sql);
        Stream<String> statement = switch (command.mode()) {
            case CONTROL -> Stream.empty();
            case EXECUTE, FETCH -> Stream.of(command.sql());
            case BATCH -> Stream.of(command.sql() + " x" + command.batch().size());
        };
        return Stream.concat(control, statement).collect(Collectors.joining("; "));
    }
}
