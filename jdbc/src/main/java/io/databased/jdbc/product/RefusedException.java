package io.databased.jdbc.product;

import java.sql.SQLException;

/** What the library refuses by itself, in words that quote no value. */
public class RefusedException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** @param message is told as it is */
    public RefusedException(String message) {
        this(message, "0A000");
    }

    RefusedException(String message, String sqlState) {
        super(message, sqlState);
    }
}
