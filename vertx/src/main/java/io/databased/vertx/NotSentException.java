package io.databased.vertx;

/** The message never left: the connection was closed or given up before, or the statement was stopped while it waited. */
public final class NotSentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean stopped;

    private NotSentException(String message, boolean stopped) {
        super(message);
        this.stopped = stopped;
    }

    static NotSentException closed() {
        return new NotSentException("the server or the network closed it", false);
    }

    static NotSentException stopped() {
        return new NotSentException("stopped before it was sent", true);
    }

    static NotSentException inDoubt() {
        return new NotSentException("a signal to stop that was given before may still reach the connection", false);
    }

    static NotSentException unclean() {
        return new NotSentException("what was set on it before could not be reset", false);
    }

    static NotSentException silent() {
        return new NotSentException("the server has not answered for a while", false);
    }

    /** A signal to stop that never left. */
    public static NotSentException ofSignal() {
        return new NotSentException("the server could not be told to stop", false);
    }

    /** Whether it was stopped; the connection lives then. */
    public boolean wasStopped() {
        return stopped;
    }
}
