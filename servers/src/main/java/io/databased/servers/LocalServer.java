package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database server on 127.0.0.1: shared by all tests of this JVM, or private to one that changes, stops or kills it. Its superuser
 * needs no password. Methods throw {@link IllegalStateException} when the server refuses, and {@link UncheckedIOException} with the
 * server's log when its process fails; they block until what they say has happened. Only what is said in SQL may be said by several
 * threads at once.
 */
public abstract sealed class LocalServer implements AutoCloseable permits PostgresServer, MariaDbServer, MySqlServer {
    private final Control control;
    private final @Nullable ServerInstance instance;

    /** @param instance null if the server was given by the environment */
    LocalServer(Control control, @Nullable ServerInstance instance) {
        this.control = control;
        this.instance = instance;
    }

    /** The port. */
    public final int port() {
        return control.port();
    }

    /** The URL of a database for the superuser, as in {@code postgresql://postgres@127.0.0.1:PORT/NAME}. */
    public final String url(String database) {
        return control.url(database);
    }

    /** Creates an empty database with a new name and returns its URL. */
    public final String createDatabase() {
        return url(control.createDatabase());
    }

    /** A JDBC connection of the superuser, for what a test wants to see or do beside the code under test. */
    public final Connection connect(String database) throws SQLException {
        return control.connect(database);
    }

    /** Runs statements as the superuser in the server's own database, each in a transaction of its own. */
    public final void execute(String... statements) {
        control.execute(statements);
    }

    /** Kills all sessions of a database, as an administrator would, and waits until they are gone. */
    public final void terminateSessions(String database) {
        control.terminateSessions(database);
    }

    /** How many sessions use the database now. */
    public final long sessions(String database) {
        return control.sessions(database);
    }

    /** Shuts the server down in order; its sessions are terminated first. */
    public void stop() {
        run(() -> own().end());
    }

    /** Kills all processes of the server with SIGKILL. */
    public void kill() {
        run(() -> own().process().kill());
    }

    /** Starts the server again after {@link #stop()} or {@link #kill()}, on the same data and port. */
    public void start() {
        run(() -> own().start());
    }

    /** Freezes all processes of the server with SIGSTOP: connections stay open, and the kernel accepts new ones. */
    public void pause() {
        run(() -> own().process().pause());
    }

    /** Lets a paused server go on. */
    public void resume() {
        run(() -> own().process().resume());
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
        run(() -> own().delete());
    }

    ServerInstance own() {
        if (instance == null) {
            throw new IllegalStateException("The server was given by the environment; it is not ours to touch.");
        }
        return instance;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
