package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the driver of PostgreSQL sets after it has connected, so that the server forgets it when it resets its settings. */
record ApplicationName(Connection connection, @Nullable String name) {
    private static final String NAME = "ApplicationName";

    static ApplicationName of(Connection connection) throws SQLException {
        return new ApplicationName(connection, connection.getClientInfo(NAME));
    }

    void restore() throws SQLException {
        if (name != null) {
            connection.setClientInfo(NAME, name);
        }
    }
}
