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
 * @param database never empty
 * @param options in the order of the URL
 * @param opaque all that follows {@code jdbc:}, never decoded; null in any other URL
 */
public record UrlParts(
        String scheme,
        Authority authority,
        @Nullable String database,
        Map<String, String> options,
        @Nullable String opaque) {

    /**
     * Who asks whom.
     *
     * @param user never empty
     * @param hosts none for the default of the backend
     */
    public record Authority(@Nullable String user, @Nullable String password, List<Host> hosts) {
        /** @throws InvalidUrlException if a part holds what it must not */
        public Authority {
            user = emptyToNull(user);
            hosts = hosts.size() == 1 && hosts.get(0).equals(new Host("")) ? List.of() : List.copyOf(hosts);
            requireText("user", user);
            requireText("password", password);
            if (hosts.size() > 1 && hosts.stream().anyMatch(host -> host.name().isEmpty())) {
                throw invalid("a host of the list is empty; remove it or name it");
            }
        }

        boolean isNone() {
            return user == null && password == null && hosts.isEmpty();
        }

        /** Whose password is not shown. */
        @Override
        public String toString() {
            return hosts.toString();
        }
    }

    /** @throws InvalidUrlException if a part holds what it must not, or does not go with the others */
    public UrlParts {
        database = emptyToNull(database);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        requireText("database", database);
        requireText("text after jdbc:", opaque);
        requireText(options);
        if (scheme.equals("jdbc")) {
            if (opaque == null || !authority.isNone() || database != null || !options.isEmpty()) {
                throw invalid("a jdbc: URL is one text that has no parts to set; parse the whole text instead");
            }
        } else if (opaque != null) {
            throw invalid("a jdbc: URL cannot change its scheme; parse the new URL instead");
        }
        if (scheme.equals("sqlite") && !authority.isNone()) {
            throw invalid("an sqlite URL has no user, password or host; give the file as the database");
        }
        LibpqOptions.requireNone(scheme, options);
    }

    /** The user, never empty; null for none. */
    public @Nullable String user() {
        return authority.user();
    }

    /** The password, which may be empty; null for none. */
    public @Nullable String password() {
        return authority.password();
    }

    /** The hosts in the order to try them; none for the default of the backend. */
    public List<Host> hosts() {
        return authority.hosts();
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
        return new UrlParts(requireScheme(other), authority, database, options, opaque);
    }

    public UrlParts withUser(String other) {
        return with(new Authority(other, password(), hosts()));
    }

    public UrlParts withPassword(@Nullable String other) {
        return with(new Authority(user(), other, hosts()));
    }

    public UrlParts withHosts(List<Host> others) {
        return with(new Authority(user(), password(), others));
    }

    private UrlParts with(Authority other) {
        return new UrlParts(scheme, other, database, options, opaque);
    }

    public UrlParts withDatabase(String other) {
        return new UrlParts(scheme, authority, other, options, opaque);
    }

    /** With an option in its place, or as the last; without it, if the value is null. */
    public UrlParts withOption(String name, @Nullable String value) {
        Map<String, String> others = new LinkedHashMap<>(options);
        if (value == null) {
            others.remove(name);
        } else {
            others.put(name, value);
        }
        return new UrlParts(scheme, authority, database, others, opaque);
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
