package io.databased.postgresql;

import io.databased.DatabaseUrl;
import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The <a href="https://www.postgresql.org/docs/current/libpq-envars.html">variables of libpq</a>, for the parts that a URL
 * leaves out.
 */
final class Environment {
    private static final Map<String, String> OPTIONS = Map.of(
            "PGAPPNAME", "application_name",
            "PGCONNECT_TIMEOUT", "connect_timeout",
            "PGOPTIONS", "options",
            "PGSSLMODE", "sslmode",
            "PGSSLROOTCERT", "sslrootcert",
            "PGSSLCERT", "sslcert",
            "PGSSLKEY", "sslkey",
            "PGTARGETSESSIONATTRS", "target_session_attrs",
            "PGLOADBALANCEHOSTS", "load_balance_hosts");

    private Environment() {}

    static DatabaseUrl complete(DatabaseUrl given, Map<String, String> variables) {
        DatabaseUrl url = given;
        if (url.user().isEmpty() && variables.containsKey("PGUSER")) {
            url = url.withUser(variables.get("PGUSER"));
        }
        if (url.password().isEmpty() && variables.containsKey("PGPASSWORD")) {
            url = url.withPassword(variables.get("PGPASSWORD"));
        }
        if (url.database().isEmpty() && variables.containsKey("PGDATABASE")) {
            url = url.withDatabase(variables.get("PGDATABASE"));
        }
        if (url.hosts().isEmpty()) {
            url = url.withHosts(hosts(variables));
        }
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            String value = variables.get(option.getKey());
            if (value != null && url.option(option.getValue()).isEmpty()) {
                url = url.withOption(option.getValue(), value);
            }
        }
        return url;
    }

    private static List<Host> hosts(Map<String, String> variables) {
        String[] names = variables.getOrDefault("PGHOST", "").split(",", -1);
        String[] ports = variables.getOrDefault("PGPORT", "").split(",", -1);
        if (ports.length != 1 && ports.length != names.length) {
            throw new InvalidUrlException("PGPORT lists " + ports.length + " ports for the " + names.length
                    + " hosts of PGHOST; give one port, or one for each host");
        }
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            hosts.add(new Host(names[i], port(ports[ports.length == 1 ? 0 : i])));
        }
        return hosts;
    }

    private static OptionalInt port(String port) {
        if (port.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!port.matches("[0-9]{1,5}")) {
            throw new InvalidUrlException("PGPORT is no port; it takes a whole number from 1 to 65535");
        }
        return OptionalInt.of(Integer.parseInt(port));
    }
}
