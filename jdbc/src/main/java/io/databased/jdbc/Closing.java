package io.databased.jdbc;

/** Closes what is not needed any more, where a failure changes nothing. */
final class Closing {
    private Closing() {}

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // What could not be closed goes with its connection, at the latest.
        }
    }
}
