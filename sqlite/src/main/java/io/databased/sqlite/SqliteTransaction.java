package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command.Control;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** The transaction of one connection. */
final class SqliteTransaction {
    private static final @Nullable Object[] NO_VALUES = {};
    private static final long FILE_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long COMMIT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final SQLiteConnection connection;
    private final SqliteStatements statements;
    private final SqliteOpening opening;
    private final SqliteLog log = new SqliteLog();
    private long fileChecked = System.nanoTime();
    private boolean open;
    private boolean queryOnly;
    private boolean defines;

    SqliteTransaction(SQLiteConnection connection, SqliteStatements statements, SqliteOpening opening) {
        this.connection = connection;
        this.statements = statements;
        this.opening = opening;
    }

    void run(Control step) throws BackendException {
        switch (step.kind()) {
            case BEGIN -> {
                if (step.options().readOnly()) {
                    setQueryOnly();
                }
                begin(step.sql());
            }
            case COMMIT -> commit(step.sql());
            case ROLLBACK -> rollback();
            default -> inside(step.sql());
        }
    }

    boolean isOpen() {
        return open;
    }

    void begin(String sql) throws BackendException {
        checkFile();
        try {
            execute(sql);
            open = true;
        } catch (BackendException e) {
            end();
            throw e.withEffect(Effect.TRANSACTION_ENDED);
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
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(opening.busyTimeoutMillis());
        while (true) {
            try {
                execute(sql);
                end();
                return;
            } catch (BackendException e) {
                if (e.kind() != Kind.BUSY || System.nanoTime() - deadline >= 0) {
                    throw e.withEffect(effect(Effect.STATEMENT));
                }
                LockSupport.parkNanos(COMMIT_PAUSE_NANOS);
            }
        }
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
            statements.discard(sql);
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
