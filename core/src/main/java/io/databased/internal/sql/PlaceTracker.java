package io.databased.internal.sql;

import io.databased.spi.SqlDialect.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Follows the tokens for what stands around each marker, which is known one token after it at the earliest. */
final class PlaceTracker {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|?";
    private static final Set<String> LISTS = Set.of("IN", "ANY", "SOME", "ALL");
    private static final Set<String> ENDS_OF_SET = Set.of("WHERE", "FROM", "RETURNING", "WHEN", "ON", "ORDER", "LIMIT");

    private static final Set<String> ENDS_OF_SELECTED =
            Set.of("FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "RETURNING", "ON", "WINDOW");

    /** The words that a parenthesis can follow without being the arguments of one of them. */
    private static final Set<String> BEFORE_GROUPS = Set.of(
            "AND", "OR", "NOT", "WHERE", "ON", "HAVING", "WHEN", "THEN", "ELSE", "SELECT", "LIKE", "BETWEEN", "BY",
            "CASE");

    /** PostgreSQL's functions and constructors that take a value of any type, and infer none. */
    private static final Set<String> TYPELESS = Set.of(
            ("CAST ROW CONCAT CONCAT_WS FORMAT COUNT ARRAY_AGG ARRAY_FILL ANY_VALUE FIRST_VALUE LAST_VALUE NTH_VALUE"
                            + " PERCENTILE_DISC TO_JSON TO_JSONB JSON_AGG JSONB_AGG JSON_AGG_STRICT JSONB_AGG_STRICT"
                            + " JSON_BUILD_ARRAY JSONB_BUILD_ARRAY JSON_BUILD_OBJECT JSONB_BUILD_OBJECT"
                            + " JSON_OBJECT_AGG JSONB_OBJECT_AGG JSON_OBJECT_AGG_STRICT JSONB_OBJECT_AGG_STRICT"
                            + " JSON_OBJECT_AGG_UNIQUE JSONB_OBJECT_AGG_UNIQUE NUM_NULLS NUM_NONNULLS"
                            + " PG_TYPEOF PG_COLUMN_SIZE PG_COLLATION_FOR XMLELEMENT XMLFOREST")
                    .split(" "));

    private final String sql;
    private final List<Marker> markers;
    private final Deque<Frame> outer = new ArrayDeque<>();
    private Frame frame = new Frame("", "", false);
    private Token before = Token.END;
    private String word = "";
    private String operator = "";
    private int operatorEnd = -1;
    private int pending = -1;
    private boolean alone; // the pending one, in its parentheses as far as they are read
    private Place place = Place.OTHER;
    private String nullTest = "";
    private boolean comparesExpressions;
    private boolean assignedRow;

    /** Inside a parenthesis. */
    private static final class Frame {
        /** What the parenthesis belongs to: a function or keyword; empty if it only groups. */
        final String owner;

        final String operatorBefore;

        /** Whether it begins another parenthesis. */
        final boolean first;

        boolean inserts;
        boolean values;
        boolean selects;
        boolean sets;

        /** Whether what it holds is stored: {@code SET a = (:x)}, {@code SET (a, b) = (:x, :y)}. */
        boolean assigned;

        Frame(String owner, String operatorBefore, boolean first) {
            this.owner = owner;
            this.operatorBefore = operatorBefore;
            this.first = first;
        }
    }

    PlaceTracker(String sql, List<Marker> markers) {
        this.sql = sql;
        this.markers = markers;
    }

    /** Whether the database compares expressions of the text with each other. */
    boolean comparesExpressions() {
        return comparesExpressions;
    }

    /** Takes a token; a marker was added before. */
    void accept(Token token, String text, int start, int end) {
        if (isOperator(token, start)) {
            operator = operatorEnd == start ? operator + sql.substring(start, end) : sql.substring(start, end);
            operatorEnd = end;
            before = Token.SYMBOL;
            word = "";
            return;
        }
        beside(operator);
        switch (token) {
            case NAMED, POSITIONAL -> {
                settle();
                pending = markers.size() - 1;
                alone = before == Token.OPEN;
                place = placeBehind();
            }
            case OPEN -> {
                settle();
                boolean assigned = assignedRow ? word.equals("ROW") : placeBehind() == Place.ASSIGNED;
                outer.push(frame);
                frame = new Frame(owner(), operator, before == Token.OPEN);
                frame.assigned = assigned;
            }
            case CLOSE -> close();
            case WORD -> word(text);
            default -> symbol(sql.substring(start, end));
        }
        before = token;
        word = token == Token.SYMBOL ? sql.substring(start, end) : text;
        operator = "";
    }

    /** At the end of the text. */
    void finish() {
        beside(operator);
        settle();
    }

    private boolean isOperator(Token token, int start) {
        return token == Token.AT
                || token == Token.QUESTION_OPERATOR
                || (token == Token.SYMBOL && OPERATORS.indexOf(sql.charAt(start)) >= 0);
    }

    /** What stands before a marker tells. */
    private Place placeBehind() {
        if (!operator.isEmpty()) {
            return operator.equals("=") && frame.sets ? Place.ASSIGNED : ofOperator(operator);
        }
        boolean first = before == Token.OPEN;
        if (frame.selects && (isComma() || word.equals("SELECT"))) {
            return Place.SELECTED;
        }
        if (!first && !isComma()) {
            return Place.OTHER;
        }
        if (frame.owner.equals("VALUES") || frame.assigned) {
            return Place.ASSIGNED;
        }
        if (TYPELESS.contains(frame.owner)) {
            return Place.UNTOLD;
        }
        if (LISTS.contains(frame.owner)) {
            return Place.OPERAND;
        }
        return first && !frame.operatorBefore.isEmpty() ? ofOperator(frame.operatorBefore) : Place.OTHER;
    }

    private boolean isComma() {
        return before == Token.SYMBOL && word.equals(",");
    }

    private static Place ofOperator(String operator) {
        return switch (operator) {
            case "||", "-" -> Place.JOINED;
            case "=>" -> Place.OTHER;
            default -> Place.OPERAND;
        };
    }

    /** What the operator behind a marker tells. */
    private void beside(String behind) {
        if (pending >= 0 && !behind.isEmpty() && place != Place.JOINED) {
            place = ofOperator(behind);
        }
        if (!behind.isEmpty()) {
            settle();
        }
    }

    private void settle() {
        if (pending >= 0) {
            markers.set(pending, markers.get(pending).at(place));
            pending = -1;
        }
        nullTest = "";
    }

    private String owner() {
        if (frame.values && (word.equals("VALUES") || isComma())) {
            return "VALUES";
        }
        if (before == Token.WORD) {
            return BEFORE_GROUPS.contains(word) || word.equals("VALUES") ? "" : word;
        }
        return before == Token.IDENTIFIER ? "\"" : "";
    }

    /** A marker alone in parentheses is looked at from outside. */
    private void close() {
        if (!alone || !frame.owner.isEmpty()) {
            settle();
        }
        alone = frame.first;
        frame = outer.isEmpty() ? new Frame("", "", false) : outer.pop();
    }

    private void symbol(String text) {
        if (text.equals("::")) {
            place = Place.UNTOLD;
        }
        settle();
    }

    private void word(String text) {
        assignedRow = text.equals("ROW") && placeBehind() == Place.ASSIGNED;
        if (pending >= 0) {
            nullTest(text);
        }
        switch (text) {
            case "INSERT", "REPLACE" -> frame.inserts = true;
            case "SELECT" -> frame.selects = frame.inserts;
            case "UNION", "INTERSECT", "EXCEPT" -> compareSelected();
            case "DISTINCT" -> {
                frame.selects = false;
                comparesExpressions |= !word.equals("IS") && !word.equals("NOT");
            }
            case "VALUES" -> frame.values = frame.inserts;
            case "SET" -> frame.sets = true;
            case "BY" -> comparesExpressions |= word.equals("GROUP");
            default -> {
                frame.values = false;
                frame.selects &= !ENDS_OF_SELECTED.contains(text);
                frame.sets &= !ENDS_OF_SET.contains(text);
            }
        }
    }

    /** What is selected meets the other side's types, not those of columns. */
    private void compareSelected() {
        frame.inserts = false;
        frame.selects = false;
        markers.replaceAll(marker -> marker.place() == Place.SELECTED ? marker.at(Place.OTHER) : marker);
    }

    private void nullTest(String text) {
        if (text.equals("IS") || (text.equals("NOT") && nullTest.equals("IS"))) {
            nullTest = "IS";
            return;
        }
        boolean tested =
                text.equals("ISNULL") || text.equals("NOTNULL") || (text.equals("NULL") && !nullTest.isEmpty());
        if (tested && place == Place.OTHER) {
            place = Place.UNTOLD; // else it is the result of an operator that is tested
        }
        settle();
    }
}
