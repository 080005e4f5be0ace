package io.databased.vertx.connect;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** In which order the hosts of a URL are tried for each connection, as libpq's {@code load_balance_hosts} says it. */
public enum HostOrder {
    /** As they are written. */
    WRITTEN,
    /** A new random order for each connection, which spreads them. */
    RANDOM;

    /** The option of a URL that says it. */
    public static final String OPTION = "load_balance_hosts";

    /** @throws InvalidUrlException if the option makes no sense */
    public static HostOrder of(DatabaseUrl url) {
        return switch (url.option(OPTION).orElse("disable")) {
            case "disable" -> WRITTEN;
            case "random" -> RANDOM;
            default ->
                throw new InvalidUrlException("illegal value for option " + OPTION + "; it takes disable or random");
        };
    }

    /** The hosts in the order for one connection. */
    public <H> List<H> arranged(List<H> hosts) {
        if (this == WRITTEN) {
            return hosts;
        }
        List<H> shuffled = new ArrayList<>(hosts);
        Collections.shuffle(shuffled);
        return shuffled;
    }
}
