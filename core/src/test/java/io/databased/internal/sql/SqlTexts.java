package io.databased.internal.sql;

import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Generates a text of which it knows the markers: {@link #text()} is read, {@link #sent()} has {@code <n>} in their places. */
final class SqlTexts {
    /** Everything that must stay text where it is quoted; without anything that could end a quote. */
    private static final String[] NOISE = {
        ":x",
        "?",
        "::",
        ":=",
        ";",
        "--",
        "-- ",
        "[",
        "]",
        "(",
        "BEGIN",
        "END",
        "DELETE FROM",
        "C4n4rY",
        " ",
        "\n",
        "é",
        "😀",
        "?|",
        "@x",
        "#",
        "{",
        "INTO",
        "E",
        "e"
    };

    private final SqlSyntax syntax;
    private final RandomGenerator random;
    private final boolean named;
    private final StringBuilder text = new StringBuilder("SELECT 1");
    private final StringBuilder sent = new StringBuilder("SELECT 1");
    private int markers;

    SqlTexts(SqlSyntax syntax, RandomGenerator random) {
        this.syntax = syntax;
        this.random = random;
        this.named = random.nextBoolean();
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            both(Seeds.oneOf(random, ", ", " ,", "\n,", " + ", "||"));
            if (random.nextInt(3) == 0) {
                marker();
            } else {
                both(piece());
            }
        }
    }

    String text() {
        return text.toString();
    }

    String sent() {
        return sent.toString();
    }

    int markers() {
        return markers;
    }

    private void marker() {
        markers++;
        text.append(named ? ":" + Seeds.oneOf(random, "a", "b2", "_c", "ünï") : "?");
        sent.append('<').append(markers).append('>');
        both(Seeds.oneOf(random, "", " ", "::text", " ::int", "/* ? */", "\n"));
    }

    private void both(String piece) {
        text.append(piece);
        sent.append(piece);
    }

    private String piece() {
        List<String> pieces = new ArrayList<>(List.of(
                "'" + noise("'", "\\", "''") + "'",
                "\"" + noise("\"", "\\", "\"\"") + "\"",
                "/* " + noise("*/", "/*", "'") + " */ 2",
                "3 -- " + noise("\n", "\r", "'") + "\n",
                "x::text",
                "f(a := 1)",
                "a.b",
                "1.5e3"));
        if (syntax.has(Feature.DOLLAR_QUOTES)) {
            String tag = Seeds.oneOf(random, "$$", "$t$", "$_a1$");
            pieces.add(tag + noise("$", "$", "'") + tag);
        }
        if (syntax.has(Feature.ESCAPE_STRINGS)) {
            pieces.add("E'" + noise("'", "\\", "\\'") + "\\\\'");
        }
        if (syntax.has(Feature.BACKSLASH_ESCAPES)) {
            pieces.add("'" + noise("'", "\\", "\\'") + "\\\\'");
            pieces.add("\"" + noise("\"", "\\", "\\\"") + "\"");
        }
        if (syntax.has(Feature.BACKTICK_IDENTIFIERS)) {
            pieces.add("`" + noise("`", "`", "``") + "`");
        }
        if (syntax.has(Feature.BRACKET_IDENTIFIERS)) {
            pieces.add("[" + noise("]", "]", "[") + "]");
        } else {
            pieces.add("a[" + Seeds.oneOf(random, "1:2", "lo:hi", "1:n", "f(x):y") + "]");
        }
        if (syntax.has(Feature.HASH_COMMENTS)) {
            pieces.add("4 #" + noise("\n", "\n", "'") + "\n");
            pieces.add("5--6");
        }
        if (syntax.has(Feature.SLASH_COMMENTS)) {
            pieces.add("4 //" + noise("\n", "\n", "'") + "\n");
        }
        if (syntax.has(Feature.QUESTION_OPERATORS)) {
            pieces.add("j " + Seeds.oneOf(random, "?|", "?&", "@?", "@>", "#>>") + " k");
        }
        if (syntax.has(Feature.NESTED_COMMENTS)) {
            pieces.add("/* /* " + noise("*/", "/*", "'") + " */ ? */ 7");
        }
        return pieces.get(random.nextInt(pieces.size()));
    }

    private String noise(String without, String norThis, String escaped) {
        StringBuilder noise = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            String part = random.nextInt(6) == 0 ? escaped : Seeds.oneOf(random, NOISE);
            boolean ends = part.contains(without) || part.contains(norThis);
            noise.append(ends && !part.equals(escaped) ? "x" : part);
        }
        return noise.toString();
    }
}
