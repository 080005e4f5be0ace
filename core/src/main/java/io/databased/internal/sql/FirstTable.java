package io.databased.internal.sql;

import java.util.BitSet;
import java.util.Set;

/**
 * Finds the first table that a statement names, for those who observe it. It is none where in doubt: behind {@code FROM} a
 * function is no table, and {@code FROM} inside of a call, as in {@code EXTRACT(YEAR FROM day)}, begins no list of tables.
 */
final class FirstTable {
    private enum State {
        LOOKING,
        EXPECTED,
        NAMED,
        FOUND
    }

    private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "DROP");
    private static final Set<String> BEFORE_A_NAME =
            Set.of("ONLY", "LATERAL", "IF", "NOT", "EXISTS", "TABLE", "IGNORE", "LOW_PRIORITY", "OR");
    /** UPDATE behind these begins no statement: FOR UPDATE, DO UPDATE, KEY UPDATE, ON UPDATE. */
    private static final Set<String> NO_UPDATE = Set.of("FOR", "DO", "KEY", "ON", "NO");

    private final String sql;
    private final BitSet queries = new BitSet(); // the depths at which one has begun

    private State state = State.LOOKING;
    private String verb = "";
    private String previous = "";
    private boolean inserts;
    private boolean mayBeFunction;
    private boolean dotted;
    private int depth;
    private int start;
    private int end;

    FirstTable(String sql) {
        this.sql = sql;
    }

    /** Takes the next token; {@code word} is its upper-case text if it is a word, else empty. */
    void accept(Token token, String word, int from, int to) {
        switch (state) {
            case FOUND -> {}
            case NAMED -> goOn(token, to);
            case EXPECTED -> expect(token, word, from, to);
            case LOOKING -> look(token, word);
        }
        if (token == Token.WORD) {
            previous = word;
        }
    }

    private void goOn(Token token, int to) {
        if (token == Token.DOT) {
            dotted = true;
        } else if (dotted && isName(token)) {
            dotted = false;
            end = to;
        } else if (token == Token.OPEN && mayBeFunction) {
            state = State.LOOKING;
            look(token, "");
        } else {
            state = State.FOUND;
        }
    }

    private void expect(Token token, String word, int from, int to) {
        if (token == Token.WORD && (BEFORE_A_NAME.contains(word) || previous.equals("OR"))) {
            return;
        }
        if (isName(token)) {
            state = State.NAMED;
            start = from;
            end = to;
        } else {
            state = State.LOOKING;
            look(token, word);
        }
    }

    private static boolean isName(Token token) {
        return token == Token.WORD || token == Token.IDENTIFIER;
    }

    private void look(Token token, String word) {
        if (token == Token.OPEN) {
            depth++;
            queries.clear(depth);
        } else if (token == Token.CLOSE) {
            depth = Math.max(0, depth - 1);
        } else if (token == Token.WORD) {
            verb = verb.isEmpty() ? word : verb;
            if (DEFINING.contains(verb)) {
                expectIf(word.equals("TABLE"), false);
            } else {
                keyword(word);
            }
        }
    }

    private void keyword(String word) {
        switch (word) {
            case "SELECT", "DELETE" -> queries.set(depth);
            case "INSERT", "REPLACE", "MERGE", "UPSERT" -> inserts = true;
            case "FROM" -> expectIf(queries.get(depth) && !previous.equals("DISTINCT"), true);
            case "INTO" -> expectIf(inserts, false);
            case "UPDATE" -> expectIf(!NO_UPDATE.contains(previous), false);
            case "TABLE", "TRUNCATE" -> expectIf(word.equals(verb) || verb.equals("LOCK"), false);
            default -> {}
        }
    }

    private void expectIf(boolean expected, boolean orFunction) {
        if (expected) {
            state = State.EXPECTED;
            mayBeFunction = orFunction;
        }
    }

    /** As it is written, once the text has ended; empty if there is none. */
    String name() {
        return state == State.NAMED || state == State.FOUND ? sql.substring(start, end) : "";
    }
}
