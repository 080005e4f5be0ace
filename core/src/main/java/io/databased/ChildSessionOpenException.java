package io.databased;

/**
 * A statement or a commit on a session whose child session is open. Nothing was sent and nothing changed: run it on the
 * child, or end the child first. The message names both.
 */
public final class ChildSessionOpenException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public ChildSessionOpenException(String message) {
        super(message);
    }
}
