package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;

/** Finds the closing delimiter of strings, quoted identifiers and comments. */
final class Delimiters {
    private final String sql;
    private final SqlSyntax syntax;

    Delimiters(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
    }

    /** The end of a string or identifier that begins with {@code quote} at {@code start}; a doubled quote stays inside. */
    int quoted(int start, char quote, boolean backslashes) {
        int i = start + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\\' && backslashes) {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (at(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw unterminated(quote == '\'' ? "string" : "quoted identifier", start, String.valueOf(quote));
    }

    /** The end of {@code E'text'} with its continuations: strings that follow on later lines, behind comments, too, keep the escapes. */
    int escapeString(int quote) {
        int end = quoted(quote, '\'', true);
        int next = continuation(end);
        while (next >= 0) {
            end = quoted(next, '\'', true);
            next = continuation(end);
        }
        return end;
    }

    private int continuation(int end) {
        boolean newLine = false;
        int i = end;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'') {
                return newLine ? i : -1;
            }
            if (c == '-' && at(i + 1) == '-') {
                i = lineComment(i);
            } else if (Characters.isBlank(c)) {
                newLine |= c == '\n' || c == '\r';
                i++;
            } else {
                return -1;
            }
        }
        return -1;
    }

    int bracketed(int start) {
        int end = sql.indexOf(']', start);
        if (end < 0) {
            throw unterminated("quoted identifier", start, "]");
        }
        return end + 1;
    }

    /** The end of the dollar quoted string at {@code start}, or -1 if none begins there. */
    int dollarQuoted(int start) {
        int i = start + 1;
        if (Characters.isWordStart(at(i))) {
            while (at(i) != '$' && Characters.isWordPart(at(i))) {
                i++;
            }
        }
        if (at(i) != '$') {
            return -1;
        }
        String tag = sql.substring(start, i + 1);
        int end = sql.indexOf(tag, i + 1);
        if (end < 0) {
            throw unterminated("dollar quoted string", start, "the same tag");
        }
        return end + tag.length();
    }

    /** The end of the comment at {@code start}, or -1 if none begins there. */
    int comment(int start) {
        char c = sql.charAt(start);
        if (c == '-' && at(start + 1) == '-') {
            boolean spaced = start + 2 >= sql.length() || Characters.isBlank(sql.charAt(start + 2));
            return spaced || !syntax.has(Feature.SPACED_DASH_COMMENTS) ? lineComment(start) : -1;
        }
        if (c == '#' && syntax.has(Feature.HASH_COMMENTS)) {
            return lineComment(start);
        }
        if (c == '/' && at(start + 1) == '/' && syntax.has(Feature.SLASH_COMMENTS)) {
            return lineComment(start);
        }
        return c == '/' && at(start + 1) == '*' ? blockComment(start) : -1;
    }

    private int lineComment(int start) {
        boolean atReturn = syntax.has(Feature.CARRIAGE_RETURN_ENDS_COMMENT);
        int i = start;
        while (i < sql.length() && sql.charAt(i) != '\n' && !(atReturn && sql.charAt(i) == '\r')) {
            i++;
        }
        return i;
    }

    private int blockComment(int start) {
        if (syntax.has(Feature.EXECUTABLE_COMMENTS)
                && (sql.startsWith("!", start + 2) || sql.startsWith("M!", start + 2))) {
            throw new InvalidQueryException("an executable comment (/*!) at offset " + start
                    + " would run as SQL; write its content as plain SQL");
        }
        boolean nested = syntax.has(Feature.NESTED_COMMENTS);
        int depth = 1;
        int i = start + 2;
        while (i < sql.length()) {
            if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else if (nested && sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        if (syntax.has(Feature.OPEN_COMMENTS)) {
            return sql.length();
        }
        throw unterminated("comment", start, "*/");
    }

    private char at(int i) {
        return i < sql.length() ? sql.charAt(i) : 0;
    }

    private static InvalidQueryException unterminated(String what, int start, String remedy) {
        return new InvalidQueryException(
                "the " + what + " that begins at offset " + start + " does not end; close it with " + remedy);
    }
}
