package io.databased.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The program of one node: Patroni, which starts and stops a PostgreSQL as the cluster wants it. */
final class PatroniNode implements Program {
    /**
     * What Patroni's helpers leave behind becomes a child of this one: so a node is one tree of processes, which can be
     * killed and frozen as a whole.
     */
    private static final String PARENT = """
            import ctypes, os, signal, sys
            PR_SET_CHILD_SUBREAPER = 36
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
            patroni = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
            signal.signal(signal.SIGTERM, lambda *_: os.kill(patroni, signal.SIGTERM))
            while True:
                child, status = os.wait()
                if child == patroni:
                    sys.exit(os.waitstatus_to_exitcode(status))
            """;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final PatroniBinaries binaries;
    private final String name;
    private final int port;
    private final int restPort;
    private final int storePort;

    /** @param storePort where it reaches the store that the cluster agrees in */
    PatroniNode(PatroniBinaries binaries, String name, int port, int restPort, int storePort) {
        this.binaries = binaries;
        this.name = name;
        this.port = port;
        this.restPort = restPort;
        this.storePort = storePort;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    int restPort() {
        return restPort;
    }

    /** Fills the node's folder. The waits are the shortest that Patroni takes. */
    void configure(Path folder) throws IOException {
        Files.writeString(settings(folder), """
                scope: bank
                name: %s
                restapi: {listen: '127.0.0.1:%d', connect_address: '127.0.0.1:%<d'}
                etcd3: {host: '127.0.0.1:%d', use_proxies: true}
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 1
                    retry_timeout: 3
                    synchronous_mode: true
                    synchronous_mode_strict: true
                    postgresql:
                      use_pg_rewind: true
                      parameters: {wal_log_hints: 'on', max_connections: 100}
                  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
                  pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']
                postgresql:
                  listen: '127.0.0.1:%d'
                  connect_address: '127.0.0.1:%<d'
                  data_dir: %s
                  bin_dir: %s
                  pgpass: %s
                  authentication: {superuser: {username: postgres}, replication: {username: postgres}}
                  parameters: {unix_socket_directories: '', shared_buffers: 32MB}
                """.formatted(
                        name,
                        restPort,
                        storePort,
                        port,
                        folder.resolve("data"),
                        binaries.postgres(),
                        folder.resolve("pgpass")));
    }

    private static Path settings(Path folder) {
        return folder.resolve("patroni.yml");
    }

    @Override
    public List<String> command(Path folder, int port) {
        return Shell.asNobody(List.of(
                "/usr/bin/python3",
                "-c",
                PARENT,
                binaries.patroni().toString(),
                settings(folder).toString()));
    }

    @Override
    public Path pidFile(Path folder) {
        return folder.resolve("data/postmaster.pid");
    }

    /** Its PostgreSQL is up, and does what the cluster wants. */
    @Override
    public boolean accepts(Path pidFile) {
        return says("health") && (isLeader() || says("replica"));
    }

    boolean isLeader() {
        return says("primary");
    }

    private boolean says(String state) {
        try {
            return send(request(state).GET()) == 200;
        } catch (IOException e) { // it is down, or frozen
            return false;
        }
    }

    /** Hands the leadership over to another node. */
    void switchOver() throws IOException {
        int answer = send(request("switchover")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"leader\": \"" + name + "\"}")));
        if (answer != 200) {
            throw new IOException("Patroni answered the wish for a switchover with " + answer);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/" + path))
                .timeout(Duration.ofSeconds(path.equals("switchover") ? 60 : 2));
    }

    private static int send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Patroni.", e);
        }
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}
