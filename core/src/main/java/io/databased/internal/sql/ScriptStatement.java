package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script, and the line where it begins; the first line is 1.
 *
 * @param sql without the semicolon that ends it
 */
public record ScriptStatement(String sql, int line) {
    /**
     * Parts a script at the semicolons that end a statement: not at those in texts, names, comments, or the bodies of
     * routines and triggers.
     *
     * @throws InvalidQueryException if a text, a name or a comment does not end
     */
    public static List<ScriptStatement> of(String script, SqlSyntax syntax) {
        List<ScriptStatement> statements = new ArrayList<>();
        Lexer lexer = new Lexer(script, syntax);
        RoutineBody body = new RoutineBody(syntax);
        int first = -1;
        int counted = 0;
        int line = 1;
        for (Token token = lexer.next(); ; token = lexer.next()) {
            boolean ends = token == Token.END || (token == Token.SEMICOLON && !body.isOpen());
            if (ends && first >= 0) {
                line += lines(script, counted, first);
                counted = first;
                statements.add(new ScriptStatement(script.substring(first, lexer.start()), line));
                first = -1;
                body = new RoutineBody(syntax);
            }
            if (token == Token.END) {
                return statements;
            }
            if (!ends) {
                first = first < 0 ? lexer.start() : first;
                body.read(token, script, lexer.start(), lexer.end());
            }
        }
    }

    private static int lines(String script, int from, int to) {
        return (int) script.substring(from, to).chars().filter(c -> c == '\n').count();
    }
}
