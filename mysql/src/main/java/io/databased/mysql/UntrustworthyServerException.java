package io.databased.mysql;

/** The server asked for something that no honest one asks for; it was not given, and the connection is closed. */
final class UntrustworthyServerException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustworthyServerException(String message) {
        super(message);
    }
}
