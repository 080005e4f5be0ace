package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Brings back a connection's settings, temporary tables and locks where the database can: PostgreSQL. What was asked for
 * when it was opened is kept by the server, but for the name that the driver sets afterwards.
 */
final class JdbcReset {
    private static final String NAME = "ApplicationName";

    private final Connection connection;
    private final JdbcProduct product;
    private final @Nullable String name;

    JdbcReset(Connection connection, JdbcProduct product) throws SQLException {
        this.connection = connection;
        this.product = product;
        this.name = product == JdbcProduct.POSTGRESQL ? connection.getClientInfo(NAME) : null;
    }

    void run() throws SQLException, BackendException {
        if (product != JdbcProduct.POSTGRESQL) {
            throw new BackendException(
                    "JDBC has no way to bring back a connection's settings and temporary objects; it is replaced",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
        }
        if (name != null) {
            connection.setClientInfo(NAME, name);
        }
    }
}
