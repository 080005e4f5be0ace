package io.databased.jdbc.product;

import io.databased.spi.Command.Control;
import java.sql.SQLException;

/** Transaction control of one connection. */
public interface Transaction {
    /** Takes a step of it; a COMMIT as {@link #commit} does. */
    void run(Control step) throws SQLException;

    boolean isOpen() throws SQLException;

    /** Begins one with the database's own settings. */
    void begin() throws SQLException;

    /** If this fails, nothing was committed. */
    void commit() throws SQLException;

    /** Undoes what is open; does nothing if nothing is. */
    void rollback() throws SQLException;

    /** Whether the transaction has ended and its connection cannot go on: it did not go back to what it was before. */
    default boolean isConnectionSpent() {
        return false;
    }
}
