package io.databased.testkit;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection of a {@link ModelBackend}: each open savepoint is a map on top of the one it can be undone to. */
final class ModelConnection implements SessionBackend {
    private final ModelBackend backend;

    /** Empty outside a transaction; the transaction's own map is the last element, the innermost savepoint's the first. */
    private final Deque<SortedMap<String, @Nullable Object>> levels = new ArrayDeque<>();

    ModelConnection(ModelBackend backend) {
        this.backend = backend;
    }

    @Override
    public synchronized CompletionStage<Reply> run(Command command) {
        try {
            for (Control step : command.prelude()) {
                control(step);
            }
            return CompletableFuture.completedFuture(
                    command.mode() == Command.Mode.CONTROL ? Reply.NONE : data(command));
        } catch (BackendException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void control(Control step) throws BackendException {
        switch (step.kind()) {
            case BEGIN -> {
                require(levels.isEmpty(), step);
                levels.push(backend.committed());
            }
            case SAVEPOINT -> {
                require(levels.size() == step.depth(), step);
                levels.push(copyOfTop());
            }
            case RELEASE -> {
                require(levels.size() == step.depth() + 1, step);
                SortedMap<String, @Nullable Object> work = levels.pop();
                levels.pop();
                levels.push(work);
            }
            case ROLLBACK_TO -> {
                require(levels.size() > step.depth(), step);
                while (levels.size() > step.depth()) {
                    levels.pop();
                }
                levels.push(copyOfTop());
            }
            case COMMIT -> {
                require(!levels.isEmpty(), step);
                backend.commit(levels.getFirst()); // releases the savepoints that are open
                levels.clear();
            }
            case ROLLBACK -> {
                require(!levels.isEmpty(), step);
                levels.clear();
            }
        }
    }

    /** The core keeps its savepoints in order; a real database would often forgive it, the model does not. */
    private void require(boolean inOrder, Control step) throws BackendException {
        if (!inOrder) {
            throw new BackendException(
                    step.sql() + " came at level " + levels.size(), Kind.OTHER, Effect.PRELUDE, null);
        }
    }

    private SortedMap<String, @Nullable Object> copyOfTop() {
        return new TreeMap<>(levels.getFirst());
    }

    /** Works on a copy, so that a failed statement changes nothing. */
    private Reply data(Command command) throws BackendException {
        SortedMap<String, @Nullable Object> table = levels.isEmpty() ? backend.committed() : copyOfTop();
        Reply reply = Reply.NONE;
        if (command.mode() == Command.Mode.BATCH) {
            long affected = 0;
            for (@Nullable Object[] values : command.batch()) {
                affected += statement(command.sql(), values, table).affectedRows();
            }
            reply = affected(affected);
        } else {
            reply = statement(command.sql(), command.values(), table);
        }
        if (levels.isEmpty()) {
            backend.commit(table);
        } else {
            levels.pop();
            levels.push(table);
        }
        return reply;
    }

    private static Reply statement(String sql, @Nullable Object[] values, SortedMap<String, @Nullable Object> table)
            throws BackendException {
        switch (sql) {
            case ModelBackend.INSERT -> {
                if (table.containsKey(key(values[0]))) {
                    throw new BackendException("the key is there", Kind.UNIQUE, Effect.STATEMENT, null);
                }
                table.put(key(values[0]), values[1]);
                return affected(1);
            }
            case ModelBackend.UPDATE -> {
                return affected(table.computeIfPresent(key(values[1]), (key, old) -> values[0]) == null ? 0 : 1);
            }
            case ModelBackend.DELETE -> {
                return affected(table.remove(key(values[0])) == null ? 0 : 1);
            }
            case ModelBackend.SELECT -> {
                Object value = table.get(key(values[0]));
                return value == null ? ScriptedStep.rows("v") : ScriptedStep.rows("v", value);
            }
            case ModelBackend.SELECT_ALL -> {
                List<@Nullable Object[]> rows = table.entrySet().stream()
                        .map(entry -> new @Nullable Object[] {entry.getKey(), entry.getValue()})
                        .toList();
                return new Reply(List.of("k", "v"), rows, 0, null);
            }
            default ->
                throw new BackendException("not one of the model's statements", Kind.SYNTAX, Effect.STATEMENT, null);
        }
    }

    private static Reply affected(long rows) {
        return new Reply(List.of(), List.of(), rows, null);
    }

    private static String key(@Nullable Object value) {
        return String.valueOf(value);
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return run(command).thenApply(RowCursor::of);
    }

    /** Every command has answered before anyone could interrupt it. */
    @Override
    public void interrupt(Command command) {}

    @Override
    public boolean reusableAfterInterrupt() {
        return true;
    }

    @Override
    public int maxPipelined() {
        return 1;
    }

    @Override
    public CompletionStage<Void> validate() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Boolean> inTransaction() {
        return CompletableFuture.completedFuture(!levels.isEmpty());
    }

    @Override
    public CompletionStage<Void> reset() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> close() {
        levels.clear();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {}

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return Optional.empty();
    }
}
