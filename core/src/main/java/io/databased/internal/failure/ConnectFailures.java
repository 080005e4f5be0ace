package io.databased.internal.failure;

import io.databased.ConnectionFailedException;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a user is told when connecting fails. */
public final class ConnectFailures {
    private static final StackTraceElement[] NO_FRAMES = {};

    private ConnectFailures() {}

    /**
     * As the other, with the stack of who asked for the connection.
     *
     * @param asked where that was
     */
    public static Throwable of(Throwable failure, DatabaseUrl url, CallSite asked) {
        Throwable told = of(failure, url);
        if (told instanceof ConnectionFailedException && told.getStackTrace().length == 0) {
            told.setStackTrace(asked.userFrames());
        }
        return told;
    }

    /** What is not ours yet is put into words. It has no stack: where the driver has failed, the cause tells. */
    public static Throwable of(Throwable failure, DatabaseUrl url) {
        if (failure instanceof DatabasedException) {
            return failure;
        }
        Throwable told = failure instanceof BackendException reported
                ? reported("Could not connect to " + url + ": " + reported.getMessage(), reported)
                : unexpected(failure, url);
        told.setStackTrace(NO_FRAMES);
        return told;
    }

    private static ConnectionFailedException unexpected(Throwable failure, DatabaseUrl url) {
        // A deadline is ours, and so are its words; a driver's may quote anything.
        String missing = missing(failure);
        String why = failure instanceof TimeoutException
                ? String.valueOf(failure.getMessage())
                : missing != null
                        ? missing
                        : "the driver failed (" + failure.getClass().getSimpleName() + ", the cause of this)";
        return new ConnectionFailedException(
                "Could not connect to " + url + ": " + why, Kind.SYSTEM, null, null, failure);
    }

    /** What is to be told of a class that is not there, or another than it should be; null if that is not what failed. */
    public static @Nullable String missing(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof LinkageError) && !(cause instanceof ClassNotFoundException)) {
            cause = cause.getCause();
        }
        if (cause instanceof UnsatisfiedLinkError) {
            return "the native library of the driver could not be loaded: " + cause.getMessage();
        }
        return cause == null
                ? null
                : "a class of the driver is not on the class path, or is of another version ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); add what the artifact of the backend depends on, which Maven and Gradle do by themselves";
    }

    /** With what each of several servers has said. */
    private static ConnectionFailedException reported(String message, BackendException reported) {
        ConnectionFailedException told = new ConnectionFailedException(
                message, reported.kind(), reported.sqlState(), reported.vendorCode(), reported.getCause());
        for (Throwable suppressed : reported.getSuppressed()) {
            if (suppressed instanceof BackendException said) {
                Throwable ofOneServer = reported(said.getMessage(), said);
                ofOneServer.setStackTrace(NO_FRAMES);
                told.addSuppressed(ofOneServer);
            }
        }
        return told;
    }
}
