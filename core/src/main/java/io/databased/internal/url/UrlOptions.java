package io.databased.internal.url;

import io.databased.InvalidUrlException;
import io.databased.internal.failure.NearestName;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The options of a URL, read as numbers, durations and switches. An error names the option, never its value. */
public final class UrlOptions {
    private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");
    private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);

    /** More than that is likely to be meant as milliseconds. */
    private static final int MOST_BARE_SECONDS = 600;

    private final Map<String, String> options;

    public UrlOptions(Map<String, String> options) {
        this.options = options;
    }

    public Optional<Integer> integer(String name, int min, int max) {
        String value = options.get(name);
        if (value == null) {
            return Optional.empty();
        }
        long number = Forms.INTEGER.matcher(value).matches() ? Long.parseLong(value) : Long.MIN_VALUE;
        if (number < min || number > max) {
            throw illegal(name, "a whole number from " + min + " to " + max);
        }
        return Optional.of((int) number);
    }

    public Optional<Duration> duration(String name) {
        String value = options.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Matcher matcher = Forms.DURATION.matcher(value);
        if (!matcher.matches()) {
            throw illegal(
                    name,
                    "a duration from 0 to 999999999 in ms, s, m or h, such as 500ms, 5s, 2m; "
                            + "a number without a unit means seconds");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        if (unit == null && amount > MOST_BARE_SECONDS) {
            throw illegal(
                    name,
                    "a number without a unit only up to " + MOST_BARE_SECONDS
                            + ", which means seconds; write the unit: ms, s, m or h, such as 500ms, 5s, 2m");
        }
        return Optional.of(unit == null ? Duration.ofSeconds(amount) : Duration.of(amount, UNITS.get(unit)));
    }

    public Optional<Boolean> switched(String name) {
        String value = options.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String word = value.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw illegal(name, "true, on, yes, 1 or false, off, no, 0");
        }
        return Optional.of(TRUE.contains(word));
    }

    public void requireKnown(Set<String> known) {
        for (String name : options.keySet()) {
            if (!known.contains(name)) {
                String remedy = Optional.ofNullable(OtherOptions.remedy(name, known))
                        .or(() -> Optional.ofNullable(NearestName.of(name, known))
                                .map(nearest -> "did you mean '" + nearest + "'?"))
                        .orElseGet(() -> "known are: " + known.stream().sorted().collect(Collectors.joining(", ")));
                throw new InvalidUrlException(
                        "unknown option " + UrlText.echo(name) + " in the database URL; " + remedy);
            }
        }
    }

    private static InvalidUrlException illegal(String name, String legal) {
        return new InvalidUrlException(
                "illegal value for option " + UrlText.echo(name) + " in the database URL; it takes " + legal);
    }

    /** Made when the first option is read: most URLs have none. */
    private static final class Forms {
        static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
        static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)?");
    }
}
