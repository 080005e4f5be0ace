package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder with a server's data, its port, and the process that serves them now. Not thread-safe. */
final class ServerInstance {
    private final Program program;
    private final Path folder;
    private final int port;
    private @Nullable ServerProcess process;

    private ServerInstance(Program program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a server in a new folder, which the filler has given its data; leaves nothing if that fails. */
    static ServerInstance start(Program program, String name, MachineCache.Filler filler) throws IOException {
        return start(program, name, LoopbackPort.free(), filler);
    }

    /** The same, on a port of the caller's. */
    static ServerInstance start(Program program, String name, int port, MachineCache.Filler filler) throws IOException {
        Path folder = Files.createTempDirectory("databased-" + name + "-");
        ServerInstance instance = new ServerInstance(program, folder, port);
        try {
            filler.fill(folder);
            instance.start();
            return instance;
        } catch (IOException | RuntimeException e) {
            instance.delete();
            throw e;
        }
    }

    Program program() {
        return program;
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    void start() throws IOException {
        if (process != null && process.alive()) {
            throw new IllegalStateException("The server runs already.");
        }
        Path pid = program.pidFile(folder);
        Files.deleteIfExists(pid); // after a kill it names processes that are gone
        ServerProcess started = ServerProcess.start(program.command(folder, port), folder);
        process = started;
        started.awaitReady(() -> Files.exists(pid) && program.accepts(pid));
    }

    void end() throws IOException {
        process().end(program.endSignal());
    }

    ServerProcess process() {
        if (process == null) {
            throw new IllegalStateException("The server was not started.");
        }
        return process;
    }

    void delete() throws IOException {
        if (process != null) {
            process.kill();
        }
        Shell.run("rm", "-rf", folder.toString());
    }
}
