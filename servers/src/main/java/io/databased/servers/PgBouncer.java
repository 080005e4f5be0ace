package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PgBouncer in transaction mode, in front of a server; only where {@code DATABASED_PGBOUNCER_HOME} names the folder that {@code
 * servers/fetch-pgbouncer} has filled.
 */
public final class PgBouncer implements AutoCloseable {
    private static final int SERVER_CONNECTIONS = 20;

    private final ServerInstance instance;

    private PgBouncer(ServerInstance instance) {
        this.instance = instance;
    }

    /** Starts one on a port of 127.0.0.1. */
    public static PgBouncer inFrontOf(PostgresServer server) {
        return inFrontOf(server.port());
    }

    /** The same, in front of whatever leads to a PostgreSQL. */
    public static PgBouncer inFrontOf(int serverPort) {
        try {
            int port = LoopbackPort.free();
            return new PgBouncer(ServerInstance.start(
                    new Pooler(Unpacked.find("DATABASED_PGBOUNCER_HOME", "fetch-pgbouncer")),
                    "pgbouncer",
                    port,
                    folder -> configure(folder, serverPort, port)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(Path folder, int serverPort, int port) throws IOException {
        Files.writeString(
                Pooler.settings(folder), """
                [databases]
                * = host=127.0.0.1 port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                server_idle_timeout = 1
                default_pool_size = %d
                pidfile = %s
                """.formatted(serverPort, port, SERVER_CONNECTIONS, Pooler.pid(folder)));
    }

    /** The URL of a database behind it. */
    public String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + instance.port() + "/" + database + "?pgbouncer=on";
    }

    @Override
    public void close() {
        try {
            instance.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program. */
    private record Pooler(Unpacked unpacked) implements Program {
        static Path settings(Path folder) {
            return folder.resolve("pgbouncer.ini");
        }

        static Path pid(Path folder) {
            return folder.resolve("pid");
        }

        @Override
        public List<String> command(Path folder, int port) {
            List<String> command = unpacked.command("usr/sbin/pgbouncer");
            command.add(settings(folder).toString());
            return Shell.asNobody(command);
        }

        @Override
        public Path pidFile(Path folder) {
            return pid(folder);
        }

        /** It listens before it writes that file. */
        @Override
        public boolean accepts(Path pidFile) {
            return true;
        }

        @Override
        public String endSignal() {
            return "INT";
        }
    }
}
