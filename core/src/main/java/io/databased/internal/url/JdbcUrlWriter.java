package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the URL that a JDBC driver takes, for migration tools. Only TLS settings and the application's name travel:
 * other options are ours, and some JDBC properties run code or read files. A TLS setting is never dropped in silence.
 */
public final class JdbcUrlWriter {
    private static final String REMEDY = "; configure the migration tool by hand";
    private static final Map<String, String> POSTGRESQL = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "sslnegotiation", "sslNegotiation",
            "channel_binding", "channelBinding",
            "application_name", "ApplicationName");
    private static final Map<String, String> MYSQL = Map.of("sslMode", "sslMode");

    private JdbcUrlWriter() {}

    public static String write(UrlParts url) {
        return switch (url.scheme()) {
            case "jdbc" -> UrlWriter.withSecrets(url);
            case "sqlite" -> sqlite(url.database() == null ? "" : url.database());
            case "postgresql" -> server(url, POSTGRESQL);
            case "mysql", "mariadb" -> server(url, MYSQL);
            default -> throw new InvalidUrlException("no JDBC URL is known for scheme " + url.scheme() + REMEDY);
        };
    }

    /** The driver splits at a question mark and decodes nothing, and opens a path after {@code :resource:} as a URL. */
    private static String sqlite(String path) {
        if (path.indexOf('?') >= 0 || path.startsWith(":resource:")) {
            throw new InvalidUrlException("the JDBC driver of SQLite would take this file name for something else; "
                    + "rename the file: no question mark, no leading :resource:");
        }
        return "jdbc:sqlite:" + path;
    }

    private static String server(UrlParts url, Map<String, String> known) {
        if (url.hosts().stream().anyMatch(host -> host.socketDirectory().isPresent())) {
            throw new InvalidUrlException("JDBC drivers do not connect through a Unix socket" + REMEDY);
        }
        List<String> options = new ArrayList<>();
        url.options().forEach((name, value) -> {
            String property = known.get(name);
            if (property != null) {
                options.add(property + "=" + PercentEncoding.encode(value, ""));
            } else if (name.startsWith("ssl") && !UrlWriter.isSecret(name)) {
                throw new InvalidUrlException(
                        "option " + UrlText.echo(name) + " has no counterpart in the JDBC driver" + REMEDY);
            }
        });
        return "jdbc:" + url.scheme() + "://" + hosts(url.hosts()) + "/"
                + (url.database() == null ? "" : PercentEncoding.encode(url.database(), ""))
                + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    private static String hosts(List<Host> hosts) {
        if (hosts.isEmpty()) {
            return "localhost";
        }
        return UrlWriter.hosts(hosts.stream()
                .map(host -> host.name().isEmpty() ? new Host("localhost", host.port()) : host)
                .toList());
    }
}
