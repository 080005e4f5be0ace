package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.SQLException;

/**
 * What does not outlive the transaction in which it was set: by it a statement is known to have ended that transaction, whatever
 * its text says, and even if another was begun.
 */
public interface TransactionMark {
    /** Of a database that lets no statement end the transaction around it. */
    TransactionMark NONE = new TransactionMark() {
        @Override
        public boolean set(Command command) {
            return false;
        }

        @Override
        public boolean stands() {
            return true;
        }
    };

    /** Sets the mark ahead of a statement, and returns true, if the statement may end the transaction. */
    boolean set(Command command) throws SQLException;

    /** Whether the mark is still there. It is taken away. Called after a statement that has failed, too. */
    boolean stands() throws SQLException;

    /**
     * Whether a statement that was run outside of transactions has left one open that the driver does not tell of; it is undone
     * then, at the latest with its connection.
     */
    default boolean isLeftOpen(Command command) throws SQLException {
        return false;
    }

    /** Whether it costs nothing and may be looked at while rows are read. */
    default boolean isFree() {
        return false;
    }

    /** Whether what ends the transaction can only have rolled it back. */
    default boolean onlyRollsBack() {
        return false;
    }
}
