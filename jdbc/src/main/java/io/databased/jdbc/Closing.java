package io.databased.jdbc;

/** Closes what is not needed any more, where a failure changes nothing. */
final class Closing {
    private Closing() {}

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Throwable e) {
            // What could not be closed goes with its connection, at the latest; what went wrong before it is what is
            // told.
        }
    }
}
