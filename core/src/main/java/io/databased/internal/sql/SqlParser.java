package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.Marker.ListContext;
import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one text once: drives the lexer, collects the markers, and refuses what must not be sent. */
final class SqlParser {
    static final int MAX_LENGTH = 64 << 20;
    private static final int LONGEST_KEYWORD = 40;

    /** Follows the tokens for {@code [NOT] IN ( marker )}. */
    private static final class ListTracker {
        private ListContext context = ListContext.NONE;
        private boolean not;
        private int matched;

        /** Takes the next token; whether it closes a list that holds exactly one marker, of the kind in {@link #context()}. */
        boolean closes(Token token, String word) {
            boolean closed = matched == 3 && token == Token.CLOSE;
            if (token == Token.WORD && word.equals("IN")) {
                context = not ? ListContext.NOT_IN : ListContext.IN;
                matched = 1;
            } else if (matched == 1 && token == Token.OPEN) {
                matched = 2;
            } else if (matched == 2 && (token == Token.NAMED || token == Token.POSITIONAL)) {
                matched = 3;
            } else {
                matched = 0;
            }
            not = token == Token.WORD && word.equals("NOT");
            return closed;
        }

        ListContext context() {
            return context;
        }
    }

    private final String sql;
    private final SqlSyntax syntax;
    private final Lexer lexer;
    private final StatementClassifier classifier;
    private final RoutineBody body;
    private final ListTracker lists = new ListTracker();
    private final List<Marker> markers = new ArrayList<>();
    private final PlaceTracker places;
    private final FirstTable table;
    private final MarkFinder mark = new MarkFinder();
    private final QuotedMarkers quoted = new QuotedMarkers();
    private final List<Template.Operator> operators = new ArrayList<>();
    private int semicolon = -1;
    private int colonEnd = -1;
    private boolean casts;

    private SqlParser(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
        this.lexer = new Lexer(sql, syntax);
        this.classifier = new StatementClassifier(syntax);
        this.body = new RoutineBody(syntax);
        this.places = new PlaceTracker(sql, markers);
        this.table = new FirstTable(sql);
    }

    static ParsedSql parse(String text, SqlSyntax syntax, Placeholders placeholders) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidQueryException("the SQL text has " + text.length() + " characters, more than " + MAX_LENGTH
                    + "; bind the data as values instead of writing it into the text");
        }
        int offset = Characters.unstorableAt(text);
        if (offset >= 0) {
            throw Characters.unstorable(text, offset, "the SQL text");
        }
        String sql = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new SqlParser(sql, syntax).parse(placeholders);
    }

    private ParsedSql parse(Placeholders placeholders) {
        boolean empty = true;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token == Token.SEMICOLON && !body.isOpen()) {
                semicolon = semicolon < 0 ? lexer.start() : semicolon;
                continue;
            }
            if (semicolon >= 0) {
                refuseControl();
                throw new InvalidQueryException("several statements in one text, the second begins at offset "
                        + lexer.start() + "; run them one by one, or all of them by executeScript(…)");
            }
            empty = false;
            read(token);
        }
        refuse(empty);
        places.finish();
        return new ParsedSql(
                classifier,
                table.name(),
                mark.found(),
                new ParameterNames(markers, quoted, syntax),
                template(placeholders));
    }

    private void read(Token token) {
        if (token == Token.NAMED && body.isLabelled(keyword(sql, lexer.start() + 1, lexer.end()))) {
            take(Token.COLON, lexer.start(), lexer.start() + 1);
            take(Token.WORD, lexer.start() + 1, lexer.end());
        } else {
            take(token, lexer.start(), lexer.end());
        }
    }

    private void take(Token token, int start, int end) {
        String word = token == Token.WORD ? keyword(sql, start, end) : "";
        classifier.accept(token, token == Token.IDENTIFIER ? keyword(sql, start + 1, end - 1) : word);
        table.accept(token, word, start, end);
        mark.accept(token, word);
        body.accept(token, word);
        if (lists.closes(token, word)) {
            int last = markers.size() - 1;
            markers.set(last, markers.get(last).inside(lists.context(), end));
        }
        switch (token) {
            case NAMED -> addMarker(sql.substring(start + 1, end));
            case POSITIONAL -> addMarker(null);
            case STRING, IDENTIFIER -> quoted.accept(sql, start, end);
            case QUESTION_OPERATOR -> operators.add(new Template.Operator(start, end, false));
            case COLON -> {
                if (end - start > 1) {
                    operators.add(new Template.Operator(start, end, true));
                }
            }
            case WORD -> {
                if (colonEnd == start) {
                    quoted.behindColon(sql, start, end);
                }
            }
            case FOREIGN -> {
                if (!body.hasParameters()) {
                    throw lexer.foreign("$");
                }
            }
            default -> {}
        }
        places.accept(token, word, start, end);
        casts = token == Token.SYMBOL && end - start > 1;
        colonEnd = casts || token == Token.COLON ? end : -1;
    }

    /** The word in upper case, if it may be a keyword. */
    static String keyword(String sql, int start, int end) {
        return end - start <= LONGEST_KEYWORD ? sql.substring(start, end).toUpperCase(Locale.ROOT) : "";
    }

    private void addMarker(@Nullable String name) {
        if (!markers.isEmpty() && (markers.get(0).name() == null) != (name == null)) {
            throw new InvalidQueryException("? and :name are mixed, at offset " + lexer.start() + "; use one of them"
                    + (syntax.has(Feature.QUESTION_OPERATORS) ? ", and write the operator ? as ??" : ""));
        }
        if (casts) {
            throw new InvalidQueryException("behind :: comes a type, which no value can be bound for, at offset "
                    + lexer.start() + "; write the type, or in a slice of an array a blank: [? : ?]");
        }
        markers.add(new Marker(lexer.start(), lexer.end(), name));
    }

    private void refuse(boolean empty) {
        if (empty) {
            throw new InvalidQueryException(
                    "the SQL text holds no statement, only blanks and comments; nothing to run");
        }
        if (body.isUnfinished()) {
            throw new InvalidQueryException(
                    "the body of the routine or block does not end; close each BEGIN and CASE with END");
        }
        refuseControl();
        if (classifier.verb().equals("DELIMITER")) {
            throw new InvalidQueryException(
                    "DELIMITER is a command of a client, not SQL; leave it out, and end each statement"
                            + " with ; alone: the body of a routine is read to its END");
        }
        if (classifier.talksToTheClient()) {
            throw new InvalidQueryException(
                    classifier.verb() + " with a stream or a file of the client cannot run as a "
                            + "statement; use executeMany(…) to write, stream(…) to read, or the driver's own connection");
        }
    }

    private void refuseControl() {
        if (body.isBlock()) {
            classifier.block();
        }
        if (classifier.controlsTransaction()) {
            boolean begins =
                    classifier.verb().equals("BEGIN") || classifier.verb().equals("START");
            throw new InvalidQueryException(
                    classifier.verb() + " would control the transaction behind its session; use session(…) of the "
                            + "database, transaction(…) of the session, commit() or cancel()"
                            + (begins ? "; isolation is said by SessionOptions.defaults().withIsolation(…)" : ""));
        }
    }

    private Template template(Placeholders placeholders) {
        boolean dropped = semicolon >= 0 && !body.isRoutine() && !body.isBlock();
        return Template.of(
                dropped ? sql.substring(0, semicolon) : sql,
                markers,
                operators,
                places.comparesExpressions(),
                placeholders);
    }
}
