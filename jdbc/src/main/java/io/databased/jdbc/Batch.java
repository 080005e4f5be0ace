package io.databased.jdbc;

import io.databased.jdbc.product.BatchFailure;
import io.databased.jdbc.product.Product;
import io.databased.jdbc.product.RefusedException;
import io.databased.jdbc.product.Values;
import io.databased.spi.Command;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a statement for each set of values.
 *
 * @param statements prepares a text
 */
record Batch(Connection connection, Product product, Command command, Statements statements) {
    private static final int CHUNK = 1_000;

    @FunctionalInterface
    interface Statements {
        PreparedStatement of(String sql, String kinds) throws SQLException;
    }

    /** The affected rows in all. A statement that fails has sets left, and is not to be used again. */
    long run() throws SQLException {
        boolean together = product.batches() && !command.returnsRows();
        long affected = 0;
        for (int start = 0, end; start < sets().size(); start = end) {
            String sql = command.sql(start);
            String kinds = product.kinds(sets().get(start));
            end = endOf(sql, kinds, start);
            PreparedStatement statement = statements.of(sql, kinds);
            Values.Binder binder = product.values().binder(statement, sql);
            affected += together ? together(statement, binder, start, end) : oneByOne(statement, binder, start, end);
        }
        return affected;
    }

    /** Behind the sets from {@code start} on that have this text, and values of these kinds. */
    private int endOf(String sql, String kinds, int start) {
        int end = start + 1;
        while (end < sets().size()
                && command.sql(end).equals(sql)
                && product.kinds(sets().get(end)).equals(kinds)) {
            end++;
        }
        return end;
    }

    private List<@Nullable Object[]> sets() {
        return command.batch();
    }

    private long together(PreparedStatement statement, Values.Binder binder, int from, int to) throws SQLException {
        long affected = 0;
        for (int start = from; start < to; start += CHUNK) {
            int end = Math.min(start + CHUNK, to);
            for (int i = start; i < end; i++) {
                bind(binder, i);
                statement.addBatch();
            }
            try {
                affected += affectedTogether(statement);
            } catch (BatchUpdateException e) {
                int failed = product.errors().failedSet(e, end - start, connection);
                throw failed < 0 ? e : failure(e, start + failed);
            }
        }
        return affected;
    }

    private static long affectedTogether(PreparedStatement statement) throws SQLException {
        long affected = 0;
        for (long count : counts(statement)) {
            if (count == Statement.SUCCESS_NO_INFO) {
                throw new RefusedException(
                        "the driver does not tell how many rows a batch has changed, so the batch is undone;"
                                + " switch off what has the driver write several rows into one statement, such as"
                                + " rewriteBatchedStatements, reWriteBatchedInserts or useBulkStmts");
            }
            affected += Math.max(0, count);
        }
        return affected;
    }

    private static long[] counts(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeLargeBatch();
        } catch (UnsupportedOperationException | SQLFeatureNotSupportedException e) {
            return Arrays.stream(statement.executeBatch()).asLongStream().toArray();
        }
    }

    /** Of a statement that returns what it has changed, the rows are counted. */
    private long oneByOne(PreparedStatement statement, Values.Binder binder, int from, int to) throws SQLException {
        long affected = 0;
        for (int i = from; i < to; i++) {
            bind(binder, i);
            try {
                affected += affectedByOne(statement);
            } catch (SQLException e) {
                throw failure(e, i);
            }
        }
        return affected;
    }

    private long affectedByOne(PreparedStatement statement) throws SQLException {
        if (!statement.execute()) {
            return Results.affected(statement);
        }
        try (ResultSet result = statement.getResultSet()) {
            return Results.count(command, result);
        }
    }

    private void bind(Values.Binder binder, int index) throws SQLException {
        try {
            binder.bind(sets().get(index));
        } catch (SQLException e) {
            throw failure(e, index);
        }
    }

    private BatchFailure failure(SQLException failure, int index) {
        return new BatchFailure(failure, index + 1, sets().size());
    }
}
