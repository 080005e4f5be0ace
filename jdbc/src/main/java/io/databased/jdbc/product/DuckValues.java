package io.databased.jdbc.product;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;

/**
 * The driver of DuckDB writes dates, and reads them where it is asked for one, by way of {@link java.sql.Date}: with the
 * calendar of old, and without the years before Christ.
 */
final class DuckValues extends Values {
    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof LocalDate date) {
            statement.setString(index, text(date));
        } else {
            super.bind(statement, index, value);
        }
    }

    /** There is no year 0; those before Christ are counted from 1. */
    private static String text(LocalDate date) {
        int year = date.getYear();
        return String.format(
                "%04d-%02d-%02d%s",
                year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth(), year > 0 ? "" : " (BC)");
    }

    @Override
    public Reader reader(Column column) {
        return column.type() == Types.DATE ? ResultSet::getObject : super.reader(column);
    }
}
