package io.databased.testkit;

import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database that does what a test says, and fails the test on anything else. What the core sends in one go is a
 * <i>flight</i>, written as its SQL texts joined by {@code "; "}:
 *
 * <pre>{@code
 * ScriptedBackend backend = ScriptedBackend.strict();
 * backend.expect("BEGIN; DELETE FROM movies").thenAffect(3);
 * backend.expect("COMMIT").thenLoseConnection();
 * Database database = backend.builder().build();
 * // …
 * backend.verify();
 * }</pre>
 *
 * Answers come on the caller's thread, so with the completion executor that {@link #builder()} sets a whole test runs on
 * one thread. Opening, validating, resetting and closing connections succeed unless {@link #on} says otherwise. Safe for
 * use by several threads.
 */
public final class ScriptedBackend implements DatabaseBackend {
    /** What is asked of a connection beside flights. */
    public enum Operation {
        OPEN,
        VALIDATE,
        RESET,
        CLOSE
    }

    private static final DatabaseUrl URL = DatabaseUrl.parse("testkit:///scripted");

    private final @Nullable Function<Command, Reply> otherwise;
    private volatile TestDialect dialect = TestDialect.PLAIN;
    private volatile int maxPipelined = 1;
    private volatile boolean reusableAfterInterrupt = true;

    private volatile @Nullable Thread serving;

    // Guarded by this.
    private final Deque<ScriptedStep> expected = new ArrayDeque<>();
    private final Map<Integer, ScriptedStep> numbered = new HashMap<>();
    private final Map<Operation, Deque<ScriptedStep>> operations = new EnumMap<>(Operation.class);
    private final List<ScriptedConnection> connections = new ArrayList<>();
    private final List<String> wire = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();

    private ScriptedBackend(@Nullable Function<Command, Reply> otherwise) {
        this.otherwise = otherwise;
    }

    /** Everything that arrives must be expected, in the order of the expectations. */
    public static ScriptedBackend strict() {
        return new ScriptedBackend(null);
    }

    /** What is not expected is answered without rows. */
    public static ScriptedBackend answering() {
        return answering(command -> Reply.NONE);
    }

    /** What is not expected is answered so. */
    public static ScriptedBackend answering(Function<Command, Reply> otherwise) {
        return new ScriptedBackend(otherwise);
    }

    /** A builder for a database on this backend that completes its futures where the answers come from. */
    public DatabaseBuilder builder() {
        return DatabaseBuilder.of(URL, this).completionExecutor(Runnable::run);
    }

    /** Expects the flight after those expected before. */
    public synchronized ScriptedStep expect(String flight) {
        ScriptedStep step = new ScriptedStep(flight);
        expected.add(step);
        return step;
    }

    /** Takes the flight of this number, from 1, whatever it says; comes before {@link #expect}. */
    public synchronized ScriptedStep at(int flight) {
        ScriptedStep step = new ScriptedStep("flight " + flight);
        numbered.put(flight, step);
        return step;
    }

    /** Takes the next such operation that no other step takes. */
    public synchronized ScriptedStep on(Operation operation) {
        ScriptedStep step = new ScriptedStep(operation.name());
        operations.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(step);
        return step;
    }

    /** Several commands may be under way on one connection; after an error what follows in the transaction fails, too. */
    public ScriptedBackend pipelining(int commands) {
        maxPipelined = commands;
        dialect = new TestDialect(dialect.name(), true, dialect.definitionCommits());
        return this;
    }

    /** Definition statements commit the open transaction, as on MySQL. */
    public ScriptedBackend committingDefinitions() {
        dialect = new TestDialect(dialect.name(), dialect.abortsOnError(), true);
        return this;
    }

    /** A connection is not as good as before after an interrupt, as on PostgreSQL. */
    public ScriptedBackend fragileAfterInterrupt() {
        reusableAfterInterrupt = false;
        return this;
    }

    /** The thread that stands for the driver's, on which nobody may block; null for none. */
    public void serveOn(@Nullable Thread thread) {
        serving = thread;
    }

    /** The flights that arrived, in order, on all connections. */
    public synchronized List<String> wire() {
        return List.copyOf(wire);
    }

    /** All that happened, in order: {@code "open 1"}, {@code "1: BEGIN; SELECT 1"}, {@code "interrupt 1: SELECT 1"}. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Connections that were opened and not closed or lost since. */
    public synchronized long openConnections() {
        return connections.stream().filter(ScriptedConnection::alive).count();
    }

    /** Loses the connection of this number, from 1: what is under way on it fails, its listener is told. */
    public void cut(int connection) {
        ScriptedConnection victim;
        synchronized (this) {
            victim = connections.get(connection - 1);
        }
        victim.lose();
    }

    /** Ends every open transaction behind the core's back; nothing is told. */
    public synchronized void endTransactions() {
        connections.forEach(ScriptedConnection::endTransaction);
    }

    /** Fails if something unexpected arrived, or something expected did not. */
    public synchronized void verify() {
        if (!unexpected.isEmpty() || !expected.isEmpty()) {
            throw new AssertionError("the script was not followed:\n  unexpected: " + unexpected
                    + "\n  still expected: " + expected + "\n  all that happened: " + log);
        }
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : 0;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        ScriptedConnection connection;
        synchronized (this) {
            connection = new ScriptedConnection(this, connections.size() + 1);
            connections.add(connection);
        }
        return operate(Operation.OPEN, connection.number())
                .thenApply(reply -> connection.opened())
                .thenApply(SessionBackend.class::cast);
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return openFailure instanceof BackendException failure && failure.kind() == Kind.PERMISSION;
    }

    @Override
    public boolean onBackendThread() {
        return Thread.currentThread() == serving;
    }

    @Override
    public synchronized CompletionStage<Void> close() {
        log.add("close");
        return CompletableFuture.completedFuture(null);
    }

    /** Finds who answers the flight, and tells it that the flight has arrived. */
    ScriptedStep arrive(int connection, String flight, Command command) {
        ScriptedStep step;
        synchronized (this) {
            wire.add(flight);
            log.add(connection + ": " + flight);
            step = numbered.remove(wire.size());
            if (step == null) {
                step = next(flight, command);
            }
        }
        step.arrive(connection);
        return step;
    }

    /** Guarded by this. */
    private ScriptedStep next(String flight, Command command) {
        ScriptedStep next = expected.peek();
        if (next != null && next.expects(flight)) {
            return expected.remove();
        }
        ScriptedStep step = new ScriptedStep(flight);
        if (otherwise != null) {
            return step.thenReply(otherwise.apply(command));
        }
        unexpected.add(next == null ? flight : flight + " (instead of " + next + ")");
        return step.thenFail(Kind.OTHER, BackendException.Effect.STATEMENT);
    }

    CompletableFuture<Reply> operate(Operation operation, int connection) {
        ScriptedStep step;
        synchronized (this) {
            note(operation.name().toLowerCase(Locale.ROOT) + " " + connection);
            Deque<ScriptedStep> scripted = operations.get(operation);
            step = scripted == null || scripted.isEmpty() ? null : scripted.remove();
        }
        if (step == null) {
            return CompletableFuture.completedFuture(Reply.NONE);
        }
        step.arrive(connection);
        return step.answer().copy();
    }

    synchronized void note(String event) {
        log.add(event);
    }

    int maxPipelined() {
        return maxPipelined;
    }

    boolean reusableAfterInterrupt() {
        return reusableAfterInterrupt;
    }
}
