package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            Object time = value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
            if (isOld(time)) {
                statement.setString(index, text(time));
            } else {
                super.bind(statement, index, time);
            }
        }

        /** There is no text for an array. */
        @Override
        void bindArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
            requireNew(list);
            super.bindArray(statement, index, list);
        }

        private static void requireNew(List<?> list) throws SQLException {
            for (Object each : list) {
                if (each instanceof List<?> inner) {
                    requireNew(inner);
                } else if (isOld(each)) {
                    throw new RefusedException("HSQLDB stores a date before 1582-10-15 in an array as another one");
                }
            }
        }

        private static String text(Object time) {
            return time instanceof OffsetDateTime at
                    ? Derby.text(at.toLocalDateTime()) + at.getOffset().getId().replace("Z", "+00:00")
                    : time instanceof LocalDateTime local ? Derby.text(local) : time.toString();
        }

        private static boolean isOld(@Nullable Object value) throws SQLException {
            boolean dated = value instanceof LocalDate
                    || value instanceof LocalDateTime
                    || value instanceof OffsetDateTime
                    || value instanceof Instant;
            if (!dated) {
                return false;
            }
            LocalDate date = value instanceof Instant instant
                    ? LocalDate.ofInstant(instant, ZoneOffset.UTC)
                    : LocalDate.from((TemporalAccessor) value);
            if (date.getYear() < 1 || date.getYear() > 9999) {
                throw new RefusedException("HSQLDB has the years 1 to 9999 only");
            }
            return date.isBefore(NEW_CALENDAR);
        }
    }
}
