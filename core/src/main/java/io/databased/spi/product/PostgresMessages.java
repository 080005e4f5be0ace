package io.databased.spi.product;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of PostgreSQL's words may be shown. The text of a refusal that is about a value quotes it behind a colon, or in
 * quotation marks; what an author raises may quote anything. A bound value that they have is taken out by the core.
 */
public final class PostgresMessages {
    /** Where the server reports what the code of a function raises. */
    private static final Set<String> RAISING = Set.of("exec_stmt_raise", "exec_stmt_assert");

    private static final String RAISED = "P0001";
    private static final String ABOUT_VALUES = "22"; // the class of data exceptions

    /** The type of a parameter is not the one that the server wants, or it finds none. */
    private static final Set<String> UNTYPED = Set.of("42804", "42P18");

    /** Of any language that the server speaks. */
    private static final Pattern COLON = Pattern.compile("\\p{Z}*(?::\\p{Z}|\uFF1A)");

    private static final Pattern QUOTE = Pattern.compile("[\"\\p{Pi}\\p{Pf}\u201A\u201E\u300C-\u300F]");

    private static final Pattern OTHER_TYPE =
            Pattern.compile(".* is of type (.+) but expression is of type .+", Pattern.DOTALL);

    private static final Properties CONDITIONS = Conditions.read("postgresql.properties");

    private PostgresMessages() {}

    /** What an SQLSTATE means; null for one that the server does not define, as one of a function's author. */
    public static @Nullable String condition(@Nullable String sqlState) {
        return sqlState == null ? null : CONDITIONS.getProperty(sqlState);
    }

    /** Whether the server has found no type for a parameter, or another than it needs. */
    public static boolean isUntyped(@Nullable String sqlState) {
        return sqlState != null && UNTYPED.contains(sqlState);
    }

    /** What the message of an exception says where the server's words may not be shown. */
    public static String words(@Nullable String sqlState, Kind kind) {
        return Objects.requireNonNullElseGet(condition(sqlState), () -> SqlStates.phrase(kind));
    }

    /** Whether the text is that of whoever wrote a function, who may have put values of any statement into it. */
    public static boolean isRaised(@Nullable String sqlState, @Nullable String routine) {
        return RAISED.equals(sqlState) || RAISING.contains(String.valueOf(routine));
    }

    /** The server's text and its hint, without what may be a value. */
    public static String shown(@Nullable String sqlState, Kind kind, DatabaseMessage said, @Nullable String routine) {
        String text = said.text();
        if (isRaised(sqlState, routine)) {
            return withHint(text, said);
        }
        if (sqlState != null && sqlState.startsWith(ABOUT_VALUES)) {
            String cut = COLON.split(text, 2)[0];
            return QUOTE.matcher(cut).find() ? words(sqlState, kind) : cut;
        }
        return isUntyped(sqlState) ? text + "; " + cast(text) : withHint(text, said);
    }

    /** With the type that the server names, if it says so in English. */
    private static String cast(String text) {
        Matcher wanted = OTHER_TYPE.matcher(text);
        return wanted.matches()
                ? "bind a value of that type, or convert it in the statement, as in cast(:name AS " + wanted.group(1)
                        + ")"
                : "say its type in the statement, as in cast(:name AS date)";
    }

    private static String withHint(String text, DatabaseMessage said) {
        return said.hint().map(hint -> text + " (" + hint + ")").orElse(text);
    }
}
