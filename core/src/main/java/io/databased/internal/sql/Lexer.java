package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;

/** Splits a text into {@link Token}s, one at a time: after {@link #next()} the last one is at {@link #start()}…{@link #end()}. */
final class Lexer {
    private final String sql;
    private final SqlSyntax syntax;
    private final Delimiters delimiters;
    private Token previous = Token.END;
    private int brackets;
    private int start;
    private int end;

    Lexer(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
        this.delimiters = new Delimiters(sql, syntax);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    Token next() {
        start = afterBlanks(end);
        previous = start < sql.length() ? read(sql.charAt(start)) : finish(Token.END, 0);
        return previous;
    }

    private int afterBlanks(int from) {
        int i = from;
        while (i < sql.length()) {
            int next = Characters.isBlank(sql.charAt(i)) ? i + 1 : delimiters.comment(i);
            if (next < 0) {
                break;
            }
            i = next;
        }
        return i;
    }

    private Token read(char c) {
        return switch (c) {
            case '\'' -> reach(Token.STRING, delimiters.quoted(start, c, syntax.has(Feature.BACKSLASH_ESCAPES)));
            case '"' -> reach(Token.IDENTIFIER, delimiters.quoted(start, c, syntax.has(Feature.BACKSLASH_ESCAPES)));
            case '`' -> backtick(c);
            case '[', ']' -> bracket(c);
            case '$' -> dollar();
            case ':' -> colon();
            case '\\' -> at(start + 1) == ':' ? finish(Token.COLON, 2) : finish(Token.SYMBOL, 1);
            case '?' -> question();
            case '@', '#' -> prefix(c);
            default -> wordOrSymbol(c);
        };
    }

    private Token wordOrSymbol(char c) {
        if ((c == 'E' || c == 'e') && at(start + 1) == '\'' && syntax.has(Feature.ESCAPE_STRINGS)) {
            return reach(Token.STRING, delimiters.escapeString(start + 1));
        }
        if (Characters.isWordStart(c)) {
            int i = start;
            while (Characters.isWordPart(at(i))) {
                i++;
            }
            return reach(Token.WORD, i);
        }
        if (Characters.isDigit(c)) {
            int i = start;
            while (at(i) != '$' && Characters.isWordPart(at(i))) {
                i++;
            }
            return reach(Token.NUMBER, i);
        }
        return finish(symbol(c), 1);
    }

    private static Token symbol(char c) {
        return switch (c) {
            case '(' -> Token.OPEN;
            case ')' -> Token.CLOSE;
            case ';' -> Token.SEMICOLON;
            case '.' -> Token.DOT;
            default -> Token.SYMBOL;
        };
    }

    private Token backtick(char c) {
        return syntax.has(Feature.BACKTICK_IDENTIFIERS)
                ? reach(Token.IDENTIFIER, delimiters.quoted(start, c, false))
                : finish(Token.SYMBOL, 1);
    }

    private Token bracket(char c) {
        if (syntax.has(Feature.BRACKET_IDENTIFIERS)) {
            return c == '[' ? reach(Token.IDENTIFIER, delimiters.bracketed(start)) : finish(Token.SYMBOL, 1);
        }
        brackets = Math.max(0, brackets + (c == '[' ? 1 : -1));
        return finish(Token.SYMBOL, 1);
    }

    private Token dollar() {
        int quoted = syntax.has(Feature.DOLLAR_QUOTES) ? delimiters.dollarQuoted(start) : -1;
        if (quoted >= 0) {
            return reach(Token.STRING, quoted);
        }
        if (syntax.has(Feature.DOLLAR_PARAMETERS) && Characters.isWordPart(at(start + 1))) {
            int i = start + 1;
            while (Characters.isWordPart(at(i))) {
                i++;
            }
            return reach(Token.FOREIGN, i);
        }
        return finish(Token.SYMBOL, 1);
    }

    private Token colon() {
        char next = at(start + 1);
        if (next == ':') {
            return finish(Token.SYMBOL, 2);
        }
        if (next == '=') {
            return finish(Token.ASSIGN, 2);
        }
        if (Characters.isNameStart(next) && !isSeparator()) {
            int i = start + 1;
            while (Characters.isNamePart(at(i))) {
                i++;
            }
            return reach(Token.NAMED, i);
        }
        if (syntax.has(Feature.PREFIXED_PARAMETERS) && Characters.isWordPart(next)) {
            throw foreign(":");
        }
        return finish(Token.COLON, 1);
    }

    /** Whether the colon parts the bounds of an array slice, or a JSON key and its value. */
    private boolean isSeparator() {
        if (syntax.has(Feature.PREFIXED_PARAMETERS)) {
            return false;
        }
        return previous == Token.STRING || (brackets > 0 && endsOperand());
    }

    /** A word ahead of a blank may be a keyword, such as NOT. */
    private boolean endsOperand() {
        return switch (previous) {
            case NUMBER, IDENTIFIER, NAMED, POSITIONAL, CLOSE -> true;
            case WORD, FOREIGN -> end == start;
            case SYMBOL -> sql.charAt(end - 1) == ']';
            default -> false;
        };
    }

    private Token question() {
        char next = at(start + 1);
        if (next == '?') {
            return finish(Token.QUESTION_OPERATOR, 2);
        }
        if (Characters.isDigit(next)) {
            throw foreign("?");
        }
        boolean operator = (next == '|' || next == '&') && at(start + 2) != next;
        return operator && syntax.has(Feature.QUESTION_OPERATORS)
                ? finish(Token.QUESTION_OPERATOR, 1)
                : finish(Token.POSITIONAL, 1);
    }

    private Token prefix(char c) {
        char next = at(start + 1);
        if (syntax.has(Feature.PREFIXED_PARAMETERS) && Characters.isWordPart(next)) {
            throw foreign(String.valueOf(c));
        }
        if (c == '@' && next == '@') {
            return finish(Token.AT, 2);
        }
        boolean operator = c == '@' && next == '?' && at(start + 2) != '?' && !endsOperator();
        if (operator && syntax.has(Feature.QUESTION_OPERATORS)) {
            start++;
            return finish(Token.QUESTION_OPERATOR, 1);
        }
        return finish(c == '@' ? Token.AT : Token.SYMBOL, 1);
    }

    /** Whether the sign is the end of another operator, such as {@code <@}. */
    private boolean endsOperator() {
        return end == start
                && (previous == Token.QUESTION_OPERATOR || (previous == Token.SYMBOL && sql.charAt(end - 1) != ']'));
    }

    InvalidQueryException foreign(String prefix) {
        return new InvalidQueryException("a parameter that begins with " + prefix + " at offset " + start
                + " is not supported; use ? in order, or :name");
    }

    private Token finish(Token token, int length) {
        return reach(token, start + length);
    }

    private Token reach(Token token, int newEnd) {
        end = newEnd;
        return token;
    }

    private char at(int i) {
        return i < sql.length() ? sql.charAt(i) : 0;
    }
}
