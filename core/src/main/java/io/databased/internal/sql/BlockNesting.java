package io.databased.internal.sql;

import java.util.Set;

/**
 * Follows the blocks, loops and branches of a routine in the language of SQL/PSM, as MySQL and MariaDB have it, and of
 * PL/SQL, as Oracle has it and MariaDB in its mode.
 */
final class BlockNesting {
    static final BlockNesting NONE = new BlockNesting("");

    /** What a label may stand before. */
    static final Set<String> LABELLED = Set.of("BEGIN", "LOOP", "WHILE", "REPEAT", "FOR");

    static final Set<String> OPENING = Set.of("BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR");

    /** Opened by one of these, what follows at once is a statement. */
    private static final Set<String> WITHOUT_CONDITION = Set.of("BEGIN", "LOOP", "REPEAT");

    /** BEGIN [NOT] ATOMIC, and what begins a further part of a branch or block. */
    private static final Set<String> BEFORE_STATEMENTS = Set.of("NOT", "ATOMIC", "ELSE", "EXCEPTION");

    private static final Set<String> SUBPROGRAMS = Set.of("PROCEDURE", "FUNCTION");

    /** The statements that a body without a block may consist of. */
    private static final Set<String> SIMPLE = Set.of(
            ("SELECT INSERT UPDATE DELETE REPLACE MERGE WITH VALUES TABLE SET RETURN CALL SIGNAL RESIGNAL DROP CREATE ALTER"
                            + " TRUNCATE EXECUTE PREPARE DEALLOCATE LOAD SHOW GRANT REVOKE RENAME ANALYZE OPTIMIZE FLUSH KILL LOCK UNLOCK")
                    .split(" "));

    /** A name follows. */
    private static final Set<String> BEFORE_NAMES = Set.of(
            "TRIGGER",
            "PROCEDURE",
            "FUNCTION",
            "EVENT",
            "PACKAGE",
            "BODY",
            "EXISTS",
            "ON",
            "OF",
            "TO",
            "FOLLOWS",
            "PRECEDES");

    /** Behind REFERENCING, a trigger names these with AS. */
    private static final Set<String> REFERENCED = Set.of("OLD", "NEW", "ROW", "TABLE", "PARENT");

    private static final Set<String> CONDITIONS_OF_HANDLERS =
            Set.of("SQLSTATE", "VALUE", "NOT", "FOUND", "SQLWARNING", "SQLEXCEPTION");

    /** Behind one of these an operand follows, so that END there is a name. */
    private static final Set<String> BEFORE_OPERANDS = Set.of(
            "CASE", "WHEN", "THEN", "ELSE", "AND", "OR", "NOT", "XOR", "LIKE", "IN", "BETWEEN", "AS", "SELECT", "BY");

    private final String routine;
    private State state = State.HEADER;
    private int depth;
    private boolean opened;
    private boolean declares;
    private boolean parted;
    private boolean declared;
    private boolean bodyMayBegin;

    private String first = "";
    private int cases;
    private int parentheses;
    private boolean handles;
    private Token before = Token.WORD;
    private String word;

    private enum State {
        /** Before the body. */
        HEADER,
        /** Where a statement of the body begins. */
        START,
        /** In a statement of the body. */
        STATEMENT
    }

    /** @param routine what is created */
    BlockNesting(String routine) {
        this.routine = routine;
        this.word = routine;
        this.bodyMayBegin = routine.equals("PROCEDURE") || routine.equals("PROC");
    }

    /** Of a block that has no name, which begins with that word. */
    static BlockNesting block(String first) {
        BlockNesting nesting = new BlockNesting(first);
        if (first.equals("DECLARE")) {
            nesting.declare();
        } else {
            nesting.begin(first);
        }
        nesting.before = Token.WORD;
        return nesting;
    }

    /** Whether there was a block, a loop or a branch. */
    boolean hasOpened() {
        return opened;
    }

    boolean isOpen() {
        return depth > 0 || declares;
    }

    /** Whether the text must not end here; what is declared for a single statement needs no block. */
    boolean isUnfinished() {
        return depth > 0 || (declares && declared);
    }

    void accept(Token token, String text) {
        if (token == Token.OPEN) {
            parentheses++;
        } else if (token == Token.CLOSE) {
            parentheses--;
        } else if (token == Token.SEMICOLON) {
            parted = declares;
            start();
        } else if (token == Token.WORD && before != Token.DOT) {
            word(text);
        } else if (token == Token.COLON && isLabel()) {
            start();
        }
        word = before == Token.DOT ? "" : text; // behind a dot it is a name
        before = token;
    }

    private void start() {
        state = State.START;
        first = "";
        cases = 0;
        parentheses = 0;
        handles = false;
    }

    /** The label of a block or loop is the only word of its statement. */
    private boolean isLabel() {
        return state == State.STATEMENT && before == Token.WORD && first.equals(word) && !SIMPLE.contains(word);
    }

    private void word(String text) {
        declared |= parted;
        switch (state) {
            case HEADER -> header(text);
            case START -> begin(text);
            case STATEMENT -> inside(text);
        }
    }

    private void header(String text) {
        if (parentheses > 0 || (before == Token.WORD && BEFORE_NAMES.contains(word))) {
            return;
        }
        switch (text) {
            case "ROW" -> bodyMayBegin |= word.equals("EACH");
            case "DO" -> bodyMayBegin |= routine.equals("EVENT");
            case "RETURNS" -> bodyMayBegin = true; // PL/SQL's RETURN is no statement
            case "AS", "IS", "DECLARE" -> {
                if (!REFERENCED.contains(word)) {
                    declare();
                }
            }
            case "BEGIN" -> begin(text);
            default -> {
                if (routine.equals("PACKAGE") && SUBPROGRAMS.contains(text)) {
                    declare();
                    begin(text);
                } else if (bodyMayBegin && (OPENING.contains(text) || SIMPLE.contains(text))) {
                    begin(text);
                }
            }
        }
    }

    /** What is declared before a block ends with semicolons, too. */
    private void declare() {
        if (routine.equals("PACKAGE")) {
            depth++;
        } else {
            declares = true;
        }
        start();
    }

    private void begin(String text) {
        state = State.STATEMENT;
        first = text;
        if (OPENING.contains(text)) {
            depth++;
            opened = true;
            declares = false;
            state = WITHOUT_CONDITION.contains(text) ? State.START : state;
        } else if (text.equals("END")) {
            depth = Math.max(0, depth - 1);
        } else if (BEFORE_STATEMENTS.contains(text)) {
            state = State.START;
        }
    }

    private void inside(String text) {
        if (handles) {
            handler(text);
        } else if (text.equals("CASE") && !word.equals("END") && !word.equals("AS")) {
            cases++;
        } else if (cases > 0) {
            cases -= text.equals("END") && endsOperand() ? 1 : 0;
        } else if (first.equals("DECLARE")) {
            handles = text.equals("HANDLER");
        } else if (first.equals("UNTIL")) {
            depth -= text.equals("END") && endsOperand() ? 1 : 0;
        } else if (isFollowedByStatement(text)) {
            start();
        }
    }

    private boolean endsOperand() {
        return switch (before) {
            case WORD -> !BEFORE_OPERANDS.contains(word);
            case NUMBER, STRING, IDENTIFIER, CLOSE, NAMED, POSITIONAL -> true;
            default -> false;
        };
    }

    private void handler(String text) {
        boolean condition = CONDITIONS_OF_HANDLERS.contains(text)
                || (text.equals("FOR") && word.equals("HANDLER"))
                || word.equals("FOR")
                || before == Token.SYMBOL;
        if (!condition) {
            start();
            begin(text);
        }
    }

    private boolean isFollowedByStatement(String text) {
        boolean loops = first.equals("WHILE") || first.equals("FOR");
        boolean subprogram = SUBPROGRAMS.contains(first);
        return switch (text) {
            case "THEN" -> parentheses == 0;
            case "DO", "LOOP" -> loops;
            case "AS", "IS" -> subprogram && parentheses == 0;
            default -> false;
        };
    }
}
