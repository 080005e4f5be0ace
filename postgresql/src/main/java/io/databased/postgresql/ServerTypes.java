package io.databased.postgresql;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of the types of one database. Those that users have made are asked for once. Thread-safe. */
final class ServerTypes {
    /** A domain may be one over a domain. */
    private static final String QUESTION = """
            SELECT t.oid,
              coalesce((WITH RECURSIVE b AS (SELECT e.oid, e.typbasetype
                  UNION ALL SELECT u.oid, u.typbasetype FROM pg_catalog.pg_type u JOIN b ON u.oid = b.typbasetype)
                SELECT b.oid FROM b WHERE b.typbasetype = 0), 0),
              coalesce(e.typdelim, ',')
            FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.typarray = t.oid WHERE t.oid IN\
            """;

    private final Map<Integer, ServerType> asked = new ConcurrentHashMap<>();

    /** The type; null if the server has to be asked. */
    @Nullable
    ServerType find(int oid) {
        ServerType known = ServerType.builtIn(oid);
        return known != null ? known : asked.get(oid);
    }

    /** Remembers the answer to the question. */
    void learn(ServerType type) {
        asked.put(type.oid(), type);
    }

    /** What to ask for types that are not known; rows of numbers and a character. */
    static String question(Set<Integer> oids) {
        return QUESTION
                + new TreeSet<>(oids)
                        .stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "(", ")"));
    }
}
