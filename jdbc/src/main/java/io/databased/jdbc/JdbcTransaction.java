package io.databased.jdbc;

import io.databased.spi.Command.Control;
import java.sql.Connection;
import java.sql.SQLException;

/** Transaction control of one connection. */
interface JdbcTransaction {
    static JdbcTransaction of(Connection connection, JdbcProduct product) {
        return product == JdbcProduct.DUCKDB ? new DuckTransaction(connection) : new DriverTransaction(connection);
    }

    void run(Control step) throws SQLException;

    boolean isOpen() throws SQLException;

    void begin() throws SQLException;

    /** If this fails, nothing was committed. */
    void commit() throws SQLException;

    /** Undoes what is open; does nothing if nothing is. */
    void rollback() throws SQLException;
}
