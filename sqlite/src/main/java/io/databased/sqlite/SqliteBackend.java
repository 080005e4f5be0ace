package io.databased.sqlite;

import io.databased.DatabaseUrl;
import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Owner;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * An SQLite database: a file with one connection that writes and others that read, or a database in memory or a temporary
 * one with a single connection for everything.
 */
final class SqliteBackend implements DatabaseBackend {
    private static final Set<Kind> PERMANENT = EnumSet.of(Kind.CORRUPT, Kind.READ_ONLY, Kind.PERMISSION);

    /**
     * Readers compute in this process and do not wait for a server: more than there are processors only take turns. One more,
     * because a thread that has lost its processor keeps its connection meanwhile.
     */
    private static final int MOST_READERS = Math.max(2, Runtime.getRuntime().availableProcessors()) + 1;

    private final SqlDialect dialect = new SqliteDialect();
    private final AtomicLong schemaVersion = new AtomicLong();
    private final AtomicInteger opened = new AtomicInteger();
    private final SqliteSettings settings;
    private final SqliteFile file;

    SqliteBackend(DatabaseUrl url) {
        this.settings = new SqliteSettings(url);
        this.file = new SqliteFile(settings.file());
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        if (role == Role.PRIMARY) {
            return Math.min(1, wanted);
        }
        return settings.file() == null ? 0 : Math.min(wanted, MOST_READERS);
    }

    @Override
    public boolean connectionsHoldData() {
        return settings.file() == null;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        SqliteOpening opening = new SqliteOpening(settings, role, file, schemaVersion);
        return OwnedSession.open("databased-sqlite-" + opened.incrementAndGet(), Threads.PLATFORM, opening::open);
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return openFailure instanceof BackendException failure
                && (PERMANENT.contains(failure.kind())
                        || isCannotOpen(failure.vendorCode())
                        || SqliteFile.isMoved(failure.vendorCode()));
    }

    private static boolean isCannotOpen(@Nullable Integer code) {
        return code != null && (code & 0xff) == SQLiteErrorCode.SQLITE_CANTOPEN.code;
    }

    @Override
    public boolean onBackendThread() {
        return Owner.isCurrentThread();
    }

    /**
     * Brings what the write-ahead log holds into the file and removes the log, so that the file alone is the database:
     * SQLite does so when its last connection closes, unless that one only reads.
     */
    @Override
    public CompletionStage<Void> close() {
        Path path = settings.file();
        if (path == null || settings.mode() == SqliteSettings.Mode.READ || !Files.exists(SqliteLog.of(path))) {
            file.forget();
            return CompletableFuture.completedFuture(null);
        }
        return open(Role.PRIMARY).thenCompose(SessionBackend::close).handle((closed, failure) -> {
            if (failure != null) {
                Log.LOGGER.log(
                        Level.WARNING,
                        "The write-ahead log beside {0} stays; it is part of the database that was connected",
                        path);
            }
            file.forget();
            return null;
        });
    }
}
