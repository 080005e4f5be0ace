package io.databased.internal.failure;

import io.databased.ConnectionFailedException;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.util.concurrent.TimeoutException;

/** What a user is told when connecting fails. */
public final class ConnectFailures {
    private ConnectFailures() {}

    public static Throwable of(Throwable failure, DatabaseUrl url) {
        if (failure instanceof BackendException reported) {
            ConnectionFailedException translated =
                    translated("Could not connect to " + url + ": " + reported.getMessage(), reported);
            for (Throwable ofOneServer : reported.getSuppressed()) {
                if (ofOneServer instanceof BackendException said) {
                    translated.addSuppressed(translated(said.getMessage(), said));
                }
            }
            return translated;
        }
        if (failure instanceof DatabasedException) {
            return failure;
        }
        // A deadline is ours, and so are its words; a driver's may quote anything.
        String why = failure instanceof TimeoutException ? ": " + failure.getMessage() : "";
        return new ConnectionFailedException("Could not connect to " + url + why, Kind.SYSTEM, null, null, failure);
    }

    private static ConnectionFailedException translated(String message, BackendException reported) {
        return new ConnectionFailedException(
                message, reported.kind(), reported.sqlState(), reported.vendorCode(), reported.getCause());
    }
}
