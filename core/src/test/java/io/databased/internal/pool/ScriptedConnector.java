package io.databased.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connector that does what the test says: by default all succeeds at once. For one thread. */
final class ScriptedConnector implements Connector<ScriptedConnector.Connection> {
    /** One connection, which remembers what was done to it. */
    static final class Connection {
        final int id;
        boolean alive = true;
        int closed;
        Object leasedBy;
        int shares;
        boolean evicted;
        boolean marked; // something is on it that is not for others

        Connection(int id) {
            this.id = id;
        }

        @Override
        public String toString() {
            return "connection " + id;
        }
    }

    /** A refusal that trying again does not mend. */
    static final class WrongPassword extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    enum Mode {
        SUCCEED,
        FAIL,
        HANG,
        THROW
    }

    Mode connects = Mode.SUCCEED;
    Mode validates = Mode.SUCCEED;
    Mode resets = Mode.SUCCEED;
    Mode closes = Mode.SUCCEED;
    RuntimeException failure = new IllegalStateException("refused");
    Runnable onConnect = () -> {};
    int capacity = Integer.MAX_VALUE;
    int attempts;
    boolean stopsConnecting; // when it is given up
    final List<Connection> created = new ArrayList<>();
    final List<CompletableFuture<?>> givenUp = new ArrayList<>(); // of all attempts
    final List<CompletableFuture<Connection>> hangingConnects = new ArrayList<>();
    final List<CompletableFuture<Object>> hangingValidations = new ArrayList<>();
    final List<Connection> validated = new ArrayList<>();
    final List<CompletableFuture<Object>> hangingResets = new ArrayList<>();
    final List<Connection> beingReset = new ArrayList<>(); // those whose resets hang

    Connection newConnection() {
        Connection connection = new Connection(created.size());
        created.add(connection);
        return connection;
    }

    /** Answers the connect that hangs for the longest. */
    Connection answerConnect() {
        Connection connection = newConnection();
        hangingConnects.remove(0).complete(connection);
        return connection;
    }

    void failConnect() {
        hangingConnects.remove(0).completeExceptionally(failure);
    }

    long open() {
        return created.stream().filter(connection -> connection.closed == 0).count();
    }

    @Override
    public CompletionStage<Connection> connect(CompletionStage<?> givenUp) {
        this.givenUp.add(givenUp.toCompletableFuture());
        attempts++;
        onConnect.run();
        return switch (connects) {
            case SUCCEED -> CompletableFuture.completedFuture(newConnection());
            case FAIL -> CompletableFuture.failedFuture(failure);
            case THROW -> throw failure;
            case HANG -> {
                CompletableFuture<Connection> hanging = hanging(hangingConnects);
                if (stopsConnecting) {
                    givenUp.thenRun(() -> hanging.completeExceptionally(failure));
                }
                yield hanging;
            }
        };
    }

    @Override
    public CompletionStage<?> validate(Connection connection) {
        validated.add(connection);
        return switch (validates) {
            case SUCCEED ->
                connection.alive
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(new IllegalStateException("dead"));
            case FAIL -> CompletableFuture.failedFuture(failure);
            case THROW -> throw failure;
            case HANG -> hanging(hangingValidations);
        };
    }

    @Override
    public CompletionStage<?> reset(Connection connection) {
        return switch (resets) {
            case SUCCEED -> {
                connection.marked = false;
                yield CompletableFuture.completedFuture(null);
            }
            case FAIL -> CompletableFuture.failedFuture(failure);
            case THROW -> throw failure;
            case HANG -> {
                beingReset.add(connection);
                yield hanging(hangingResets);
            }
        };
    }

    /** Answers the reset that hangs for the longest. */
    void answerReset(boolean done) {
        Connection connection = beingReset.remove(0);
        CompletableFuture<Object> answer = hangingResets.remove(0);
        if (done) {
            connection.marked = false;
            answer.complete("reset");
        } else {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public CompletionStage<?> close(Connection connection) {
        connection.closed++;
        connection.alive = false;
        return switch (closes) {
            case SUCCEED -> CompletableFuture.completedFuture(null);
            case FAIL -> CompletableFuture.failedFuture(failure);
            case THROW -> throw failure;
            case HANG -> new CompletableFuture<>();
        };
    }

    @Override
    public boolean isAlive(Connection connection) {
        return connection.alive;
    }

    @Override
    public int maxPipelined(Connection connection) {
        return capacity;
    }

    @Override
    public boolean isPermanent(Throwable connectFailure) {
        return connectFailure instanceof WrongPassword;
    }

    private static <T> CompletableFuture<T> hanging(List<CompletableFuture<T>> list) {
        CompletableFuture<T> future = new CompletableFuture<>();
        list.add(future);
        return future;
    }
}
