package io.databased.jdbc.product;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the text of an INSERT of SQLite tells, read word by word: neither a comment nor a text nor a quoted name holds a keyword.
 *
 * @param table that it inserts into, without its schema; null if that is not found
 * @param mayUpdate whether it may update a row in place of inserting one
 */
public record InsertText(@Nullable String table, boolean mayUpdate) {
    /** A name, a word or a sign; what stands in none of the groups is passed over. */
    private record Token(String text, boolean isWord) {
        boolean is(String word) {
            return isWord && text.equalsIgnoreCase(word);
        }
    }

    /** Of a text that is one statement. */
    public static InsertText of(String sql) {
        List<Token> tokens = tokens(sql);
        String table = null;
        boolean mayUpdate = false;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (table == null && tokens.get(i).is("into")) {
                boolean qualified =
                        i + 3 < tokens.size() && tokens.get(i + 2).text.equals(".");
                table = tokens.get(qualified ? i + 3 : i + 1).text;
            }
            mayUpdate |= tokens.get(i).is("do") && tokens.get(i + 1).is("update");
        }
        return new InsertText(table, mayUpdate);
    }

    private static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = Forms.TOKEN.matcher(sql);
        while (matcher.find()) {
            if (matcher.group("quoted") != null) {
                tokens.add(new Token(unquoted(matcher.group("quoted")), false));
            } else if (matcher.group("word") != null) {
                tokens.add(new Token(matcher.group("word"), true));
            } else if (matcher.group("sign") != null) {
                tokens.add(new Token(matcher.group("sign"), false));
            }
        }
        return tokens;
    }

    private static String unquoted(String name) {
        String quote = name.substring(0, 1);
        String inside = name.substring(1, name.length() - 1);
        return quote.equals("[") ? inside : inside.replace(quote + quote, quote);
    }

    /** Made when it is needed, which is seldom. */
    private static final class Forms {
        static final Pattern TOKEN = Pattern.compile("--[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)|'(?:[^']|'')*+'"
                + "|(?<quoted>\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|\\[[^]]*+])"
                + "|(?<word>[\\w$\\x80-\\x{10ffff}]+)|(?<sign>\\S)");
    }
}
