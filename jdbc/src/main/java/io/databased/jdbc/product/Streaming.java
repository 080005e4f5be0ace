package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What makes a driver leave rows with the database, for one statement: as a rule a fetch size. */
public class Streaming {
    private static final int FETCH_SIZE = 512;

    private final Connection connection;
    private final int fetchSize;

    Streaming(Connection connection) {
        this(connection, FETCH_SIZE);
    }

    Streaming(Connection connection, int fetchSize) {
        this.connection = connection;
        this.fetchSize = fetchSize;
    }

    /** Prepares the connection, then the statement. */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setFetchSize(fetchSize);
            return statement;
        } catch (SQLException | RuntimeException | Error e) {
            try (statement) {
                throw e;
            }
        }
    }

    /** After the statement is closed, or could not be prepared. */
    public void end() throws SQLException {}
}
