package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contestants in front of one server, connected. */
final class Field implements AutoCloseable {
    /** How many connections each may have. */
    static final int CONNECTIONS = 8;

    /** 64 callers on 8 connections. */
    private static final int PIPELINED = 8;

    private final Map<String, Contestant> contestants = new LinkedHashMap<>();

    private Field() {}

    /** Opens the named ones; without pgbench if it is not installed. */
    static Field open(DatabaseUrl url, List<String> names) throws IOException, InterruptedException {
        Field field = new Field();
        try {
            for (String name : names) {
                field.enter(name, url);
            }
            return field;
        } catch (IOException | RuntimeException e) {
            field.close();
            throw e;
        }
    }

    private void enter(String name, DatabaseUrl url) throws IOException {
        if (!name.equals(Pgbench.PLAIN) && !name.equals(Pgbench.PIPELINE)) {
            contestants.put(name, WorkerProcess.start(name, url, CONNECTIONS));
        } else if (Pgbench.isInstalled()) {
            contestants.put(
                    name,
                    name.equals(Pgbench.PLAIN)
                            ? Pgbench.plain(url, CONNECTIONS)
                            : Pgbench.pipeline(url, CONNECTIONS, PIPELINED));
        }
    }

    /** That all read what is there, and that the updates they say they made are there, no more and no less. */
    void check(Movies movies) throws IOException, SQLException {
        for (Contestant contestant : contestants.values()) {
            if (contestant instanceof WorkerProcess worker) {
                long before = movies.updates();
                long said = worker.check(!worker.name().equals(Sides.VERTX_PIPELINING));
                long made = movies.updates() - before;
                if (made != said) {
                    throw new IllegalStateException(worker.name() + " says " + said + " updates, but made " + made);
                }
            }
        }
    }

    Map<String, Contestant> contestants() {
        return contestants;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Contestant contestant : contestants.values()) {
            contestant.close();
        }
    }
}
