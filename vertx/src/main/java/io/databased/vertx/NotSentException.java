package io.databased.vertx;

/** The message never left: the connection was closed before, or the statement was stopped while it waited here. */
public final class NotSentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean stopped;

    private NotSentException(String message, boolean stopped) {
        super(message);
        this.stopped = stopped;
    }

    static NotSentException closed() {
        return new NotSentException("the connection was closed before", false);
    }

    static NotSentException stopped() {
        return new NotSentException("stopped before it was sent", true);
    }

    /** Whether it was stopped; the connection lives then. */
    public boolean wasStopped() {
        return stopped;
    }
}
