package io.databased;

/**
 * A statement or a commit on a session while a stream of it is open. Nothing was sent: waiting could never end, because
 * the stream may be waiting for its consumer. Finish or cancel the stream first, or use another session.
 */
public final class StreamOpenException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public StreamOpenException(String message) {
        super(message);
    }
}
