package io.databased.mysql;

/** The server asked for something that no honest one asks for; it was not given, and the connection is closed. */
final class UntrustworthyServerException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustworthyServerException(String message) {
        super(message);
    }

    /** {@code LOCAL INFILE}, which a server can demand in answer to any statement. */
    static UntrustworthyServerException wantsFile() {
        return new UntrustworthyServerException("the server asked for a file of this machine (LOCAL INFILE); it got"
                + " nothing, and the connection was closed");
    }
}
