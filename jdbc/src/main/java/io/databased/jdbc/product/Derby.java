package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Derby, which computes in this process or in a server of its own. Its driver knows neither the times of Java 8 nor untyped nulls. */
final class Derby extends Product {
    Derby() {
        super("derby", SqlSyntax.standard(), new Errors(), new DerbyValues());
    }

    /** The driver copies the times of a batch by the calendar of the JVM, which moves them. */
    @Override
    public boolean batches() {
        return false;
    }

    /** The driver gives the last key of the connection, of whatever table. */
    @Override
    public boolean givesKeys(Command command) {
        return false;
    }

    static String text(LocalDateTime time) {
        return time.toLocalDate() + " " + time.toLocalTime().plusSeconds(0)
                + (time.getSecond() == 0 && time.getNano() == 0 ? ":00" : "");
    }

    private static final class DerbyValues extends Values {
        @Override
        void bindNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, statement.getParameterMetaData().getParameterType(index));
        }

        @Override
        void bind(PreparedStatement statement, int index, Object value) throws SQLException {
            if (value instanceof LocalDateTime time) {
                statement.setString(index, text(time));
            } else if (value instanceof LocalDate || value instanceof LocalTime || value instanceof UUID) {
                statement.setString(index, value.toString());
            } else {
                super.bind(statement, index, value);
            }
        }

        @Override
        public Reader reader(Column column) {
            return switch (column.type()) {
                case Types.DATE -> read(LocalDate::parse);
                case Types.TIME -> read(LocalTime::parse);
                case Types.TIMESTAMP -> DerbyValues::timestamp;
                default -> super.reader(column);
            };
        }

        /** By a calendar that leaves nothing out: for a text the driver takes that of the JVM, and moves times of the hours it has not. */
        private static @Nullable Object timestamp(ResultSet result, int column) throws SQLException {
            GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
            calendar.setGregorianChange(new Timestamp(Long.MIN_VALUE / 2));
            Timestamp time = result.getTimestamp(column, calendar);
            return time == null
                    ? null
                    : LocalDateTime.ofEpochSecond(
                            Math.floorDiv(time.getTime(), 1_000), time.getNanos(), ZoneOffset.UTC);
        }

        private static Reader read(Function<String, Object> parsing) {
            return (ResultSet result, int column) -> {
                @Nullable String text = result.getString(column);
                return text == null ? null : parsing.apply(text);
            };
        }
    }
}
