package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on 127.0.0.1: shared by all tests of this JVM, or private to one that changes, stops or kills it. Its superuser
 * is {@code postgres}, who needs no password. Methods throw {@link IllegalStateException} with the server's words when it refuses, and
 * block until what they say has happened. Only {@link #createDatabase()} and the methods that ask the server may be called by several
 * threads at once.
 */
public final class PostgresServer implements AutoCloseable {
    /** The newest major version that is here; the one of {@link #shared()}. */
    public static final int NEWEST = 18;

    /** An older major version, which is still supported by its makers. */
    public static final int OLDER = 14;

    private final PostgresControl control;
    private final @Nullable PostgresCluster cluster;

    PostgresServer(PostgresControl control, @Nullable PostgresCluster cluster) {
        this.control = control;
        this.cluster = cluster;
    }

    /**
     * The server that tests share, started by the first call: the newest version, without durability. If the environment variable
     * {@code DATABASED_TEST_POSTGRESQL_URL} holds the URL of a superuser, it is that server.
     */
    public static PostgresServer shared() {
        return SharedServers.postgres();
    }

    /** The shared server of a major version, {@link #NEWEST} or {@link #OLDER}. */
    public static PostgresServer shared(int major) {
        return SharedServers.postgres(major);
    }

    /** Settings for a private server. */
    public static PostgresBuilder builder() {
        return new PostgresBuilder();
    }

    /** Starts a private server of the newest version with these settings of {@code postgresql.conf}. */
    public static PostgresServer start(Map<String, String> settings) {
        return builder().set(settings).start();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return control.port();
    }

    /** The URL of a database, {@code postgresql://postgres@127.0.0.1:PORT/NAME}. */
    public String url(String database) {
        return control.url(database);
    }

    /** Creates an empty database and returns its URL; about 20 ms. */
    public String createDatabase() {
        return url(control.createDatabase());
    }

    /** A JDBC connection of the superuser, for what a test wants to see or do beside the code under test. */
    public Connection connect(String database) throws SQLException {
        return control.connect(database);
    }

    /** Runs statements as the superuser in the database {@code postgres}, each in a transaction of its own. */
    public void execute(String... statements) {
        control.execute("postgres", statements);
    }

    /** Ends all sessions of a database, as an administrator would, and waits until they are gone. */
    public void terminateBackends(String database) {
        control.terminateBackends(database);
    }

    /** How many sessions with this {@code application_name} the server has. */
    public long backends(String applicationName) {
        return control.backends(applicationName);
    }

    /** Shuts the server down in order; its sessions are terminated first. */
    public void stop() {
        quietly(() -> own().process().end("INT"));
    }

    /** Kills all processes of the server with SIGKILL. */
    public void kill() {
        quietly(() -> own().process().kill());
    }

    /** Starts the server again after {@link #stop()} or {@link #kill()}, on the same data and port. */
    public void start() {
        quietly(() -> own().start());
    }

    /** Freezes all processes of the server with SIGSTOP: connections stay open, and the kernel accepts new ones. */
    public void pause() {
        quietly(() -> own().process().pause());
    }

    /** Lets a paused server go on. */
    public void resume() {
        quietly(() -> own().process().resume());
    }

    /** What the server has logged. */
    public String log() {
        try {
            return own().process().logged();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the server and deletes its data. A shared server is not closed. */
    @Override
    public void close() {
        quietly(() -> own().delete());
    }

    private PostgresCluster own() {
        if (cluster == null) {
            throw new IllegalStateException("The server of DATABASED_TEST_POSTGRESQL_URL is not ours to touch.");
        }
        return cluster;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
