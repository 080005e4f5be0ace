package io.databased.internal.sql;

import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;
import java.util.Set;

/**
 * Tells where the body of a trigger, procedure, function, event or package ends: inside it a semicolon parts the statements
 * of the body, not those of the text. A word is a keyword of the body only where a statement of it begins, so that columns
 * and aliases may have the names of keywords.
 *
 * <p>SQLite and PostgreSQL know one block in which each statement ends with a semicolon, so it is closed by an END behind
 * one. Elsewhere blocks, loops and branches nest ({@link BlockNesting}), and a body may do without BEGIN. There a text may
 * also be such a block that has no name: {@code BEGIN NOT ATOMIC} of MariaDB, PL/SQL's with or without DECLARE, and {@code
 * EXECUTE BLOCK} of Firebird.
 */
final class RoutineBody {
    private static final Set<String> ROUTINES =
            Set.of("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "PROC", "LIBRARY");

    /** What may stand between CREATE and what is created. */
    private static final Set<String> MODIFIERS = Set.of(
            "OR",
            "REPLACE",
            "ALTER",
            "TEMP",
            "TEMPORARY",
            "CONSTRAINT",
            "AGGREGATE",
            "EDITIONABLE",
            "NONEDITIONABLE",
            "DEFINER",
            "CURRENT_USER",
            "CURRENT_ROLE",
            "SQL",
            "SECURITY",
            "INVOKER");

    /** What begins a transaction behind BEGIN, and not a block. */
    private static final Set<String> OF_TRANSACTIONS = Set.of(
            "WORK",
            "TRANSACTION",
            "TRAN",
            "ISOLATION",
            "READ",
            "DEFERRABLE",
            "DEFERRED",
            "IMMEDIATE",
            "EXCLUSIVE",
            "CONCURRENT");

    private final boolean nests;
    private final boolean branches;
    private final boolean atomic;
    private String verb = "";
    private String created = "";
    private BlockNesting blocks = BlockNesting.NONE;
    private boolean open;
    private int parentheses;
    private Token before = Token.END;
    private String word = "";

    RoutineBody(SqlSyntax syntax) {
        this.atomic = syntax.has(Feature.ESCAPE_STRINGS); // PostgreSQL's blocks are BEGIN ATOMIC
        this.nests = !atomic && !syntax.has(Feature.PREFIXED_PARAMETERS);
        this.branches = syntax.has(Feature.EXECUTABLE_COMMENTS); // MariaDB; T-SQL's IF has no end
    }

    /** Takes the next token of a text. */
    void read(Token token, String sql, int start, int end) {
        boolean label = token == Token.NAMED && isLabelled(SqlParser.keyword(sql, start + 1, end));
        if (label) {
            accept(Token.COLON, "");
            accept(Token.WORD, SqlParser.keyword(sql, start + 1, end));
        } else {
            accept(token, token == Token.WORD ? SqlParser.keyword(sql, start, end) : "");
        }
    }

    /** Takes the next token, and its upper-case text if it is a word. */
    void accept(Token token, String text) {
        if (token == Token.OPEN) {
            parentheses++;
        } else if (token == Token.CLOSE) {
            parentheses--;
        }
        if (blocks != BlockNesting.NONE && !isRoutine()) {
            blocks.accept(token, text);
        } else if (token == Token.WORD && verb.isEmpty()) {
            verb = text;
            blocks = begins(text) ? BlockNesting.block(text) : blocks;
        } else if (token == Token.WORD && created.isEmpty()) {
            created(text);
        } else if (isRoutine()) {
            body(token, text);
        }
        before = token;
        word = text;
    }

    private void created(String text) {
        boolean nameOfUser = before == Token.SYMBOL || before == Token.AT || before == Token.DOT;
        if (!nameOfUser && !MODIFIERS.contains(text)) {
            created = text;
            if (nests && isRoutine()) {
                blocks = new BlockNesting(text);
            }
        }
        if (nests && before == Token.WORD && word.equals(verb) && beginsBlock(text)) {
            blocks = verb.equals("EXECUTE") ? new BlockNesting(text) : BlockNesting.block(verb);
            if (!verb.equals("EXECUTE")) {
                blocks.accept(Token.WORD, text);
            }
        }
    }

    /** Whether a branch or a loop of MariaDB's begins with it; what BEGIN is, the next word tells. */
    private boolean begins(String first) {
        return branches && BlockNesting.OPENING.contains(first) && !first.equals("BEGIN");
    }

    private boolean beginsBlock(String second) {
        return switch (verb) {
            case "BEGIN" -> !OF_TRANSACTIONS.contains(second);
            case "DECLARE" -> true;
            case "EXECUTE" -> second.equals("BLOCK");
            default -> false;
        };
    }

    private void body(Token token, String text) {
        if (nests) {
            blocks.accept(token, text);
        } else if (token == Token.WORD) {
            block(text);
        }
    }

    private void block(String text) {
        boolean begun = atomic ? word.equals("BEGIN") && text.equals("ATOMIC") : text.equals("BEGIN");
        if (open) {
            boolean empty = atomic && before == Token.WORD && word.equals("ATOMIC");
            open = !(text.equals("END") && (before == Token.SEMICOLON || empty));
        } else {
            open = begun && before != Token.DOT;
        }
    }

    /** Whether a semicolon here belongs to the statement. */
    boolean isOpen() {
        return open || blocks.isOpen() || (parentheses > 0 && defines("RULE"));
    }

    /** Whether the text must not end here. */
    boolean isUnfinished() {
        return open || blocks.isUnfinished();
    }

    /** Whether the text is a block that has no name. */
    boolean isBlock() {
        return blocks.hasOpened() && !isRoutine();
    }

    boolean isRoutine() {
        return ROUTINES.contains(created) && isDefinition();
    }

    /** Whether {@code $1} here is the statement's own. */
    boolean hasParameters() {
        return verb.equals("PREPARE") || defines("FUNCTION") || defines("PROCEDURE");
    }

    /** Whether a colon that touches this word ends the label of a block or loop. */
    boolean isLabelled(String text) {
        return nests && isRoutine() && BlockNesting.LABELLED.contains(text);
    }

    private boolean defines(String object) {
        return created.equals(object) && isDefinition();
    }

    private boolean isDefinition() {
        return verb.equals("CREATE") || verb.equals("ALTER");
    }
}
