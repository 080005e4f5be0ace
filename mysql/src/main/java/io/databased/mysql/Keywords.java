package io.databased.mysql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the first word of a statement tells. */
final class Keywords {
    private static final Set<String> SELECTING = Set.of("SELECT", "WITH", "VALUES", "TABLE");
    private static final Set<String> CHANGING = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE");
    private static final Pattern INTO = Pattern.compile("\\bINTO\\b", Pattern.CASE_INSENSITIVE);

    private Keywords() {}

    /** Whether the server opens a cursor for it. The driver waits for ever for the rows of a statement that has none. */
    static boolean opensCursor(String sql) {
        return SELECTING.contains(first(sql)) && !INTO.matcher(sql).find();
    }

    static boolean changesRows(String sql) {
        return CHANGING.contains(first(sql));
    }

    private static String first(String sql) {
        int start = 0;
        while (start < sql.length() && !Character.isLetter(sql.charAt(start))) {
            start = next(sql, start);
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }

    /** The next place outside a comment. */
    private static int next(String sql, int at) {
        if (sql.startsWith("-- ", at) || sql.charAt(at) == '#') {
            int end = sql.indexOf('\n', at);
            return end < 0 ? sql.length() : end + 1;
        }
        if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return at + 1;
    }
}
