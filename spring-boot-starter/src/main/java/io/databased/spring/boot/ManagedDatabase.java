package io.databased.spring.boot;

import io.databased.Database;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A database and its name in the application. It starts before, and stops after, what serves requests: when the application
 * stops, the web server has answered its last request by then, and sessions that are still open get the grace of the pool.
 */
public final class ManagedDatabase implements SmartLifecycle {
    /** Early at the start and late at the stop; lower than the phases of web servers and of executors. */
    static final int PHASE = Integer.MIN_VALUE / 2;

    private static final Log LOG = LogFactory.getLog(ManagedDatabase.class);

    private final String name;
    private final Database database;
    private final boolean rolledBack;

    ManagedDatabase(String name, Database database, boolean rolledBack) {
        this.name = name;
        this.database = database;
        this.rolledBack = rolledBack;
    }

    /** {@code default}, or the name under {@code databased.databases}. */
    public String name() {
        return name;
    }

    public Database database() {
        return database;
    }

    /** Whether the starter made it in force-rollback; false if the application made it, in whatever way. */
    public boolean isRolledBack() {
        return rolledBack;
    }

    /** Connects again after a {@link #stop()}; the first time it is connected already, before beans that use it are made. */
    @Override
    public void start() {
        if (!database.isConnected()) {
            database.connect().join();
        }
    }

    @Override
    public void stop() {
        database.close();
    }

    @Override
    public void stop(Runnable callback) {
        if (!database.isConnected()) {
            callback.run();
            return;
        }
        database.disconnect().whenComplete((closed, failure) -> {
            if (failure != null) {
                LOG.error("The database '" + name + "' was not disconnected as it should", failure);
            }
            callback.run();
        });
    }

    @Override
    public boolean isRunning() {
        return database.isConnected();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * Whether it may be stopped while its context waits for its next test, as Spring 7 does; it must not be if that would roll
     * back what the tests build on.
     */
    public boolean isPauseable() {
        return !rolledBack;
    }
}
