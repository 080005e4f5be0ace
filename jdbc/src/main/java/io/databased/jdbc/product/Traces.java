package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.SQLException;

/**
 * What statements leave on their connection without saying so: a function or a trigger that they call may set something. What
 * a statement says itself, the core knows.
 */
public interface Traces {
    /** Of a database where nothing is left in such a way. */
    Traces NONE = new Traces() {
        @Override
        public void of(Command command) {}

        @Override
        public void failed(SQLException failure) {}

        @Override
        public boolean remove() {
            return false;
        }
    };

    /** A statement is about to be run. */
    void of(Command command);

    /** The statement has failed. */
    void failed(SQLException failure);

    /** Removes what may be left, and returns whether anything was removed; no transaction is open. */
    boolean remove() throws SQLException;
}
