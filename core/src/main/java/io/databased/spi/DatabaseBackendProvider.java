package io.databased.spi;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes backends for URLs of certain schemes. Found by {@link java.util.ServiceLoader}; needs a public constructor. */
public interface DatabaseBackendProvider {
    /** The URL schemes it serves, in lower case. */
    Set<String> schemes();

    /** The options it understands in a URL, beside the pool's; the core refuses others. */
    Set<String> options();

    /**
     * A backend for the URL. Does no I/O.
     *
     * @throws io.databased.InvalidUrlException if the URL makes no sense for this database
     */
    DatabaseBackend create(DatabaseUrl url);

    /**
     * A backend that asks who connects each time it opens a connection. Does no I/O.
     *
     * @param credentials called on any thread; does not block and does not throw. Its stage completes within the login timeout, with
     *     credentials or with a {@link BackendException} that says why there are none. They go before user and password of the URL
     * @throws io.databased.InvalidUrlException as {@link #create(DatabaseUrl)}, and if this database has no users
     */
    default DatabaseBackend create(DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        throw new InvalidUrlException(
                "Databases of the scheme '" + url.scheme() + "' have no users and passwords; leave credentials(…) out");
    }
}
