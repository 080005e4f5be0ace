package io.databased.jdbc.product;

import java.util.UUID;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a database in the memory of this process that ends with the last of its connections.
 *
 * @param scheme what stands before the name
 * @param name empty of one that has none
 * @param options what stands behind the name
 * @param alone whether each connection has one for itself, and no name would change that
 */
public record MemoryUrl(String scheme, String name, String options, boolean alone) {
    /** One that connections share by its name, if the URL matches; its groups are name and options. */
    static @Nullable MemoryUrl shared(String scheme, Matcher url) {
        return url.matches() ? new MemoryUrl(scheme, url.group(1), url.group(2), false) : null;
    }

    /** For the driver: what has no name, and could have one, has a new one each time. */
    public String named() {
        return scheme + (name.isEmpty() && !alone ? "databased-" + UUID.randomUUID() : name) + options;
    }
}
