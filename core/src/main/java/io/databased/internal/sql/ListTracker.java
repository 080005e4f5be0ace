package io.databased.internal.sql;

import io.databased.internal.sql.Marker.ListContext;

/** Follows the tokens for {@code [NOT] IN ( marker )}. */
final class ListTracker {
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
