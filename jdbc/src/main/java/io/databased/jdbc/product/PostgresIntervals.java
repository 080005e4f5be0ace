package io.databased.jdbc.product;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads intervals, which the driver gives as the server writes them: in each of the forms of {@code IntervalStyle}. */
final class PostgresIntervals {
    private static final String TIME =
            "(?:(?<sign>[-+]?)(?<hours>\\d+):(?<minutes>\\d\\d):(?<seconds>\\d\\d(?:\\.\\d+)?))?(?<ago>)";

    /** The forms, of which the first is what the server does unless it is told otherwise. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile(units("years", " years? ?", "months", " mons? ?", "days", " days? ?") + TIME),
            Pattern.compile("@ (?:0)?(?<sign>)" + units("years", " years? ?", "months", " mons? ?", "days", " days? ?")
                    + units("hours", " hours? ?", "minutes", " mins? ?", "seconds", " secs? ?") + "(?<ago>ago)?"),
            Pattern.compile("P(?<sign>)(?<ago>)" + units("years", "Y", "months", "M", "days", "D") + "T?"
                    + units("hours", "H", "minutes", "M", "seconds", "S")),
            Pattern.compile("0?(?:(?<years>[-+]?\\d+)-(?<months>\\d+) ?)?(?:(?<days>[-+]?\\d+) )?" + TIME));

    private PostgresIntervals() {}

    private static String units(String... namesAndUnits) {
        StringBuilder units = new StringBuilder();
        for (int i = 0; i < namesAndUnits.length; i += 2) {
            units.append("(?:(?<" + namesAndUnits[i] + ">[-+]?[\\d.]+)" + namesAndUnits[i + 1] + ")?");
        }
        return units.toString();
    }

    /**
     * A duration; what has months is none, their length depends on the date, and comes as ISO 8601 writes it. The text itself
     * if it has another form.
     */
    static Object read(String text) {
        for (Pattern form : FORMS) {
            Matcher parts = form.matcher(text);
            if (!text.isEmpty() && parts.matches()) {
                return read(
                        parts, parts.group("ago") == null || parts.group("ago").isEmpty() ? 1 : -1);
            }
        }
        return text;
    }

    private static Object read(Matcher parts, int sign) {
        int years = sign * number(parts, "years").intValue();
        int months = sign * number(parts, "months").intValue();
        int days = sign * number(parts, "days").intValue();
        boolean ofYears = parts.pattern() == FORMS.get(3) && isNegative(parts.group("years"));
        Duration time = time(parts).multipliedBy(sign);
        if (years == 0 && months == 0) {
            return time.plusDays(days);
        }
        Period date = Period.of(years, ofYears ? -months : months, days);
        return time.isZero() ? date.toString() : date + time.toString().substring(1);
    }

    /** Without a sign of its own, the standard's form of a time has that of the days ahead of it. */
    private static Duration time(Matcher parts) {
        BigDecimal seconds = number(parts, "hours")
                .multiply(BigDecimal.valueOf(3_600))
                .add(number(parts, "minutes").multiply(BigDecimal.valueOf(60)))
                .add(number(parts, "seconds"));
        Duration time = Duration.ofSeconds(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        String sign = String.valueOf(parts.group("sign"));
        boolean ofDays = parts.pattern() == FORMS.get(3) && sign.isEmpty() && isNegative(parts.group("days"));
        return ofDays || isNegative(sign) ? time.negated() : time;
    }

    private static boolean isNegative(@Nullable String number) {
        return number != null && number.startsWith("-");
    }

    private static BigDecimal number(Matcher parts, String name) {
        String digits = parts.group(name);
        return digits == null ? BigDecimal.ZERO : new BigDecimal(digits);
    }
}
