package io.databased.jdbc.product;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Reads the value of one column as a plain one. */
@FunctionalInterface
public interface Reader {
    /** @param column from 1 */
    @Nullable
    Object read(ResultSet result, int column) throws SQLException;

    /** Whatever cannot be read is refused by the name of the column. */
    default Reader of(String name) {
        return (result, column) -> {
            try {
                return read(result, column);
            } catch (UnreadableException e) {
                throw e.in(name);
            } catch (DateTimeException | ArithmeticException | IllegalArgumentException driver) {
                throw UnreadableException.by(driver).in(name);
            }
        };
    }
}
