package io.databased;

/** Which SQL a database speaks, and how it deals with transactions. A {@link Query} may look at it when it renders. */
public interface Dialect {
    /** The product in lower case: {@code sqlite}, {@code postgresql}, {@code mysql}, {@code mariadb}, {@code h2}, … */
    String name();

    /** Whether transactions can be nested by savepoints. */
    default boolean savepoints() {
        return true;
    }

    /** Whether a failed statement makes the whole transaction fail, until a savepoint before it is rolled back to. */
    default boolean abortsOnError() {
        return false;
    }

    /** Whether a definition statement (CREATE, ALTER, DROP, …) commits the open transaction behind its back. */
    default boolean definitionCommits() {
        return false;
    }
}
