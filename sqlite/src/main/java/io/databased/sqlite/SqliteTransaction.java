package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command.Control;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** The transaction of one connection. */
final class SqliteTransaction {
    private static final @Nullable Object[] NO_VALUES = {};
    private static final long FILE_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(16);
    private static final long COMMIT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final SQLiteConnection connection;
    private final SqliteStatements statements;
    private final SqliteOpening opening;
    private final SqliteLog log = new SqliteLog();
    private long fileChecked = System.nanoTime();
    private boolean open;

    /** Read by any thread, that of the session among them. */
    private volatile boolean ofSession;

    private boolean queryOnly;
    private boolean defines;

    SqliteTransaction(SQLiteConnection connection, SqliteStatements statements, SqliteOpening opening) {
        this.connection = connection;
        this.statements = statements;
        this.opening = opening;
    }

    /** @param unwanted whether nobody wants any more what follows a BEGIN that waits for a lock */
    void run(Control step, BooleanSupplier unwanted) throws BackendException {
        switch (step.kind()) {
            case BEGIN -> {
                if (step.options().readOnly()) {
                    setQueryOnly();
                }
                begin(
                        step.sql(),
                        () -> unwanted.getAsBoolean() || Thread.currentThread().isInterrupted());
                ofSession = true;
            }
            case COMMIT -> commit(step.sql());
            case ROLLBACK -> rollback();
            default -> inside(step.sql());
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Whether it was begun for a session, which has the connection to itself. Any thread. */
    boolean isOfSession() {
        return ofSession;
    }

    /** For a group. */
    void begin(String sql) throws BackendException {
        begin(sql, () -> false);
    }

    private void begin(String sql, BooleanSupplier unwanted) throws BackendException {
        checkFile();
        try {
            waitForLock(sql, unwanted);
            open = true;
        } catch (BackendException e) {
            end();
            throw e.withEffect(Effect.TRANSACTION_ENDED);
        }
    }

    /** SQLite's own waiting cannot be cut short. */
    private void waitForLock(String sql, BooleanSupplier unwanted) throws BackendException {
        long deadline = deadline();
        long pause = FIRST_PAUSE_NANOS;
        setBusyTimeout(0);
        try {
            while (!isExecuted(sql, deadline)) {
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
                if (unwanted.getAsBoolean()) {
                    throw new BackendException(
                            "cancelled while it waited for the lock on the database",
                            Kind.CANCELLED,
                            Effect.TRANSACTION_ENDED,
                            null);
                }
            }
        } finally {
            setBusyTimeout(opening.busyTimeoutMillis());
        }
    }

    /** False if there is a lock in the way, and still time. */
    private boolean isExecuted(String sql, long deadline) throws BackendException {
        try {
            execute(sql);
            return true;
        } catch (BackendException e) {
            if (e.kind() != Kind.BUSY || System.nanoTime() - deadline >= 0) {
                throw e;
            }
            return false;
        }
    }

    private long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(opening.busyTimeoutMillis());
    }

    private void setBusyTimeout(int millis) throws BackendException {
        try {
            connection.getDatabase().busy_timeout(millis);
        } catch (SQLException e) {
            throw SqliteErrors.running(e).withEffect(Effect.CONNECTION_LOST);
        }
    }

    /** Before something is written; looks at the file and its log now and then. */
    void checkFile() throws BackendException {
        if (opening.writes() && System.nanoTime() - fileChecked > FILE_CHECK_NANOS) {
            opening.requireSameFile();
            Path logged = opening.loggedFile();
            if (logged != null) {
                log.check(logged);
            }
            fileChecked = System.nanoTime();
        }
    }

    /** A transaction whose COMMIT met a lock is still open, and its COMMIT may be repeated. */
    void commit(String sql) throws BackendException {
        long deadline = deadline();
        boolean interrupted = false;
        try {
            while (!isExecuted(sql, deadline)) {
                interrupted |= Thread.interrupted(); // it would not pause; COMMIT is not given up for it
                LockSupport.parkNanos(COMMIT_PAUSE_NANOS);
            }
        } catch (BackendException e) {
            throw e.withEffect(effect(Effect.STATEMENT));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        end();
    }

    /** Leaves no transaction; that there is none already is no failure. */
    void rollback() throws BackendException {
        if (open || probe()) {
            try {
                execute("ROLLBACK");
            } catch (BackendException e) {
                if (probe()) {
                    throw e.withEffect(Effect.CONNECTION_LOST);
                }
            }
        }
        end();
    }

    private void inside(String sql) throws BackendException {
        try {
            execute(sql);
        } catch (BackendException e) {
            throw e.withEffect(effect(Effect.PRELUDE));
        }
    }

    /** What a failure left: SQLite may have rolled the transaction back, and does not say so. */
    Effect effect(Effect otherwise) {
        if (!open || probe()) {
            return otherwise;
        }
        try {
            end();
            return Effect.TRANSACTION_ENDED;
        } catch (BackendException e) {
            return Effect.CONNECTION_LOST;
        }
    }

    /** The transaction defines objects, which others see when it is committed. */
    void defines() {
        defines = open;
    }

    /**
     * Whether a transaction is open: then another BEGIN is refused. The driver offers no other way to ask.
     *
     * @see <a href="https://www.sqlite.org/lang_transaction.html">sqlite.org/lang_transaction.html</a>
     */
    boolean probe() {
        try {
            connection.getDatabase()._exec("BEGIN");
            connection.getDatabase()._exec("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return SqliteErrors.code(e) == SQLiteErrorCode.SQLITE_ERROR.code;
        }
    }

    /** Runs a text of ours. */
    void execute(String sql) throws BackendException {
        SqliteStatement statement = statements.get(sql);
        try {
            statement.execute(NO_VALUES);
        } catch (SQLException e) {
            throw SqliteErrors.running(e);
        }
    }

    /** A reader is read-only by itself; where there is none, the writer is for as long as the session lasts. */
    private void setQueryOnly() throws BackendException {
        if (opening.writes()) {
            execute("PRAGMA query_only=ON");
            queryOnly = true;
        }
    }

    private void end() throws BackendException {
        open = false;
        ofSession = false;
        if (defines) {
            defines = false;
            statements.schemaChanged();
        }
        if (queryOnly) {
            execute("PRAGMA query_only=OFF");
            queryOnly = false;
        }
    }
}
