package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.chrono.IsoEra;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;

/** HSQLDB, which computes in this process. */
final class Hsqldb extends Product {
    Hsqldb() {
        super("hsqldb", SqlSyntax.standard(), new Errors(), new HsqldbValues());
    }

    /** The driver counts days, and HSQLDB counts them by the calendar of old; texts are the dates that they say. */
    private static final class HsqldbValues extends Values {
        private static final LocalDate NEW_CALENDAR = LocalDate.of(1582, 10, 15);

        @Override
        void bind(PreparedStatement statement, int index, Object value) throws SQLException {
            if (value instanceof LocalDate date && isOld(date, date)) {
                statement.setString(index, date.toString());
            } else if (value instanceof LocalDateTime time && isOld(time, time.toLocalDate())) {
                statement.setString(index, Derby.text(time));
            } else {
                super.bind(statement, index, value);
            }
        }

        private static boolean isOld(Temporal time, LocalDate date) throws SQLException {
            if (time.get(ChronoField.ERA) == IsoEra.BCE.getValue() || date.getYear() > 9999) {
                throw new RefusedException("HSQLDB has the years 1 to 9999 only");
            }
            return date.isBefore(NEW_CALENDAR);
        }
    }
}
