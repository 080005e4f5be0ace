package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a PostgreSQL URL that libpq also takes as options, as in {@code
 * postgresql:///db?host=/var/run/postgresql&port=5433} (PostgreSQL documentation, "Connection URIs"). They move to
 * where they belong, so that one database has one spelling; a part given in both places is an error.
 */
final class LibpqOptions {
    private static final Set<String> PARTS = Set.of("user", "password", "dbname", "host", "port");

    private LibpqOptions() {}

    static void fold(UrlDraft draft) {
        if (!draft.scheme.equals("postgresql")) {
            return;
        }
        draft.user = moved(draft, "user", draft.user);
        draft.password = moved(draft, "password", draft.password);
        draft.database = moved(draft, "dbname", draft.database);
        String hosts = draft.options.remove("host");
        if (hosts != null) {
            requireAbsent("host", !draft.hosts.isEmpty());
            for (String name : hosts.split(",", -1)) {
                draft.hosts.add(new Host(name));
            }
        }
        String ports = draft.options.remove("port");
        if (ports != null) {
            draft.hosts = withPorts(draft.hosts, ports.split(",", -1));
        }
    }

    static void requireNone(String scheme, Map<String, String> options) {
        if (scheme.equals("postgresql")) {
            options.keySet().stream().filter(PARTS::contains).findFirst().ifPresent(name -> {
                throw new InvalidUrlException("invalid database URL: " + name
                        + " is a part of a postgresql URL, not an option; set the part instead");
            });
        }
    }

    private static @Nullable String moved(UrlDraft draft, String option, @Nullable String part) {
        String value = draft.options.remove(option);
        if (value == null) {
            return part;
        }
        requireAbsent(option, part != null);
        return value;
    }

    private static List<Host> withPorts(List<Host> hosts, String[] ports) {
        List<Host> targets = hosts.isEmpty() ? List.of(new Host("")) : hosts;
        requireAbsent("port", targets.stream().anyMatch(host -> host.port().isPresent()));
        if (ports.length != 1 && ports.length != targets.size()) {
            throw new InvalidUrlException("invalid database URL: option port lists " + ports.length + " ports for "
                    + targets.size() + " hosts; give one port, or one for each host");
        }
        List<Host> result = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            String port = ports[ports.length == 1 ? 0 : i];
            result.add(new Host(targets.get(i).name(), Ports.parse(port)));
        }
        return result;
    }

    private static void requireAbsent(String option, boolean present) {
        if (present) {
            throw new InvalidUrlException(
                    "invalid database URL: " + option + " is given twice, as a part and as an option; keep one");
        }
    }
}
