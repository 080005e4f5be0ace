package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The number of DuckDB's transaction. */
final class DuckMark implements TransactionMark {
    private final Connection connection;
    private long marked;

    DuckMark(Connection connection) {
        this.connection = connection;
    }

    /** EXPLAIN ANALYZE runs what is behind it, which may be COMMIT. */
    @Override
    public boolean set(Command command) throws SQLException {
        boolean marks = SavepointMark.mayEnd(command) || command.verb().equals("EXPLAIN");
        if (marks) {
            marked = number();
        }
        return marks;
    }

    /** A transaction that has failed answers nothing any more, and is still the one. */
    @Override
    public boolean stands() throws SQLException {
        try {
            return marked == number();
        } catch (SQLException e) {
            if (DuckErrors.isAborted(e)) {
                return true;
            }
            throw e;
        }
    }

    private long number() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT txid_current()")) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
