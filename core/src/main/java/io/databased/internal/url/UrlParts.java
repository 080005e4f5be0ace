package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoded parts of a URL. Its constructor holds every rule between them.
 *
 * @param scheme as {@link #normalScheme} writes it
 * @param user never empty
 * @param hosts none for the default of the backend
 * @param database never empty
 * @param options in the order of the URL
 * @param opaque all that follows {@code jdbc:}, never decoded; null in any other URL
 */
public record UrlParts(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        List<Host> hosts,
        @Nullable String database,
        Map<String, String> options,
        @Nullable String opaque) {

    /** @throws InvalidUrlException if a part holds what it must not, or does not go with the others */
    public UrlParts {
        user = emptyToNull(user);
        database = emptyToNull(database);
        hosts = hosts.size() == 1 && hosts.get(0).equals(new Host("")) ? List.of() : List.copyOf(hosts);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        requireText("user", user);
        requireText("password", password);
        requireText("database", database);
        requireText("text after jdbc:", opaque);
        requireText(options);
        boolean authority = user != null || password != null || !hosts.isEmpty();
        if (scheme.equals("jdbc")) {
            if (opaque == null || authority || database != null || !options.isEmpty()) {
                throw invalid("a jdbc: URL is one text that has no parts to set; parse the whole text instead");
            }
        } else if (opaque != null) {
            throw invalid("a jdbc: URL cannot change its scheme; parse the new URL instead");
        }
        if (scheme.equals("sqlite") && authority) {
            throw invalid("an sqlite URL has no user, password or host; give the file as the database");
        }
        if (hosts.size() > 1 && hosts.stream().anyMatch(host -> host.name().isEmpty())) {
            throw invalid("a host of the list is empty; remove it or name it");
        }
        LibpqOptions.requireNone(scheme, options);
    }

    /** A URL with no other part yet. */
    public static UrlParts ofScheme(String scheme) {
        return new UrlDraft(requireScheme(scheme)).checked();
    }

    /** Reads a URL. */
    public static UrlParts parse(String url) {
        return UrlParser.parse(url).checked();
    }

    public UrlParts withScheme(String other) {
        return new UrlParts(requireScheme(other), user, password, hosts, database, options, opaque);
    }

    public UrlParts withUser(String other) {
        return new UrlParts(scheme, other, password, hosts, database, options, opaque);
    }

    public UrlParts withPassword(@Nullable String other) {
        return new UrlParts(scheme, user, other, hosts, database, options, opaque);
    }

    public UrlParts withHosts(List<Host> others) {
        return new UrlParts(scheme, user, password, others, database, options, opaque);
    }

    public UrlParts withDatabase(String other) {
        return new UrlParts(scheme, user, password, hosts, other, options, opaque);
    }

    /** With an option in its place, or as the last; without it, if the value is null. */
    public UrlParts withOption(String name, @Nullable String value) {
        Map<String, String> others = new LinkedHashMap<>(options);
        if (value == null) {
            others.remove(name);
        } else {
            others.put(name, value);
        }
        return new UrlParts(scheme, user, password, hosts, database, others, opaque);
    }

    /** Secrets masked. */
    @Override
    public String toString() {
        return UrlWriter.masked(this);
    }

    /** The scheme in its one spelling, or null if it is malformed. */
    static @Nullable String normalScheme(String scheme) {
        boolean wellFormed = !scheme.isEmpty()
                && !UrlText.isAsciiDigit(scheme.charAt(0))
                && UrlText.isAsciiLetterOrDigit(scheme.charAt(0))
                && UrlText.isWord(scheme, "+.-");
        if (!wellFormed) {
            return null;
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        return lower.equals("postgres") ? "postgresql" : lower;
    }

    /** @throws InvalidUrlException if this would be too long a text to be read again */
    public UrlParts requireShort() {
        if (UrlWriter.withSecrets(this).length() > UrlParser.MAX_LENGTH) {
            throw invalid("it is longer than " + UrlParser.MAX_LENGTH + " characters, percent-encoded");
        }
        return this;
    }

    private static String requireScheme(String scheme) {
        String normal = normalScheme(scheme);
        if (normal == null) {
            throw invalid("malformed scheme; it takes a letter, then letters, digits, + . -");
        }
        return normal;
    }

    private static void requireText(Map<String, String> options) {
        options.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw invalid("an option has no name; write name=value");
            }
            UrlText.require("name of an option", name);
            UrlText.require("value of option " + UrlText.echo(name), value);
        });
    }

    private static void requireText(String part, @Nullable String text) {
        if (text != null) {
            UrlText.require(part, text);
        }
    }

    private static InvalidUrlException invalid(String reason) {
        return new InvalidUrlException("invalid database URL: " + reason);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
