package io.databased;

/** {@link Database#connect()} was called on a database that is connected or connecting. The connection goes on. */
public final class AlreadyConnectedException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public AlreadyConnectedException(String message) {
        super(message);
    }
}
