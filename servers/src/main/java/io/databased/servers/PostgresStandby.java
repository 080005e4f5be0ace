package io.databased.servers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** Makes a streaming standby: a copy of the primary's files taken during an online backup, then its log for ever. */
final class PostgresStandby {
    /** What belongs to the running primary; the folders are needed, empty. */
    private static final Set<String> LEFT_EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private final PostgresControl control;
    private final ServerInstance primary;

    PostgresStandby(PostgresControl control, ServerInstance primary) {
        this.control = control;
        this.primary = primary;
    }

    /** Starts the standby; it accepts sessions when this returns, and may be behind. */
    ServerInstance start() throws IOException {
        return ServerInstance.start(primary.program(), "postgresql", folder -> {
            PostgresData data = PostgresData.in(folder);
            String slot = "standby_" + Long.toHexString(folder.hashCode() & 0xffff_ffffL);
            try {
                Files.writeString(data.directory().resolve("backup_label"), backUp(slot, data.directory()));
            } catch (SQLException e) {
                throw new IOException(e);
            }
            Files.createFile(data.directory().resolve("standby.signal"));
            data.configure(Map.of(
                    "primary_slot_name",
                    slot,
                    "primary_conninfo",
                    "host=127.0.0.1 port=" + primary.port() + " user=postgres application_name=" + slot));
        });
    }

    /** Copies the primary's files and returns the label that makes the copy a consistent one. */
    private String backUp(String slot, Path to) throws IOException, SQLException {
        try (Connection connection = control.connect("postgres");
                Statement statement = connection.createStatement()) {
            // The slot keeps the log from here on, so the copy can always catch up.
            statement.execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
            boolean old = connection.getMetaData().getDatabaseMajorVersion() < 15;
            statement.execute(
                    old ? "SELECT pg_start_backup('standby', true, false)" : "SELECT pg_backup_start('standby', true)");
            copy(PostgresData.in(primary.folder()).directory(), to);
            return label(
                    statement,
                    old
                            ? "SELECT labelfile FROM pg_stop_backup(false, false)"
                            : "SELECT labelfile FROM pg_backup_stop(false)");
        }
    }

    private static String label(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!belongs(from.relativize(folder))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectory(
                        to.resolve(from.relativize(folder)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (belongs(from.relativize(file))) {
                    copyIfThere(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) { // dropped meanwhile; the log says so to the standby
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private static boolean belongs(Path name) {
        boolean inside = name.getNameCount() > 1;
        return !(inside && LEFT_EMPTY.contains(name.getName(0).toString())) && !name.startsWith("postmaster.pid");
    }

    private static void copyIfThere(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (NoSuchFileException dropped) {
            Files.deleteIfExists(to);
        }
    }
}
