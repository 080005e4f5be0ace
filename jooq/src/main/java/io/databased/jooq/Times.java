package io.databased.jooq;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * The types of {@code java.sql}, through which jOOQ reads dates and times. They are instants of the JVM's time zone and of a
 * calendar that changes in 1582, and {@link Time} has no fractions of seconds; those made here still know what they were
 * made of, and jOOQ asks them for that.
 */
final class Times {
    private Times() {}

    static Date date(LocalDate date) {
        return new ExactDate(date);
    }

    static Time time(LocalTime time) {
        return new ExactTime(time);
    }

    static Timestamp timestamp(LocalDateTime time) {
        return new ExactTimestamp(time);
    }

    private static final class ExactDate extends Date {
        private static final long serialVersionUID = 1L;

        private final LocalDate date;

        ExactDate(LocalDate date) {
            super(Date.valueOf(date).getTime());
            this.date = date;
        }

        @Override
        public LocalDate toLocalDate() {
            return date;
        }
    }

    private static final class ExactTime extends Time {
        private static final long serialVersionUID = 1L;

        private final LocalTime time;

        ExactTime(LocalTime time) {
            super(Time.valueOf(time).getTime());
            this.time = time;
        }

        @Override
        public LocalTime toLocalTime() {
            return time;
        }
    }

    private static final class ExactTimestamp extends Timestamp {
        private static final long serialVersionUID = 1L;

        private final LocalDateTime time;

        ExactTimestamp(LocalDateTime time) {
            super(Timestamp.valueOf(time).getTime());
            setNanos(Timestamp.valueOf(time).getNanos());
            this.time = time;
        }

        @Override
        public LocalDateTime toLocalDateTime() {
            return time;
        }
    }
}
