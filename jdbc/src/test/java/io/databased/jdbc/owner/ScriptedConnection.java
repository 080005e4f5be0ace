package io.databased.jdbc.owner;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does what its statements say: {@code block} runs until it is cancelled or let go, {@code spin} runs
 * for a while and notices a cancel only then, {@code lose} loses the connection, {@code crash} throws what no driver
 * should; all others succeed at once.
 */
final class ScriptedConnection implements OwnedConnection {
    final List<String> log = new ArrayList<>();
    final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    final CompletableFuture<Void> blocked = new CompletableFuture<>();
    final CompletableFuture<Void> aborted = new CompletableFuture<>();
    final CompletableFuture<Void> letGo = new CompletableFuture<>();
    final AtomicInteger cancels = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile @Nullable CompletableFuture<Void> release;
    final Set<ClassLoader> loaders = ConcurrentHashMap.newKeySet();
    volatile boolean interrupted;
    volatile boolean groups;
    volatile boolean marked;
    volatile boolean spent;

    /** How often something was done behind a statement. */
    volatile int behind;

    volatile Signalling signalling = () -> {};

    /** How many signals were under way at once, at most. */
    final AtomicInteger underWay = new AtomicInteger();

    private final AtomicInteger underWayNow = new AtomicInteger();

    /** What a signal does before it hits. */
    interface Signalling {
        void signal() throws BackendException;
    }

    @Override
    public void control(Control step, BooleanSupplier unwanted) {
        log.add(step.sql());
        callers.add(Thread.currentThread());
        if (step.sql().startsWith("block")) {
            blocked.complete(null);
            letGo.join();
        }
    }

    @Override
    public Reply run(Command command) throws BackendException {
        String sql = command.sql();
        log.add(sql);
        callers.add(Thread.currentThread());
        loaders.add(Thread.currentThread().getContextClassLoader());
        interrupted |= Thread.currentThread().isInterrupted();
        marked = Owner.isCurrentThread();
        cancelled = false;
        if (sql.startsWith("block")) {
            CompletableFuture<Void> waiting = new CompletableFuture<>();
            release = waiting;
            blocked.complete(null);
            // As native code: an interrupt is not noticed, and not cleared.
            while (!waiting.isDone() && !letGo.isDone()) {
                LockSupport.parkNanos(100_000);
            }
        } else if (sql.startsWith("spin")) {
            for (int i = 0; i < 200 && !cancelled; i++) {
                Thread.onSpinWait();
            }
        } else if (sql.equals("lose")) {
            throw new BackendException("lost", Kind.SYSTEM, Effect.CONNECTION_LOST, null);
        } else if (sql.equals("crash")) {
            throw new AssertionError("boom");
        }
        if (cancelled) {
            throw new BackendException("interrupted", Kind.CANCELLED, Effect.STATEMENT, null);
        }
        return Reply.NONE;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the owner alone
    public void ran() {
        behind++;
    }

    @Override
    public Rows open(Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BackendException settle(BackendException failure) {
        log.add("settle");
        return failure;
    }

    /** As SQLite's: whatever runs now is hit. */
    @Override
    public void signal() throws BackendException {
        cancels.incrementAndGet();
        underWay.accumulateAndGet(underWayNow.incrementAndGet(), Math::max);
        try {
            signalling.signal();
            hit();
        } finally {
            underWayNow.decrementAndGet();
        }
    }

    @Override
    public void abort() {
        aborted.complete(null);
    }

    @Override
    public boolean isSpent() {
        return spent;
    }

    private void hit() {
        cancelled = true;
        CompletableFuture<Void> waiting = release;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    @Override
    public boolean reusableAfterSignal() {
        return true;
    }

    @Override
    public void validate() {}

    @Override
    public boolean inTransaction() {
        return false;
    }

    @Override
    public void reset() {}

    @Override
    public void close() {
        log.add("close");
    }

    @Override
    public Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, m, a) -> null);
    }

    @Override
    public boolean mayRunWhereAwaited(Command command) {
        return true;
    }

    @Override
    public boolean startsGroup(Command command) {
        return groups;
    }

    @Override
    public boolean joinsGroup(Command command) {
        return groups && command.sql().startsWith("group");
    }

    @Override
    public void runGroup(List<? extends Member> members) {
        log.add("group of " + members.size());
        members.forEach(member -> member.finish(member.attempt()));
    }
}
