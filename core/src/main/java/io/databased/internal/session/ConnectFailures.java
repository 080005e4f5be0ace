package io.databased.internal.session;

import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.spi.BackendException;

/** What a user is told when connecting fails. */
final class ConnectFailures {
    private ConnectFailures() {}

    static Throwable of(Throwable failure, DatabaseUrl url) {
        if (failure instanceof BackendException reported) {
            return new StatementException(
                    "Could not connect to " + url + ": " + reported.getMessage(),
                    reported.kind(),
                    reported.sqlState(),
                    reported.vendorCode(),
                    null,
                    reported.getCause());
        }
        return failure instanceof DatabasedException
                ? failure
                : new StatementException(
                        "Could not connect to " + url, StatementException.Kind.SYSTEM, null, null, null, failure);
    }
}
