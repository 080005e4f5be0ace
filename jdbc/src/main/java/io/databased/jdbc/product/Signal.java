package io.databased.jdbc.product;

import java.sql.SQLException;
import java.sql.Statement;

/** How the running statement of one connection is told to stop. */
public interface Signal {
    /** When a signal that was sent has no effect any more. */
    enum Spent {
        /** When {@link #send} has returned. */
        AT_ONCE,
        /** Nobody knows: it may hit what runs later. */
        LATER
    }

    /**
     * Tells the statement to stop. Blocks until the driver has done so; any thread, while the statement runs.
     *
     * @throws SQLException if it could not be told
     */
    void send(Statement running) throws SQLException;

    Spent spent();

    /** By {@link Statement#cancel()}. */
    static Signal ofStatement(Spent spent) {
        return new Signal() {
            @Override
            public void send(Statement running) throws SQLException {
                try {
                    running.cancel();
                } catch (SQLException e) {
                    if (!running.isClosed()) { // else it has ended, and nothing was sent
                        throw e;
                    }
                }
            }

            @Override
            public Spent spent() {
                return spent;
            }
        };
    }
}
