package io.databased.postgresql;

import io.databased.vertx.DriverFailures.Misfit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server expects where a value does not fit, in the words of who wrote the statement. */
record ExpectedType(String words, String bound, String sqlType) {
    private static final String TEXT = "BoundText"; // as which texts are given to the driver

    /** By the class that the driver sends. A whole number is compared by an index of any whole number. */
    private static final Map<String, ExpectedType> BY_CLASS = Map.ofEntries(
            Map.entry("Number", new ExpectedType("a number", "a number", "bigint")),
            Map.entry("Boolean", new ExpectedType("a boolean", "a Boolean", "boolean")),
            Map.entry("LocalDate", new ExpectedType("a date", "a LocalDate", "date")),
            Map.entry("LocalTime", new ExpectedType("a time", "a LocalTime", "time")),
            Map.entry("OffsetTime", new ExpectedType("a time with its offset", "an OffsetTime", "timetz")),
            Map.entry("LocalDateTime", new ExpectedType("a timestamp", "a LocalDateTime", "timestamp")),
            Map.entry(
                    "OffsetDateTime",
                    new ExpectedType("a timestamp with its zone", "an Instant or an OffsetDateTime", "timestamptz")),
            Map.entry("Interval", new ExpectedType("an interval", "a Duration", "interval")),
            Map.entry("UUID", new ExpectedType("a UUID", "a UUID", "uuid")),
            Map.entry("Buffer", new ExpectedType("bytes", "a byte[]", "bytea")),
            Map.entry(Misfit.LIST, new ExpectedType("an array", "an array", "int[]")));

    /** Tells which value does not fit and what to do, and quotes no value. */
    static String message(@Nullable Misfit misfit) {
        if (misfit == null) {
            return "a value does not fit the type that the server expects at its place; bind a value of that type, or"
                    + " convert it in the statement, as in cast(:name AS date)";
        }
        ExpectedType expected = of(misfit.expected());
        return "parameter " + misfit.parameter() + " is " + given(misfit.given()) + ", but the server expects "
                + expected.words + " at its place; bind " + expected.bound
                + ", or convert it in the statement, as in cast(:name AS " + expected.sqlType + ")";
    }

    private static ExpectedType of(String javaClass) {
        ExpectedType known = BY_CLASS.get(javaClass);
        String other = javaClass.toLowerCase(Locale.ROOT);
        return known != null ? known : new ExpectedType("the type " + other, "a value of that type", other);
    }

    private static String given(String javaClass) {
        return javaClass.equals(TEXT) ? "a text" : "of the class " + javaClass;
    }
}
