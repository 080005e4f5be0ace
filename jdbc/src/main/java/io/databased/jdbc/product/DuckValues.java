package io.databased.jdbc.product;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The driver of DuckDB writes dates, and reads them where it is asked for one, by way of {@link java.sql.Date}: with the
 * calendar of old, and without the years before Christ. It gives infinite ones as the last that DuckDB can count.
 */
final class DuckValues extends Values {
    private static final LocalDate FIRST_OF_THE_NEW_CALENDAR = LocalDate.of(1582, 10, 15);
    private static final LocalDate LAST_DAY = LocalDate.EPOCH.plusDays(Integer.MAX_VALUE);
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH.minusDays(Integer.MAX_VALUE);
    private static final LocalDateTime LAST_TIME =
            LocalDate.EPOCH.atStartOfDay().plus(Long.MAX_VALUE, ChronoUnit.MICROS);
    private static final LocalDateTime FIRST_TIME =
            LocalDate.EPOCH.atStartOfDay().minus(Long.MAX_VALUE, ChronoUnit.MICROS);

    private static final Map<Temporal, Temporal> INFINITE = Map.of(
            LAST_DAY,
            LocalDate.MAX,
            FIRST_DAY,
            LocalDate.MIN,
            LAST_TIME,
            LocalDateTime.MAX,
            FIRST_TIME,
            LocalDateTime.MIN,
            LAST_TIME.atOffset(ZoneOffset.UTC),
            OffsetDateTime.MAX,
            FIRST_TIME.atOffset(ZoneOffset.UTC),
            OffsetDateTime.MIN);

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (INFINITE.containsValue(value)) {
            statement.setString(index, PostgresTimes.text(value).toString());
        } else if (value instanceof LocalDate date) {
            statement.setString(index, text(date));
        } else {
            super.bind(statement, index, value);
        }
    }

    /** There is no year 0; those before Christ are counted from 1. */
    private static String text(LocalDate date) {
        int year = date.getYear();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d%s",
                year > 0 ? year : 1 - year,
                date.getMonthValue(),
                date.getDayOfMonth(),
                year > 0 ? "" : " (BC)");
    }

    @Override
    void bindArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
        requireNewCalendar(list);
        super.bindArray(statement, index, list);
    }

    private static void requireNewCalendar(List<?> list) throws SQLException {
        for (Object each : list) {
            if (each instanceof List<?> inner) {
                requireNewCalendar(inner);
            } else if (each instanceof LocalDate date && date.isBefore(FIRST_OF_THE_NEW_CALENDAR)) {
                throw new SQLException(
                        "the driver of DuckDB sends a date before 1582-10-15 in an array as another one; bind texts,"
                                + " and cast them: CAST(? AS DATE[])",
                        "0A000");
            }
        }
    }

    @Override
    public Reader reader(Column column) {
        return switch (column.type()) {
            case Types.DATE -> (result, index) -> infinite(result.getObject(index));
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {
                Reader times = super.reader(column);
                yield (result, index) -> infinite(times.read(result, index));
            }
            case Types.TIME -> beforeMidnight(super.reader(column));
            default -> super.reader(column);
        };
    }

    /** The driver gives an instant with the offset of the JVM. */
    private static @Nullable Object infinite(@Nullable Object value) {
        Object counted = value instanceof OffsetDateTime time ? time.withOffsetSameInstant(ZoneOffset.UTC) : value;
        Temporal infinite = counted == null ? null : INFINITE.get(counted);
        return infinite == null ? value : infinite;
    }

    private static Reader beforeMidnight(Reader times) {
        return (result, index) -> {
            try {
                return times.read(result, index);
            } catch (DateTimeException endOfDay) {
                throw UnreadableException.endOfDay();
            }
        };
    }
}
