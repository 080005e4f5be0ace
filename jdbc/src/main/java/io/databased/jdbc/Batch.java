package io.databased.jdbc;

import io.databased.jdbc.product.BatchFailure;
import io.databased.jdbc.product.Product;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a statement for each set of values. */
record Batch(Connection connection, Product product, List<@Nullable Object[]> sets) {
    private static final int CHUNK = 1_000;

    /**
     * The affected rows in all; a driver that does not count its rows counts as none. A statement that fails has sets left, and is
     * not to be used again.
     */
    long run(PreparedStatement statement) throws SQLException {
        return product.batches() ? together(statement) : oneByOne(statement);
    }

    private long together(PreparedStatement statement) throws SQLException {
        long affected = 0;
        for (int start = 0; start < sets.size(); start += CHUNK) {
            int end = Math.min(start + CHUNK, sets.size());
            for (int i = start; i < end; i++) {
                bind(statement, i);
                statement.addBatch();
            }
            try {
                for (int count : statement.executeBatch()) {
                    affected += Math.max(0, count);
                }
            } catch (BatchUpdateException e) {
                int failed = product.errors().failedSet(e, end - start, connection);
                throw failed < 0 ? e : failure(e, start + failed);
            }
        }
        return affected;
    }

    private long oneByOne(PreparedStatement statement) throws SQLException {
        long affected = 0;
        for (int i = 0; i < sets.size(); i++) {
            bind(statement, i);
            try {
                statement.execute();
                affected += Results.affected(statement);
            } catch (SQLException e) {
                throw failure(e, i);
            }
        }
        return affected;
    }

    private void bind(PreparedStatement statement, int index) throws SQLException {
        try {
            product.values().bind(statement, sets.get(index));
        } catch (SQLException e) {
            throw failure(e, index);
        }
    }

    private BatchFailure failure(SQLException failure, int index) {
        return new BatchFailure(failure, index + 1, sets.size());
    }
}
