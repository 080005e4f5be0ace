package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A data directory of PostgreSQL, its port, and the process that serves them now. Not thread-safe. */
final class PostgresCluster {
    private final PostgresBinaries binaries;
    private final Path folder;
    private final int port;
    private @Nullable ServerProcess process;

    PostgresCluster(PostgresBinaries binaries) throws IOException {
        this.binaries = binaries;
        this.folder = Files.createTempDirectory("databased-postgresql-");
        this.port = LoopbackPort.free();
    }

    PostgresBinaries binaries() {
        return binaries;
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Adds the settings to the configuration file; the last one of a name holds. */
    void configure(Map<String, String> settings) throws IOException {
        String lines = settings.entrySet().stream()
                .map(each -> each.getKey() + " = '" + each.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        Files.writeString(
                data().resolve("postgresql.conf"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Puts lines of access rules before the one that trusts everybody; the first one that matches holds. */
    void allow(List<String> rules) throws IOException {
        Path file = data().resolve("pg_hba.conf");
        Files.writeString(file, String.join("\n", rules) + "\n" + Files.readString(file));
    }

    void start() throws IOException {
        if (process != null && process.alive()) {
            throw new IllegalStateException("The server runs already.");
        }
        Path pid = data().resolve("postmaster.pid");
        Files.deleteIfExists(pid); // after a kill it names processes that are gone
        ServerProcess started = ServerProcess.start(
                Shell.asNobody(
                        List.of(binaries.server().toString(), "-D", data().toString(), "-p", Integer.toString(port))),
                folder);
        process = started;
        started.awaitReady(
                () -> Files.exists(pid) && Files.readString(pid).lines().skip(7).anyMatch(s -> s.startsWith("ready")));
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
