package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server, whose superuser is {@code postgres}. */
public final class PostgresServer extends LocalServer {
    /** The newest major version that is here; the one of {@link #shared()}. */
    public static final int NEWEST = 18;

    /** An older major version, which is still supported by its makers. */
    public static final int OLDER = 14;

    private final PostgresControl control;
    private @Nullable String reused;
    private @Nullable KeptSession emptier;

    PostgresServer(ServerInstance instance) {
        this(PostgresControl.local(instance.port()), instance);
    }

    /** A server that was given by the environment. */
    PostgresServer(PostgresControl control) {
        this(control, null);
    }

    private PostgresServer(PostgresControl control, @Nullable ServerInstance instance) {
        super(control, instance);
        this.control = control;
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

    /**
     * The URL of an empty database, which is the same at each call: its sessions are ended, and what is in its schema
     * {@code public} is dropped. For tests that run one after the other; to make a database anew takes several times as long. The server keeps one
     * session in it, which {@link #sessions} does not count.
     */
    public synchronized String emptyDatabase() {
        if (reused == null || emptier == null) {
            reused = control.createDatabase();
            emptier = control.within(reused);
        } else {
            PostgresControl.empty(emptier);
        }
        return url(reused);
    }

    /** How many sessions with this {@code application_name} the server has. */
    public long backends(String applicationName) {
        return control.backends(applicationName);
    }

    /**
     * Starts a streaming standby of this server, which accepts sessions that read. It is another server to {@link #close()}, before
     * or after this one.
     */
    public PostgresServer standby() {
        try {
            return new PostgresServer(new PostgresStandby(control, own()).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this standby has replayed what the primary has committed up to now. */
    public void catchUpWith(PostgresServer primary) {
        control.awaitReplay(primary.control.position());
    }

    /** Makes this standby a primary, which sessions can write to when this returns. */
    public void promote() {
        execute("SELECT pg_promote(true, 30)");
    }
}
