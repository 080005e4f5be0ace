package io.databased.jdbc.product;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The driver of DuckDB writes dates, and reads them where it is asked for one, by way of {@link java.sql.Date}: with the
 * calendar of old, and without the years before Christ. It gives infinite ones as the last that DuckDB can count.
 */
final class DuckValues extends Values {
    /** {@code TIME[]}, {@code MAP(VARCHAR, TIME)}. */
    private static final Pattern TIMES_WITHIN = Pattern.compile("\\bTIME\\b.*\\[|\\(.*\\bTIME\\b", Pattern.DOTALL);

    private static final LocalDate FIRST_OF_THE_NEW_CALENDAR = LocalDate.of(1582, 10, 15);
    private static final LocalDateTime NEW_CALENDAR = FIRST_OF_THE_NEW_CALENDAR.atStartOfDay();
    private static final int LEFT_OUT_DAYS = 10;
    private static final Timestamp YEAR_1 = Timestamp.valueOf("0001-01-01 00:00:00");

    private static final int GREATEST_YEAR = 292_000_000;

    /** Of a DECIMAL. */
    private static final int MOST_DIGITS = 38;

    private static final int HUGE_BITS = 128;
    private static final LocalDate LAST_DAY = LocalDate.EPOCH.plusDays(Integer.MAX_VALUE);
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH.minusDays(Integer.MAX_VALUE);
    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();
    private static final LocalDateTime LAST_TIME = EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
    private static final LocalDateTime FIRST_TIME = EPOCH.minus(Long.MAX_VALUE, ChronoUnit.MICROS);

    private static final Map<Temporal, Temporal> INFINITE = Map.ofEntries(
            entry(LAST_DAY, LocalDate.MAX),
            entry(FIRST_DAY, LocalDate.MIN),
            entry(LAST_TIME, LocalDateTime.MAX),
            entry(FIRST_TIME, LocalDateTime.MIN),
            entry(EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MILLIS), LocalDateTime.MAX), // of a TIMESTAMP_MS
            entry(EPOCH.minus(Long.MAX_VALUE, ChronoUnit.MILLIS), LocalDateTime.MIN),
            entry(EPOCH.plus(Long.MAX_VALUE, ChronoUnit.NANOS), LocalDateTime.MAX), // of a TIMESTAMP_NS
            entry(EPOCH.minus(Long.MAX_VALUE, ChronoUnit.NANOS), LocalDateTime.MIN),
            entry(LAST_TIME.atOffset(ZoneOffset.UTC), OffsetDateTime.MAX),
            entry(FIRST_TIME.atOffset(ZoneOffset.UTC), OffsetDateTime.MIN));

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (INFINITE.containsValue(value)) {
            statement.setString(index, PostgresTimes.text(value).toString());
        } else if (value instanceof LocalDate date) {
            statement.setString(index, text(date));
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            bindNumber(statement, index, decimal(value));
        } else {
            super.bind(statement, index, value);
        }
    }

    /** Of a number that is longer than a DECIMAL the driver makes null, so it goes as a text. One without a point it takes only so. */
    private static void bindNumber(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
        if (isLonger(number)) {
            statement.setString(index, number.toPlainString());
        } else {
            statement.setBigDecimal(index, number.scale() < 0 ? number.setScale(0) : number);
        }
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal((BigInteger) number);
    }

    private static boolean isLonger(BigDecimal number) {
        return number.scale() > MOST_DIGITS || number.precision() - (long) Math.min(0, number.scale()) > MOST_DIGITS;
    }

    /** The type of a whole number that is longer than a DECIMAL, or null. */
    static @Nullable String wholeType(@Nullable Object value) {
        if (!(value instanceof BigInteger number) || !isLonger(decimal(number))) {
            return null;
        }
        if (number.bitLength() < HUGE_BITS) {
            return "hugeint";
        }
        return number.signum() > 0 && number.bitLength() == HUGE_BITS ? "uhugeint" : "bignum";
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
        requireKept(list);
        super.bindArray(statement, index, list);
    }

    private static void requireKept(List<?> list) throws SQLException {
        for (Object each : list) {
            if (each instanceof List<?> inner) {
                requireKept(inner);
            } else if (each instanceof LocalDate date && date.isBefore(FIRST_OF_THE_NEW_CALENDAR)) {
                throw new RefusedException(
                        "the driver of DuckDB sends a date before 1582-10-15 in an array as another one; bind texts,"
                                + " and cast them: CAST(? AS DATE[])");
            } else if (each != null && INFINITE.containsValue(each)) {
                throw new RefusedException(
                        "the driver of DuckDB sends an infinite date or time in an array as another one;"
                                + " bind texts, and cast them: CAST(? AS DATE[])");
            } else if ((each instanceof BigDecimal || each instanceof BigInteger) && isLonger(decimal(each))) {
                throw new RefusedException("the driver of DuckDB sends a number of more than " + MOST_DIGITS
                        + " digits in an array as null; bind texts, and cast them: CAST(? AS HUGEINT[])");
            }
        }
    }

    @Override
    Object element(Object value) {
        return value instanceof BigDecimal number && number.scale() < 0 ? number.setScale(0) : value;
    }

    /** Times go through {@link Timestamp}, which has the calendar and the clock of the JVM. */
    @Override
    Object told(Object element) throws SQLException {
        Object value = element instanceof Timestamp time ? local(time) : element;
        Temporal infinity = infinity(value);
        if (infinity != null) {
            return infinity;
        }
        return value instanceof OffsetDateTime time ? instant(time.toLocalDateTime()) : value;
    }

    /** The driver gives the clock of the JVM's zone, with the offset of another moment. */
    private static OffsetDateTime instant(LocalDateTime clock) throws SQLException {
        List<ZoneOffset> offsets = ZoneId.systemDefault().getRules().getValidOffsets(clock);
        if (offsets.size() != 1) {
            throw new UnreadableException(
                    "an instant in an array or struct, of the hour that the JVM's time zone has twice:"
                            + " the driver does not say which of the two");
        }
        return clock.atOffset(offsets.get(0));
    }

    /** By its microseconds: the driver is off by the hour of summer time in the hours before that begins or ends. */
    private static @Nullable Object instant(ResultSet result, int column) throws SQLException {
        long micros = result.getLong(column);
        if (micros == 0 && result.wasNull()) {
            return null;
        }
        OffsetDateTime time = EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        Temporal infinite = INFINITE.get(time);
        return infinite != null
                ? infinite
                : time.atZoneSameInstant(ZoneId.systemDefault()).toOffsetDateTime();
    }

    private static LocalDateTime local(Timestamp timestamp) throws SQLException {
        LocalDateTime time = timestamp.toLocalDateTime();
        if (time.getYear() > GREATEST_YEAR) { // of a TIMESTAMP_MS: that of Timestamp wraps round
            throw new UnreadableException("a time in an array or struct beyond the years that the driver has there");
        }
        if (timestamp.before(YEAR_1)) {
            return time.withYear(1 - time.getYear()); // of its era
        }
        boolean leftOut = !time.isBefore(NEW_CALENDAR) && time.isBefore(NEW_CALENDAR.plusDays(LEFT_OUT_DAYS));
        if (leftOut || isBehindGap(time)) {
            throw new UnreadableException(
                    "a time in an array or struct that the driver may have moved, because the JVM's"
                            + " calendar or time zone leaves out the days or hours before it");
        }
        return time;
    }

    /** Whether it is as near to the end of an hour that summer time leaves out as times in that hour are moved to. */
    private static boolean isBehindGap(LocalDateTime time) {
        ZoneId zone = ZoneId.systemDefault();
        ZoneOffsetTransition last =
                zone.getRules().previousTransition(time.atZone(zone).toInstant().plusNanos(1));
        return last != null
                && last.isGap()
                && time.isBefore(last.getDateTimeAfter().plus(last.getDuration()));
    }

    @Override
    public Reader reader(Column column) {
        return switch (column.type()) {
            case Types.DATE -> (result, index) -> infinite(result.getObject(index));
            case Types.TIMESTAMP_WITH_TIMEZONE -> DuckValues::instant;
            case Types.TIMESTAMP -> {
                Reader times = super.reader(column);
                yield (result, index) -> infinite(times.read(result, index));
            }
            case Types.TIME -> beforeMidnight(super.reader(column));
            default -> super.reader(column);
        };
    }

    /** Arrays, structs and maps, whose elements the driver reads with many rows at once. */
    @Override
    public boolean mayHoldEndOfDay(Column column) {
        return TIMES_WITHIN.matcher(column.typeName()).find();
    }

    private static @Nullable Object infinite(@Nullable Object value) {
        Temporal infinity = value == null ? null : infinity(value);
        return infinity == null ? value : infinity;
    }

    /** Null of what is none. The driver gives an instant with the offset of the JVM. */
    private static @Nullable Temporal infinity(Object value) {
        return INFINITE.get(value instanceof OffsetDateTime time ? time.withOffsetSameInstant(ZoneOffset.UTC) : value);
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
