package io.databased.spi;

import io.databased.DatabaseUrl;
import java.util.Set;

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
}
