package io.databased.examples.backend;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection. Everything but {@link #interrupt} happens on its thread, in the order of the calls. */
final class TinyConnection implements SessionBackend {
    private final Connection connection;
    private final ConnectionThread thread;

    // Guarded by this: what an interrupt may stop.
    private final Set<Command> interrupted = new HashSet<>();
    private @Nullable Command running;
    private @Nullable Statement statement;

    TinyConnection(Connection connection, ConnectionThread thread) {
        this.connection = connection;
        this.thread = thread;
    }

    // tag::run
    @Override
    public CompletionStage<Reply> run(Command command) {
        return onThread(() -> {
            for (Control step : command.prelude()) {
                control(step);
            }
            return switch (command.mode()) {
                case CONTROL -> Reply.NONE;
                case BATCH -> batch(command);
                case EXECUTE, FETCH -> {
                    try (PreparedStatement prepared = prepare(command)) {
                        yield fenced(command, prepared, () -> reply(prepared, command));
                    }
                }
            };
        });
    }

    private void control(Control step) throws SQLException, BackendException {
        try {
            switch (step.kind()) {
                case BEGIN -> connection.setAutoCommit(false);
                case COMMIT -> {
                    connection.commit();
                    connection.setAutoCommit(true);
                }
                case ROLLBACK -> {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                case SAVEPOINT, RELEASE, ROLLBACK_TO -> {
                    try (Statement control = connection.createStatement()) {
                        control.execute(step.sql());
                    }
                }
            }
        } catch (SQLException e) {
            throw failure(e, Effect.PRELUDE); // the core closes the connection then
        }
    }
    // end::run

    private PreparedStatement prepare(Command command) throws SQLException {
        PreparedStatement prepared = command.mode() == Mode.EXECUTE
                ? connection.prepareStatement(command.sql(), Statement.RETURN_GENERATED_KEYS)
                : connection.prepareStatement(command.sql());
        bind(prepared, command.values());
        return prepared;
    }

    private static void bind(PreparedStatement prepared, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
    }

    private static Reply reply(PreparedStatement prepared, Command command) throws SQLException {
        if (prepared.execute()) {
            try (ResultSet result = prepared.getResultSet()) {
                TinyCursor cursor = new TinyCursor(result);
                return new Reply(cursor.names(), cursor.read(command.maxRows()), 0, null);
            }
        }
        return new Reply(List.of(), List.of(), prepared.getLargeUpdateCount(), key(prepared, command));
    }

    private static @Nullable Object key(PreparedStatement prepared, Command command) throws SQLException {
        Object key = null;
        if (command.mode() == Mode.EXECUTE) {
            try (ResultSet keys = prepared.getGeneratedKeys()) {
                while (keys.next()) {
                    key = keys.getObject(1);
                }
            }
        }
        return key;
    }

    /** All or nothing: within a session by a savepoint, else by a transaction. */
    private Reply batch(Command command) throws Exception {
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        java.sql.Savepoint before = connection.setSavepoint();
        try (PreparedStatement prepared = connection.prepareStatement(command.sql())) {
            long affected = fenced(command, prepared, () -> {
                long sum = 0;
                int set = 0;
                for (@Nullable Object[] values : command.batch()) {
                    set++;
                    try {
                        bind(prepared, values);
                        sum += prepared.execute() ? 0 : prepared.getLargeUpdateCount();
                    } catch (SQLException e) {
                        throw failure(e, Effect.STATEMENT)
                                .ofSet(set, command.batch().size());
                    }
                }
                return sum;
            });
            if (alone) {
                connection.commit();
            }
            return new Reply(List.of(), List.of(), affected, null);
        } catch (SQLException | BackendException e) {
            connection.rollback(before);
            throw e;
        } finally {
            if (alone) {
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return onThread(() -> {
            for (Control step : command.prelude()) {
                control(step);
            }
            PreparedStatement prepared = prepare(command);
            ResultSet result = fenced(command, prepared, prepared::executeQuery);
            return new TinyCursor(result, prepared, this);
        });
    }

    // tag::interrupt
    /** Nothing can stop the statement before this, or after it: a signal hits no other. */
    private <T> T fenced(Command command, Statement started, Callable<T> work) throws Exception {
        synchronized (this) {
            if (interrupted.remove(command)) {
                throw new BackendException("stopped before it started", Kind.CANCELLED, Effect.STATEMENT, null);
            }
            running = command;
            statement = started;
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                running = null;
                statement = null;
                interrupted.clear();
            }
        }
    }

    @Override
    public synchronized void interrupt(Command command) {
        if (command != running || statement == null) {
            interrupted.add(command); // not started yet, or just over: cleared with the next
            return;
        }
        try {
            statement.cancel();
        } catch (SQLException tooLate) {
            interrupted.clear();
        }
    }
    // end::interrupt

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
        return onThread(() -> {
            if (!connection.isValid(1)) {
                throw new BackendException("not valid any more", Kind.SYSTEM, Effect.CONNECTION_LOST, null);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return onThread(() -> !connection.getAutoCommit());
    }

    /** Settings cannot be brought back: the core opens another connection in its place. */
    @Override
    public CompletionStage<Void> reset() {
        return CompletableFuture.failedFuture(
                new BackendException("connections cannot be reset", Kind.UNSUPPORTED, Effect.STATEMENT, null));
    }

    @Override
    public CompletionStage<Void> close() {
        synchronized (this) {
            if (running != null) {
                interrupt(running);
            }
        }
        return onThread(() -> {
            connection.close();
            thread.end();
            return null;
        });
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        // A database in this process does not go away.
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return type.isInstance(connection) ? Optional.of(type.cast(connection)) : Optional.empty();
    }

    <T> CompletionStage<T> onThread(Callable<T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        thread.add(() -> {
            try {
                future.complete(task.call());
            } catch (SQLException e) {
                future.completeExceptionally(failure(e, Effect.STATEMENT));
            } catch (Exception | Error e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    private static BackendException failure(SQLException e, Effect effect) {
        String state = String.valueOf(e.getSQLState());
        Kind kind = switch (state) {
            case "23505" -> Kind.UNIQUE;
            case "23503", "23506" -> Kind.FOREIGN_KEY;
            case "23502" -> Kind.NOT_NULL;
            case "23513", "23514" -> Kind.CHECK;
            case "40001" -> Kind.DEADLOCK;
            case "42000", "42001" -> Kind.SYNTAX;
            case "57014" -> Kind.CANCELLED;
            case "HYT00" -> Kind.BUSY;
            default -> state.startsWith("42") ? Kind.OBJECT : state.startsWith("22") ? Kind.DATA : Kind.OTHER;
        };
        // H2's own message may quote a value, so it stays behind.
        SQLException safe = new SQLException("H2 refused", state, e.getErrorCode());
        return new BackendException(safe.getMessage(), kind, effect, state, e.getErrorCode(), safe);
    }
}
