package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the URL that a JDBC driver takes, for migration tools. Only {@linkplain JdbcTls what is said of TLS} and the
 * application's name travel: other options are ours, and some JDBC properties run code or read files.
 */
public final class JdbcUrlWriter {
    private static final String REMEDY = "; configure the migration tool by hand";

    private JdbcUrlWriter() {}

    public static String write(UrlParts url) {
        return switch (url.scheme()) {
            case "jdbc" -> UrlWriter.withSecrets(url);
            case "sqlite" -> sqlite(url.database());
            case "postgresql" -> server(url, postgresql(url), JdbcUrlWriter::encoded);
            case "mysql" -> server(url, JdbcTls.mySql(url), JdbcUrlWriter::encoded);
            case "mariadb" -> server(url, JdbcTls.mariaDb(url), JdbcUrlWriter::plain);
            default -> throw new InvalidUrlException("no JDBC URL is known for scheme " + url.scheme() + REMEDY);
        };
    }

    private static Map<String, String> postgresql(UrlParts url) {
        Map<String, String> properties = JdbcTls.postgresql(url);
        String channelBinding = url.options().get("channel_binding");
        if (channelBinding != null) {
            properties.put("channelBinding", channelBinding);
        }
        String application = url.options().get("application_name");
        if (application != null) {
            properties.put("ApplicationName", application);
        }
        return properties;
    }

    /** The driver splits at a question mark and decodes nothing, and opens a path after {@code :resource:} as a URL. */
    private static String sqlite(@Nullable String path) {
        if (path == null || path.equals(":memory:")) {
            throw new InvalidUrlException(
                    "a database in memory belongs to its connection, so a migration tool would get"
                            + " another one; use a file, or run the definitions with Database.executeScript");
        }
        if (path.indexOf('?') >= 0 || path.startsWith(":resource:")) {
            throw new InvalidUrlException("the JDBC driver of SQLite would take this file name for something else; "
                    + "rename the file: no question mark, no leading :resource:");
        }
        return "jdbc:sqlite:" + path;
    }

    private static String server(UrlParts url, Map<String, String> properties, UnaryOperator<String> text) {
        if (url.hosts().stream().anyMatch(host -> host.socketDirectory().isPresent())) {
            throw new InvalidUrlException("JDBC drivers do not connect through a Unix socket" + REMEDY);
        }
        String options = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + text.apply(property.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:" + url.scheme() + "://" + hosts(url.hosts()) + "/"
                + (url.database() == null ? "" : text.apply(url.database()))
                + (options.isEmpty() ? "" : "?" + options);
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text, "");
    }

    /** The driver of MariaDB splits at these, and decodes nothing. */
    private static String plain(String text) {
        if (text.indexOf('?') >= 0 || text.indexOf('&') >= 0) {
            throw new InvalidUrlException(
                    "the JDBC driver of MariaDB can be told no name with a question mark or an ampersand" + REMEDY);
        }
        return text;
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
