package io.databased.sqlite;

import java.util.Locale;

/** The word that a statement begins with. */
final class Keyword {
    private static final int LONGEST = 16;

    private Keyword() {}

    /** The first word in upper case, behind white space, comments and opening parentheses; empty if there is none. */
    static String of(String sql) {
        int start = skip(sql);
        int end = start;
        while (end < sql.length() && end - start < LONGEST && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }

    private static int skip(String sql) {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (sql.startsWith("--", at)) {
                at = behind(sql, "\n", at);
            } else if (sql.startsWith("/*", at)) {
                at = behind(sql, "*/", at + 2);
            } else if (Character.isWhitespace(c) || c == '(' || c == '\ufeff') {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    private static int behind(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }
}
