package io.databased;

import io.databased.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A URL in the making: the decoded parts, still open to change. {@link #checked} holds every rule between them. */
final class UrlDraft {
    String scheme;

    @Nullable
    String user;

    @Nullable
    String password;

    List<Host> hosts = new ArrayList<>();

    @Nullable
    String database;

    Map<String, String> options = new LinkedHashMap<>();

    /** All that follows {@code jdbc:}, never decoded; null in any other URL. */
    @Nullable
    String opaque;

    UrlDraft(String scheme) {
        this.scheme = scheme;
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

    UrlDraft copy() {
        UrlDraft copy = new UrlDraft(scheme);
        copy.user = user;
        copy.password = password;
        copy.hosts = hosts;
        copy.database = database;
        copy.options = new LinkedHashMap<>(options);
        copy.opaque = opaque;
        return copy;
    }

    /** Ends the draft: it is valid and no longer changes, or this throws. */
    UrlDraft checked() {
        normalise();
        checkText();
        if (scheme.equals("jdbc")) {
            checkOpaque();
        } else {
            checkParts();
        }
        if (UrlWriter.withSecrets(this).length() > DatabaseUrlParser.MAX_LENGTH) {
            throw invalid("it is longer than " + DatabaseUrlParser.MAX_LENGTH + " characters, percent-encoded");
        }
        return this;
    }

    private void checkOpaque() {
        if (opaque == null || hasAuthority() || database != null || !options.isEmpty()) {
            throw invalid("a jdbc: URL is one text that has no parts to set; parse the whole text instead");
        }
    }

    private void checkParts() {
        if (opaque != null) {
            throw invalid("a jdbc: URL cannot change its scheme; parse the new URL instead");
        }
        if (scheme.equals("sqlite") && hasAuthority()) {
            throw invalid("an sqlite URL has no user, password or host; give the file as the database");
        }
        if (hosts.size() > 1 && hosts.stream().anyMatch(host -> host.name().isEmpty())) {
            throw invalid("a host of the list is empty; remove it or name it");
        }
        LibpqOptions.requireNone(this);
    }

    private boolean hasAuthority() {
        return user != null || password != null || !hosts.isEmpty();
    }

    private void normalise() {
        user = emptyToNull(user);
        database = emptyToNull(database);
        if (hosts.size() == 1 && hosts.get(0).equals(new Host(""))) {
            hosts = List.of();
        }
        hosts = List.copyOf(hosts);
        options = Collections.unmodifiableMap(options);
    }

    private void checkText() {
        requireText("user", user);
        requireText("password", password);
        requireText("database", database);
        requireText("text after jdbc:", opaque);
        for (Map.Entry<String, String> option : options.entrySet()) {
            String name = option.getKey();
            if (name.isEmpty()) {
                throw invalid("an option has no name; write name=value");
            }
            UrlText.require("name of an option", name);
            UrlText.require("value of option " + UrlText.echo(name), option.getValue());
        }
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
