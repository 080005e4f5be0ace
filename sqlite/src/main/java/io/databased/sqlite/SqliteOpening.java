package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.sqlite.SqliteSettings.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/** Opens connections of one role, and proves of each that its settings took. */
final class SqliteOpening {
    private static final @Nullable Object[] NO_VALUES = {};

    private final SqliteSettings settings;
    private final Role role;
    private final SqliteFile file;
    private final AtomicLong schemaVersion;

    /** @param schemaVersion counts the changes of the schema by any connection */
    SqliteOpening(SqliteSettings settings, Role role, SqliteFile file, AtomicLong schemaVersion) {
        this.settings = settings;
        this.role = role;
        this.file = file;
        this.schemaVersion = schemaVersion;
    }

    boolean isFile() {
        return settings.file() != null;
    }

    boolean writes() {
        return role == Role.PRIMARY && settings.mode() != Mode.READ;
    }

    int busyTimeoutMillis() {
        return settings.busyTimeoutMillis();
    }

    /** The file if it is written here, and has a write-ahead log. */
    @Nullable
    Path loggedFile() {
        return writes() && settings.journal().equals("wal") ? settings.file() : null;
    }

    /** Fails if the path does not name the file any more that the other connections have. */
    void requireSameFile() throws BackendException {
        file.requireSame();
    }

    SqliteConnection open() throws BackendException {
        file.requireSame();
        if (role == Role.REPLICA && settings.mode() == Mode.CREATE && !exists()) {
            // A reader does not create the file.
            new SqliteOpening(settings, Role.PRIMARY, file, schemaVersion)
                    .open()
                    .close();
        }
        SQLiteConnection connection = connect();
        return new SqliteConnection(connection, new SqliteStatements(connection, schemaVersion), this);
    }

    SqliteReference reference() throws BackendException {
        return new SqliteReference(connect());
    }

    private SQLiteConnection connect() throws BackendException {
        SQLiteConnection connection = null;
        try {
            refuseReadOnlyFile();
            connection = new JDBC4Connection("jdbc:sqlite:", settings.driverName(), config().toProperties());
            // We commit; otherwise the driver would run a transaction of its own behind each statement.
            connection.getConnectionConfig().setAutoCommit(false);
            configure(new SqliteStatements(connection, schemaVersion));
            file.opened();
            return connection;
        } catch (SQLException e) {
            throw failure(SqliteErrors.running(e), connection);
        } catch (BackendException e) {
            throw failure(e, connection);
        }
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // the driver lets one thread call at a time already
        config.setBusyTimeout(settings.busyTimeoutMillis());
        if (isFile() && !writes()) {
            config.setReadOnly(true);
        } else if (settings.mode() != Mode.CREATE) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config;
    }

    private void configure(SqliteStatements statements) throws BackendException, SQLException {
        for (Map.Entry<String, String> pragma : settings.pragmas().entrySet()) {
            value(statements, "PRAGMA " + pragma.getKey() + "=" + pragma.getValue());
            require(pragma.getKey(), pragma.getValue(), value(statements, "PRAGMA " + pragma.getKey()));
        }
        require("busy_timeout", "" + settings.busyTimeoutMillis(), value(statements, "PRAGMA busy_timeout"));
        if (!writes()) {
            value(statements, "PRAGMA query_only=ON");
            // Nothing was read yet: a file that is no database shows only now.
            value(statements, "SELECT count(*) FROM sqlite_schema");
        } else if (isFile()) {
            require("journal_mode", settings.journal(), switchJournal(statements));
            value(statements, "PRAGMA journal_size_limit=" + SqliteLog.LIMIT_BYTES);
        }
        statements.clear();
    }

    /**
     * Others may be opening the same new file. SQLite does not wait for them here, for it has read the file already; so they are
     * waited for by a transaction, for which SQLite waits.
     */
    private @Nullable Object switchJournal(SqliteStatements statements) throws BackendException, SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return value(statements, "PRAGMA journal_mode=" + settings.journal());
            } catch (SQLException e) {
                long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                boolean mayWait = settings.journal().equals("wal") && waited < settings.busyTimeoutMillis();
                if (!mayWait || SqliteErrors.code(e) != SQLiteErrorCode.SQLITE_BUSY.code) {
                    throw e;
                }
            }
            value(statements, "BEGIN EXCLUSIVE");
            value(statements, "ROLLBACK");
        }
    }

    private static @Nullable Object value(SqliteStatements statements, String sql)
            throws BackendException, SQLException {
        List<@Nullable Object[]> rows = statements.get(sql).fetch(NO_VALUES, 1);
        return rows.isEmpty() ? null : rows.get(0)[0];
    }

    private static void require(String pragma, String wanted, @Nullable Object actual) throws BackendException {
        if (!wanted.equals(String.valueOf(actual))) {
            throw new BackendException(
                    pragma + " is " + actual + " where " + wanted + " was asked for; this file or file system may not"
                            + " allow it",
                    Kind.SYSTEM,
                    Effect.NOT_SENT,
                    null);
        }
    }

    /** SQLite itself would open the file and fail at the first write. */
    private void refuseReadOnlyFile() throws BackendException {
        Path file = settings.file();
        if (file != null && writes() && Files.isRegularFile(file) && !Files.isWritable(file)) {
            throw new BackendException(
                    "the file may not be written; open it with mode=ro to read it",
                    Kind.READ_ONLY,
                    Effect.NOT_SENT,
                    null);
        }
    }

    private BackendException failure(BackendException e, @Nullable SQLiteConnection opened) {
        if (opened != null) {
            close(opened, e);
        }
        Path file = settings.file();
        String reason = file == null ? null : missing(file);
        String message = "cannot open " + (file == null ? "the database" : file) + ": "
                + (reason == null ? e.getMessage() : reason);
        Kind kind = reason == null ? e.kind() : Kind.SYSTEM;
        return e.with(message, kind, Effect.NOT_SENT, e.getCause());
    }

    private @Nullable String missing(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (directory != null && !Files.isDirectory(directory)) {
            return "its directory does not exist; create it first";
        }
        return settings.mode() != Mode.CREATE && !exists() ? "it does not exist; mode=rwc creates it" : null;
    }

    private boolean exists() {
        Path file = settings.file();
        return file == null || Files.exists(file);
    }

    private static void close(SQLiteConnection connection, BackendException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
