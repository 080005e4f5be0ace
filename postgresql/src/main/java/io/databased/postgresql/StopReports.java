package io.databased.postgresql;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a statement was stopped by. The server has one SQLSTATE for its own time limit and for a signal, and one routine that
 * finds out; its words tell only where they are English. What is said in another language is told by what this library knows:
 * whether it has given a signal, and which line of the server's source has answered one before.
 */
final class StopReports {
    static final String TIMEOUT = "statement timeout";

    private static final String SIGNAL = "user request";
    private static final String STATE = "57014";
    private static final String ROUTINE = "ProcessInterrupts";

    private volatile @Nullable String lineOfSignals; // for all connections of the database

    /**
     * Whether the server's time limit has stopped the statement.
     *
     * @param meant whether a signal was given for it
     * @param exposed whether it may have met one that was given for another
     */
    boolean isTimeout(Throwable failure, boolean meant, boolean exposed) {
        if (!(failure instanceof PgException stopped) || !PostgresErrors.is(stopped, STATE)) {
            return false;
        }
        boolean ofServer = ROUTINE.equals(stopped.getRoutine());
        if (PostgresErrors.has(stopped, TIMEOUT) || PostgresErrors.has(stopped, SIGNAL) || !ofServer) {
            return PostgresErrors.has(stopped, TIMEOUT);
        }
        if (meant) {
            lineOfSignals = stopped.getLine();
        }
        return !exposed && !String.valueOf(stopped.getLine()).equals(lineOfSignals);
    }
}
