package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What statements leave on their connection without saying so: a function or a trigger that they call may set something. What
 * a statement says itself, the core knows.
 */
public interface Traces {
    /** Of a database where nothing is left in such a way, or nothing tells. */
    Traces NONE = new Traces() {};

    /** A statement is about to be run. */
    default void of(Command command) {}

    /** The statement has been answered, and nothing was asked since. */
    default void answered() {}

    /**
     * The statement has failed, and nothing was asked since.
     *
     * @param code of the database, or 0 if that has not answered
     */
    default void failed(@Nullable String sqlState, int code) {}

    /** Removes what may be left, and returns whether anything was removed; no transaction is open. */
    default boolean remove() throws SQLException {
        return false;
    }

    /** Whether something is left that only a reset takes back. Any thread. */
    default boolean areLeft() {
        return false;
    }
}
