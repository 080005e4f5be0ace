package io.databased.internal.failure;

import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.spi.BackendException;
import java.util.concurrent.TimeoutException;

/** What a user is told when connecting fails. */
public final class ConnectFailures {
    private ConnectFailures() {}

    public static Throwable of(Throwable failure, DatabaseUrl url) {
        if (failure instanceof BackendException reported) {
            return new StatementException(
                    "Could not connect to " + url + ": " + reported.getMessage(),
                    reported.kind(),
                    reported.sqlState(),
                    reported.vendorCode(),
                    null,
                    reported.getCause());
        }
        if (failure instanceof DatabasedException) {
            return failure;
        }
        // A deadline is ours, and so are its words; a driver's may quote anything.
        String why = failure instanceof TimeoutException ? ": " + failure.getMessage() : "";
        return new StatementException(
                "Could not connect to " + url + why, StatementException.Kind.SYSTEM, null, null, null, failure);
    }
}
