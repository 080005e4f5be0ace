package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What was asked for when the connection was opened is kept by the server, but for the name that the driver sets afterwards. */
final class PostgresReset implements Product.Reset {
    private static final String NAME = "ApplicationName";

    private final Connection connection;
    private final @Nullable String name;

    PostgresReset(Connection connection) throws SQLException {
        this.connection = connection;
        this.name = connection.getClientInfo(NAME);
    }

    @Override
    public void run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
        }
        if (name != null) {
            connection.setClientInfo(NAME, name);
        }
    }
}
