package io.databased.jdbc.race;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that forgives nothing: two calls at once, a call after it was closed, BEGIN in a transaction, COMMIT without one.
 * A signal hits whatever runs at that moment, as in many databases. {@link #INNOCENT} is never to be hit, nor is {@link #INSIDE}, which needs
 * a transaction; {@link #LONG} ends only so.
 */
final class Engine implements OwnedConnection {
    static final String INNOCENT = "SELECT innocent";
    static final String INSIDE = "SELECT innocent inside a transaction";
    static final String SHORT = "SELECT short";
    static final String LONG = "SELECT long";

    /** How many a query gives that is streamed. */
    static final int ROWS = 3;

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean inTransaction;

    private boolean running; // guarded by this, as the next one
    private boolean hit;

    boolean isClosed() {
        return closed;
    }

    /** A moment of work, in which others may come by. */
    @SuppressWarnings("ThreadPriorityCheck") // where another thread is to go on
    private static void work(int moments) {
        for (int i = 0; i < moments; i++) {
            Thread.yield();
        }
    }

    private void enter() {
        require(busy.compareAndSet(false, true), "one call at a time");
        require(!closed, "no call after it was closed");
    }

    private void leave() {
        busy.set(false);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }

    @Override
    public void control(Control step, BooleanSupplier unwanted) {
        enter();
        String sql = step.sql();
        if (sql.startsWith("BEGIN") || sql.startsWith("START")) {
            require(!inTransaction, sql + " outside of transactions");
            inTransaction = true;
        } else {
            require(inTransaction, sql + " inside a transaction");
            inTransaction = !sql.equals("COMMIT") && !sql.equals("ROLLBACK");
        }
        leave();
    }

    @Override
    public Reply run(Command command) throws BackendException {
        enter();
        try {
            require(inTransaction || !command.sql().equals(INSIDE), "a statement of a session is in its transaction");
            boolean stopped = runs(command.sql());
            require(!stopped || !command.sql().startsWith(INNOCENT), "no signal hits an innocent statement");
            if (stopped) {
                throw new BackendException("interrupted", Kind.CANCELLED, Effect.STATEMENT, null);
            }
            return Reply.NONE;
        } finally {
            leave();
        }
    }

    private boolean runs(String sql) {
        synchronized (this) {
            hit = false;
            running = true;
            boolean interrupted = false;
            while (sql.equals(LONG) && !hit) {
                try {
                    wait();
                } catch (InterruptedException e) { // as native code: it goes on
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        work(sql.equals(SHORT) ? 12 : 4);
        synchronized (this) {
            running = false;
            return hit;
        }
    }

    @Override
    public void signal() {
        work(1);
        synchronized (this) {
            hit |= running;
            notifyAll();
        }
    }

    @Override
    public Rows open(Command command) {
        enter();
        leave();
        return new Numbers();
    }

    @Override
    public BackendException settle(BackendException failure) {
        return failure;
    }

    @Override
    public boolean reusableAfterSignal() {
        return true;
    }

    @Override
    public void validate() {
        enter();
        leave();
    }

    @Override
    public boolean inTransaction() {
        return inTransaction;
    }

    @Override
    public void reset() {
        enter();
        require(!inTransaction, "a reset outside of transactions");
        leave();
    }

    @Override
    public void close() {
        enter();
        closed = true;
        leave();
    }

    @Override
    public Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
    }

    @Override
    public boolean mayRunWhereAwaited(Command command) {
        return true;
    }

    @Override
    public boolean startsGroup(Command command) {
        return false;
    }

    @Override
    public boolean joinsGroup(Command command) {
        return false;
    }

    @Override
    public void runGroup(List<? extends Member> members) {
        throw new UnsupportedOperationException();
    }

    /** {@link #ROWS} of them. */
    private final class Numbers implements Rows {
        private int given;

        @Override
        public List<String> columns() {
            return List.of("n");
        }

        @Override
        public List<@Nullable Object[]> next(int count) {
            enter();
            work(2);
            leave();
            List<@Nullable Object[]> window = new ArrayList<>();
            while (window.size() < count && given < ROWS) {
                window.add(new @Nullable Object[] {++given});
            }
            return window;
        }

        @Override
        public void close() {
            enter();
            leave();
        }
    }
}
