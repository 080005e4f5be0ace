package io.databased;

/**
 * The database has no savepoints ({@link Dialect#savepoints()}), and what was asked for is made of them: a child session,
 * or force-rollback for a whole database. Thrown by {@code session.transaction(…)} and by {@code connect()} before
 * anything is sent; a session that asked for a child stays healthy.
 */
public final class SavepointsUnsupportedException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public SavepointsUnsupportedException(String message) {
        super(message);
    }
}
