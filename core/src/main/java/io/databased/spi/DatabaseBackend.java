package io.databased.spi;

import java.util.concurrent.CompletionStage;

/** One database: opens physical connections and names its dialect. Thread-safe. */
public interface DatabaseBackend {
    /** What a connection is for. */
    enum Role {
        /** Reads and writes. */
        PRIMARY,
        /** Only reads: a replica of a cluster, or a reader beside SQLite's single writer. */
        REPLICA
    }

    /** What is to be known of its SQL; the same object always, and known before a connection is open. */
    SqlDialect dialect();

    /**
     * How many connections of the role may exist at once.
     *
     * @param wanted the user's maximum
     * @return between 0, if the role does not exist here, and {@code wanted}
     */
    int maxConnections(Role role, int wanted);

    /**
     * Whether the data lives in the connection and goes with it, as in an in-memory database: such connections are kept
     * until disconnect, and none is opened in place of one that had to be closed.
     */
    default boolean connectionsHoldData() {
        return false;
    }

    /**
     * Whether a platform thread that waits for a statement had better wait for a connection of its own and run the statement
     * there ({@link Command#isAwaitedHere}) than hand it to one that others use, too.
     */
    default boolean runsOnCallers() {
        return false;
    }

    /**
     * Whether a connection is reset after each use, whatever was run on it: because statements may leave something there that
     * their text does not tell, and the backend does not see to that itself. Nobody shares a connection then.
     */
    default boolean resetsAfterUse() {
        return false;
    }

    /**
     * Opens one connection. The core sets the deadline: after it, a connection that still arrives is closed.
     *
     * @return completes with the connection, on any thread; fails with a {@link BackendException}
     */
    CompletionStage<SessionBackend> open(Role role);

    /**
     * Opens one connection, and stops when nobody waits for it any more: when its deadline has passed, or the database is
     * disconnected. For a backend whose servers may be silent for longer than that. This is what the core calls; by
     * default it is {@link #open(Role)}.
     *
     * @param givenUp completes then, on any thread. A connection that is opened all the same is closed by the core
     */
    default CompletionStage<SessionBackend> open(Role role, CompletionStage<?> givenUp) {
        return open(role);
    }

    /** Whether opening failed for a reason that trying again does not change, such as a wrong password. */
    boolean permanent(Throwable openFailure);

    /** Whether the current thread belongs to the driver or to a connection, and must not be blocked. */
    boolean onBackendThread();

    /** Frees what the connections shared. Called after they are closed; {@link #open} may be called again later. */
    CompletionStage<Void> close();
}
