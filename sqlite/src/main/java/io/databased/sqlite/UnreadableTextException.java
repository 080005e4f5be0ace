package io.databased.sqlite;

import java.sql.SQLDataException;

/** Bytes that are said to be a text, and are none; other programs can store them. */
final class UnreadableTextException extends SQLDataException {
    private static final long serialVersionUID = 1L;

    UnreadableTextException(String column) {
        super("column \"" + column + "\" has a text that is no UTF-8; select its bytes: CAST(" + column + " AS BLOB)");
    }
}
