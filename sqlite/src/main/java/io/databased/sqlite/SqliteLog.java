package io.databased.sqlite;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The write-ahead log of a file. While somebody reads one state of the database, what was written since cannot leave the log:
 * a session or stream that reads for long makes it grow without bound, and every read slower. SQLite cuts the log when
 * it is free again, to {@link #LIMIT_BYTES}.
 *
 * @see <a href="https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files">sqlite.org/wal.html</a>
 */
final class SqliteLog {
    /** Four times what SQLite lets gather before it brings it into the file. */
    static final long LIMIT_BYTES = 16L << 20;

    static final long WARNING_BYTES = 2 * LIMIT_BYTES;
    private static final int MEGABYTE = 1 << 20;

    private long warnedAt = WARNING_BYTES;

    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Warns each time the log has doubled, and once more after it was cut. Owner thread only. */
    void check(Path file) {
        long size = size(of(file));
        if (size < WARNING_BYTES) {
            warnedAt = WARNING_BYTES;
        } else if (size >= warnedAt) {
            warnedAt = 2 * size;
            Log.LOGGER.log(
                    Level.WARNING,
                    "The write-ahead log of {0} has grown to {1} MB, because a read-only session, a stream or another"
                            + " process has been reading one state of it for long. End it, so that the log can be cut",
                    file,
                    size / MEGABYTE);
        }
    }

    private static long size(Path log) {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0; // there is none
        }
    }
}
