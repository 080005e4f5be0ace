package io.databased.servers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;

/** Folders that are filled once on a machine and never change: unpacked servers, new data directories. */
final class MachineCache {
    private static final Path ROOT =
            Path.of(System.getProperty("java.io.tmpdir"), "databased-servers-" + System.getProperty("user.name"));
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private MachineCache() {}

    @FunctionalInterface
    interface Filler {
        void fill(Path empty) throws IOException;
    }

    /** The folder of that name; the first caller on this machine fills it while the others wait. */
    static Path folder(String name, Filler filler) throws IOException {
        Path folder = ROOT.resolve(name);
        if (Files.isDirectory(folder)) { // it appears by a rename, so it is whole
            return folder;
        }
        IN_THIS_JVM.lock(); // a file lock is held by a JVM, not by a thread
        try {
            createRoot();
            try (FileChannel channel = FileChannel.open(
                            ROOT.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock betweenJvms = channel.lock()) {
                if (betweenJvms.isValid() && !Files.isDirectory(folder)) {
                    Path part = Files.createTempDirectory(ROOT, name + ".part");
                    try {
                        filler.fill(part);
                        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Shell.run("rm", "-rf", part.toString()); // nothing is there if all went well
                    }
                }
            }
            return folder;
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private static void createRoot() throws IOException {
        Files.createDirectories(
                ROOT, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String owner = Files.getOwner(ROOT).getName();
        if (!owner.equals(System.getProperty("user.name"))) { // programs are run from here
            throw new IOException(ROOT + " belongs to " + owner + "; delete it.");
        }
    }
}
