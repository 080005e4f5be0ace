package io.databased.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What makes a driver leave rows with the database. H2 has a session setting for it, without which a result is gathered in
 * memory (or, for a database on disk, in a temporary file); PostgreSQL's driver wants a transaction, MySQL's a fetch size
 * of its own.
 */
final class Streaming {
    private static final int FETCH_SIZE = 512;

    private final Connection connection;
    private final JdbcProduct product;
    private boolean ownTransaction;

    Streaming(Connection connection, JdbcProduct product) {
        this.connection = connection;
        this.product = product;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        if (product == JdbcProduct.H2) {
            set("SET LAZY_QUERY_EXECUTION 1");
        } else if (product == JdbcProduct.POSTGRESQL && connection.getAutoCommit()) {
            connection.setAutoCommit(false);
            ownTransaction = true;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(product == JdbcProduct.MYSQL ? Integer.MIN_VALUE : FETCH_SIZE);
        return statement;
    }

    /** After the statement is closed. */
    void end() throws SQLException {
        if (product == JdbcProduct.H2) {
            set("SET LAZY_QUERY_EXECUTION 0");
        } else if (ownTransaction) {
            ownTransaction = false;
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private void set(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
