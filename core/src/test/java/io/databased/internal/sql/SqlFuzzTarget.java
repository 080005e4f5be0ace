package io.databased.internal.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Any text as SQL, in any syntax: read, or refused by name; outside of its parameters it is sent as it is, and read again it
 * means the same. SQLite counts as many parameters in it. See docs/fuzzing.md.
 */
public final class SqlFuzzTarget {
    private static final String CANARY = "Qan4rYq";

    /** No text of the fuzzer holds it. */
    private static final char PLACE = '\uE000';

    private static final Pattern OPERATOR = Pattern.compile("@\\?|\\?[|&]");

    private static final SqlSyntax[] SYNTAXES = {
        SqlSyntax.standard(),
        SqlSyntax.standard().with(SqlSyntax.Feature.SLASH_COMMENTS),
        SqlSyntax.sqlite(),
        SqlSyntax.postgresql(),
        SqlSyntax.mysql(),
        SqlSyntax.mysql().without(SqlSyntax.Feature.BACKSLASH_ESCAPES)
    };
    private static final Connection SQLITE = sqlite();

    private SqlFuzzTarget() {}

    private static Connection sqlite() {
        try {
            return DriverManager.getConnection("jdbc:sqlite::memory:");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Called by the fuzzer, by name; throws what it has found. The first byte chooses the syntax. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            check(new String(data, 1, data.length - 1, UTF_8), SYNTAXES[(data[0] & 0xFF) % SYNTAXES.length]);
        }
    }

    static void check(String text, SqlSyntax syntax) {
        if (text.indexOf(PLACE) >= 0 || text.contains(CANARY)) {
            return;
        }
        ParsedSql parsed;
        try {
            parsed = ParsedSql.parse(text, syntax, (index, value, place) -> String.valueOf(PLACE));
        } catch (InvalidQueryException refused) {
            return;
        }
        String sent = parsed.sql();
        require(sent.chars().filter(c -> c == PLACE).count() == parsed.parameterCount(), "a place for each parameter");
        compare(text, sent);
        ParsedSql plain = ParsedSql.parse(text, syntax, (index, value, place) -> "?");
        // If they were read again, the places of @:name and :name| would be operators, and what was \:name a parameter.
        // No driver
        // does so: to those that take ? as the place of a parameter, each single one is one.
        if (OPERATOR.matcher(plain.sql()).find() || text.contains("\\:")) {
            return;
        }
        ParsedSql again = ParsedSql.parse(plain.sql(), syntax, (index, value, place) -> "?");
        require(again.parameterCount() == plain.parameterCount(), "has as many parameters when it is read again");
        require(
                again.kind() == plain.kind() && again.verb().equals(plain.verb()),
                "means the same when it is read again");
        bind(plain);
        if (syntax.equals(SqlSyntax.sqlite())) {
            askSqlite(plain);
        }
    }

    /** Only parameters, the operator {@code ?}, {@code \:} and what ends the statement may differ, and blanks around parameters. */
    private static void compare(String text, String sent) {
        int from = text.startsWith("\uFEFF") ? 1 : 0;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            char original = from < text.length() ? text.charAt(from) : 0;
            if (c == PLACE) {
                require(original == '?' || original == ':', "a place where a parameter was");
                from = original == '?' ? from + 1 : endOfName(text, from + 1);
            } else if (c == original) {
                from++;
            } else if (c == ':' && text.startsWith("\\:", from)) {
                from += 2;
            } else if (c == '?' && i > 0 && sent.charAt(i - 1) == '?') {
                continue; // the operator ? is sent as ??
            } else {
                boolean beside = (i > 0 && sent.charAt(i - 1) == PLACE)
                        || (i + 1 < sent.length() && sent.charAt(i + 1) == PLACE);
                require(c == ' ' && beside, "only blanks beside parameters are added");
            }
        }
        require(from >= text.length() || text.charAt(from) == ';', "nothing but the end is left out");
    }

    private static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length() && Characters.isNamePart(text.charAt(end))) {
            end++;
        }
        require(end > from, "a name behind the colon");
        return end;
    }

    private static void bind(ParsedSql parsed) {
        int count = parsed.parameterCount();
        Map<String, Object> named = new HashMap<>();
        parsed.parameterNames().forEach(name -> named.put(name, CANARY));
        boolean isNamed = !parsed.parameterNames().isEmpty();
        BoundSql bound = isNamed ? parsed.bind(named) : parsed.bind(Collections.nCopies(count, CANARY));
        require(bound.sql().equals(parsed.sql()), "the same text for values that are no lists");
        for (Object hostile : new Object[] {CANARY + "\0", List.of(CANARY, CANARY), List.of(), new Object[] {CANARY}}) {
            named.replaceAll((name, value) -> hostile);
            try {
                Object ignored = isNamed ? parsed.bind(named) : parsed.bind(Collections.nCopies(count, hostile));
                require(ignored != null, "something is bound");
            } catch (InvalidQueryException refused) {
                require(!refused.toString().contains(CANARY), "no value in the refusal");
            }
        }
    }

    /** What SQLite does not take, it says nothing about. */
    private static void askSqlite(ParsedSql parsed) {
        try (PreparedStatement prepared = SQLITE.prepareStatement(parsed.sql())) {
            int counted = prepared.getParameterMetaData().getParameterCount();
            require(counted == parsed.parameterCount(), "SQLite counts as many parameters");
        } catch (SQLException refused) {
            return;
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }
}
