package io.databased.jooq;

import java.sql.Time;
import java.time.LocalTime;

/** A time that keeps what it was made of: {@link Time} itself has no fractions of a second. */
final class ExactTime extends Time {
    private static final long serialVersionUID = 1L;

    private final LocalTime time;

    @SuppressWarnings("deprecation") // there is no other constructor for a time of day
    ExactTime(LocalTime time) {
        super(time.getHour(), time.getMinute(), time.getSecond());
        this.time = time;
    }

    @Override
    public LocalTime toLocalTime() {
        return time;
    }
}
