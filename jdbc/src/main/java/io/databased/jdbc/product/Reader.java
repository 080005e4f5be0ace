package io.databased.jdbc.product;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the value of one column as a plain one. */
@FunctionalInterface
public interface Reader {
    /** @param column from 1 */
    @Nullable
    Object read(ResultSet result, int column) throws SQLException;
}
