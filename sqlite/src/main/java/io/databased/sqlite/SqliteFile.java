package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Which file the path of a database named when it was connected. If the path comes to name another, or none, those
 * connections that are open go on with the old one, and what they write is lost with it; new ones would open the other.
 * Known where the file system has keys for files, which is not on Windows; there an open file cannot be replaced.
 *
 * @see <a href="https://www.sqlite.org/howtocorrupt.html">sqlite.org/howtocorrupt.html</a>
 */
final class SqliteFile {
    private final @Nullable Path path;
    private final AtomicReference<@Nullable Object> known = new AtomicReference<>();

    SqliteFile(@Nullable Path path) {
        this.path = path;
    }

    /** After a connection was opened: from the first on it is this file. */
    void opened() throws BackendException {
        if (path != null && !known.compareAndSet(null, key(path))) {
            requireSame();
        }
    }

    /** Fails if the path does not name the file any more that was opened. */
    void requireSame() throws BackendException {
        Object wanted = known.get();
        if (path != null && wanted != null) {
            Object found = key(path);
            if (!wanted.equals(found)) {
                throw moved(path, found == null ? "deleted or renamed" : "replaced by another file");
            }
        }
    }

    /** All connections are closed; the next ones may be to another file. */
    void forget() {
        known.set(null);
    }

    static boolean isMoved(@Nullable Integer code) {
        return code != null && code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED.code;
    }

    private static BackendException moved(Path path, String how) {
        return new BackendException(
                path + " was " + how + " while the database was connected; what is written would go to the old file."
                        + " Disconnect, move a -wal file along with the file it belongs to, and connect again",
                Kind.SYSTEM,
                Effect.NOT_SENT,
                null,
                SQLiteErrorCode.SQLITE_READONLY_DBMOVED.code,
                null);
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null; // there is none, or nobody may know
        }
    }
}
