package io.databased.spring.boot;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Where applications have the URL of their database for something else: what it is here. Shows no more of it than host and database. */
final class OtherUrls {
    /** Each with what its user and password are called, as far as they are set. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "spring.datasource.url", "spring.datasource.",
            "spring.datasource.hikari.jdbc-url", "spring.datasource.hikari.",
            "spring.r2dbc.url", "spring.r2dbc.",
            "database.url", "database.");

    private static final Pattern SERVER = Pattern.compile(
            "(?:jdbc:|r2dbc:(?:pool:)?)(postgresql|mysql|mariadb)://([A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9_-]+)(?:\\?.*)?");
    private static final Pattern SQLITE = Pattern.compile("jdbc:sqlite:(?!//)([A-Za-z0-9._/:\\\\-]+)(?:\\?.*)?");

    private OtherUrls() {}

    /** What to do, if there is one; null if there is none. */
    static @Nullable String advice(Environment environment) {
        return PROPERTIES.keySet().stream()
                .sorted()
                .filter(environment::containsProperty)
                .findFirst()
                .map(property -> advice(environment, property))
                .orElse(null);
    }

    private static String advice(Environment environment, String property) {
        String prefix = PROPERTIES.get(property);
        boolean user = environment.containsProperty(prefix + "username");
        return property + " is set, which is for other libraries. Set databased.url"
                + translated(String.valueOf(environment.getProperty(property)))
                + (user
                        ? ", and databased.username and databased.password in place of " + prefix + "username and "
                                + prefix + "password."
                        : ".");
    }

    private static String translated(String url) {
        Matcher server = SERVER.matcher(url);
        if (server.matches()) {
            return "=" + server.group(1) + "://" + server.group(2);
        }
        Matcher file = SQLITE.matcher(url);
        if (file.matches()) {
            return "=sqlite:///" + file.group(1);
        }
        return url.startsWith("jdbc:")
                ? " too: with io.databased:databased-jdbc to the same URL, or to one such as postgresql://localhost/app"
                : " too, for example to postgresql://localhost/app or mysql://localhost/app";
    }
}
