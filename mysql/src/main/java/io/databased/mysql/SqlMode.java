package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a session's {@code sql_mode}.
 *
 * @param strict whether a value that does not fit is an error, in every table
 * @param ansiQuotes whether {@code "…"} is a name, in which a backslash is a backslash
 * @param backslashes whether a backslash is one in texts, too
 */
record SqlMode(boolean strict, boolean ansiQuotes, boolean backslashes) {
    static final SqlMode UNKNOWN = new SqlMode(true, false, false);

    private static final String STRICT = "STRICT_ALL_TABLES";
    private static final String ANSI_QUOTES = "ANSI_QUOTES";
    private static final String BACKSLASHES = "NO_BACKSLASH_ESCAPES";

    /** For the end of a {@code SET}: backslashes are escapes, and all the rest is as the server has it. */
    static final String AS_THE_SERVER = "sql_mode = REPLACE(@@sql_mode, '" + BACKSLASHES + "', '')";

    /** The same, and strict. */
    static final String AND_STRICT =
            "sql_mode = CONCAT(REPLACE(@@sql_mode, '" + BACKSLASHES + "', ''), ',STRICT_TRANS_TABLES," + STRICT + "')";

    /** Two numbers for {@link #of(boolean, boolean)}. */
    static final String QUESTION =
            "FIND_IN_SET('" + STRICT + "', @@sql_mode) > 0, FIND_IN_SET('" + ANSI_QUOTES + "', @@sql_mode) > 0";

    /** What is in quotes or a comment, as this library reads it. */
    private static final Pattern QUOTED = Pattern.compile(
            "'(?<text>(?:[^'\\\\]|\\\\.)*+)'|\"(?<name>(?:[^\"\\\\]|\\\\.)*+)\"|`[^`]*+`|#[^\n]*+|--\\s[^\n]*+|/\\*.*?\\*/",
            Pattern.DOTALL);

    /** By the names that the server gives. */
    static SqlMode of(String value) {
        List<String> modes = List.of(value.split(","));
        return new SqlMode(modes.contains(STRICT), modes.contains(ANSI_QUOTES), modes.contains(BACKSLASHES));
    }

    /** Of a connection that was set up. */
    static SqlMode of(boolean strict, boolean ansiQuotes) {
        return new SqlMode(strict, ansiQuotes, false);
    }

    /** Refuses a text that the server would take for another one than this library has read. */
    void requireReadAlike(String sql) throws BackendException {
        if ((!ansiQuotes && !backslashes) || sql.indexOf('\\') < 0) {
            return;
        }
        for (Matcher quoted = QUOTED.matcher(sql); quoted.find(); ) {
            if (hasBackslash(quoted.group("name")) || (backslashes && hasBackslash(quoted.group("text")))) {
                throw new BackendException(
                        "the session's sql_mode has " + (backslashes ? BACKSLASHES : ANSI_QUOTES)
                                + ", by which the server takes a backslash in "
                                + (backslashes ? "quotes" : "\"…\"")
                                + " for itself, and this library for an escape; bind such a text as a parameter, or take the"
                                + " mode out of sql_mode",
                        Kind.UNSUPPORTED,
                        Effect.STATEMENT,
                        null);
            }
        }
    }

    private static boolean hasBackslash(@Nullable String quoted) {
        return quoted != null && quoted.indexOf('\\') >= 0;
    }
}
