package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What was asked for when the connection was opened is kept by the server, but for the name that the driver sets afterwards. */
record PostgresReset(Connection connection, ApplicationName name) implements Product.Reset {
    @Override
    public void run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
            statement.execute(PostgresTraces.SETTINGS);
        }
        name.restore();
    }
}
