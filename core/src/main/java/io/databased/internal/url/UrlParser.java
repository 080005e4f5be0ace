package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Reads {@code scheme://[user[:password]@][host[:port],…][/database][?name=value&…]}. Whatever could be read in two ways
 * is refused, and no error holds a piece of the text.
 */
final class UrlParser {
    static final int MAX_LENGTH = 65_536;
    private static final String USERINFO_REMEDY =
            "percent-encode @ : / # ? in user and password (%40 %3A %2F %23 %3F) and @ elsewhere";

    private final String url;
    private final UrlDraft draft;

    private UrlParser(String url, String scheme) {
        this.url = url;
        this.draft = new UrlDraft(scheme);
    }

    static UrlDraft parse(String url) {
        Objects.requireNonNull(
                url, "the database URL is null; if it comes from the environment or from a property, that is not set");
        if (url.length() > MAX_LENGTH) {
            throw UrlText.invalid(
                    "longer than " + MAX_LENGTH + " characters", MAX_LENGTH, "is this a database URL at all?");
        }
        checkBegin(url);
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? null : UrlParts.normalScheme(url.substring(0, colon));
        if (scheme == null) {
            throw UrlText.invalid(
                    "no scheme", 0, "write scheme://…, such as sqlite:///app.db or postgresql://host/database");
        }
        UrlParser parser = new UrlParser(url, scheme);
        if (scheme.equals("jdbc")) {
            parser.opaque(colon + 1);
        } else {
            parser.parts(colon);
        }
        return parser.draft;
    }

    /** What a file of settings or a shell has left around it; of a URL of JDBC too, whose rest is its driver's. */
    private static void checkBegin(String url) {
        char first = url.isEmpty() ? 0 : url.charAt(0);
        if (isBlank(first)) {
            throw UrlText.invalid("white space", 0, "remove it");
        }
        if (first == '"' || first == '\'') {
            throw UrlText.invalid("quotes around it", 0, "remove them");
        }
        if (url.startsWith("${")) {
            throw UrlText.invalid("a placeholder", 0, "nobody has put the value in its place; is it set at all?");
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private void opaque(int from) {
        int end = url.indexOf(':', from);
        if (end < 0 || UrlParts.normalScheme(url.substring(from, end)) == null) {
            throw UrlText.invalid("no sub-protocol", from, "write jdbc:subprotocol:…, such as jdbc:h2:mem:test");
        }
        draft.opaque = url.substring(from);
    }

    private void parts(int colon) {
        checkCharacters();
        int start = colon + 3;
        int query = endingAt('?', start, url.length());
        checkSeparators(colon, query);
        int path = endingAt('/', start, query);
        checkAmbiguity(start, path);
        authority(start, path);
        if (path < query) {
            draft.database = PercentEncoding.decode(url, path + 1, query);
        }
        for (int at = query + 1; at <= url.length(); at = endingAt('&', at, url.length()) + 1) {
            option(at, endingAt('&', at, url.length()));
        }
        LibpqOptions.fold(draft);
    }

    private void checkCharacters() {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (isBlank(c)) {
                throw UrlText.invalid("white space", i, "remove it, or percent-encode a space as %20");
            }
            if (c == '#') {
                throw UrlText.invalid("a # starts a fragment, which no database URL has", i, USERINFO_REMEDY);
            }
        }
    }

    private void checkSeparators(int colon, int query) {
        if (!url.startsWith("://", colon)) {
            throw UrlText.invalid(
                    "no :// after the scheme",
                    colon,
                    draft.scheme.equals("r2dbc")
                            ? "leave r2dbc: out, and write postgresql://… or mysql://…"
                            : "write scheme://…, such as sqlite:///app.db; the URL of a JDBC driver begins with jdbc:");
        }
        int second = url.indexOf("://", colon + 1);
        if (second >= 0 && second < query) {
            throw UrlText.invalid("a second ://", second, "percent-encode its colon");
        }
    }

    /** An {@code @} behind the host may be the end of a user name or password that holds {@code / or ?}. */
    private void checkAmbiguity(int start, int path) {
        int first = url.indexOf('@', start);
        int late = first >= 0 && first < path ? url.indexOf('@', first + 1) : first;
        if (late >= 0 && path > start) {
            throw UrlText.invalid("an @ that does not end user and password", late, USERINFO_REMEDY);
        }
    }

    private void authority(int from, int to) {
        if (from < to && draft.scheme.equals("sqlite")) {
            throw UrlText.invalid(
                    "an sqlite URL has no host",
                    from,
                    "did you mean three slashes, as in "
                            + "sqlite:///app.db (relative), or four, as in sqlite:////srv/app.db (absolute)?");
        }
        int at = endingAt('@', from, to);
        if (at < to) {
            userinfo(from, at);
        }
        int hosts = at < to ? at + 1 : from;
        if (hosts < to) {
            hosts(hosts, to);
        }
    }

    private void userinfo(int from, int to) {
        int colon = endingAt(':', from, to);
        draft.user = PercentEncoding.decode(url, from, colon);
        if (colon < to) {
            int second = endingAt(':', colon + 1, to);
            if (second < to) {
                throw UrlText.invalid("a second : before the @", second, USERINFO_REMEDY);
            }
            draft.password = PercentEncoding.decode(url, colon + 1, to);
        }
    }

    private void hosts(int from, int to) {
        boolean several = endingAt(',', from, to) < to;
        for (int at = from; at <= to; at = endingAt(',', at, to) + 1) {
            int end = endingAt(',', at, to);
            Host host = host(at, end);
            if (several && host.name().isEmpty()) {
                throw UrlText.invalid("a host of the list is empty", at, "remove it or name it");
            }
            draft.hosts.add(host);
        }
    }

    private Host host(int from, int to) {
        boolean bracketed = from < to && url.charAt(from) == '[';
        int nameFrom = bracketed ? from + 1 : from;
        int nameTo = endingAt(bracketed ? ']' : ':', nameFrom, to);
        String name = PercentEncoding.decode(url, nameFrom, nameTo);
        String problem = HostNames.problem(name);
        if (problem != null) {
            throw UrlText.invalid("the host has " + problem, from, USERINFO_REMEDY);
        }
        if (bracketed ? nameTo == to || name.indexOf(':') < 0 : endingAt(':', nameTo + 1, to) < to) {
            throw UrlText.invalid("the host is no name", from, "write an IPv6 address in brackets, as in [::1]:5432");
        }
        OptionalInt port = port(bracketed ? nameTo + 1 : nameTo, to);
        return new Host(name, port);
    }

    private OptionalInt port(int from, int to) {
        if (from == to) {
            return OptionalInt.empty();
        }
        int port = url.charAt(from) == ':' ? Ports.parse(url.substring(from + 1, to)) : 0;
        if (port == 0) {
            throw UrlText.invalid("the port is not a number from 1 to " + Ports.MAX, from, USERINFO_REMEDY);
        }
        return OptionalInt.of(port);
    }

    private void option(int from, int to) {
        int equals = endingAt('=', from, to);
        if (equals == to || equals == from) {
            throw UrlText.invalid(
                    equals == to ? "an option without =" : "an option without a name",
                    from,
                    "write ?name=value&name=value, and percent-encode ? & = elsewhere (%3F %26 %3D)");
        }
        String name = PercentEncoding.decode(url, from, equals);
        String value = PercentEncoding.decode(url, equals + 1, to);
        if (draft.options.putIfAbsent(name, value) != null) {
            throw UrlText.invalid("an option that was given before", from, "keep one of them");
        }
    }

    /** Where the part that starts at {@code from} ends: at the next {@code c}, or else at {@code to}. */
    private int endingAt(char c, int from, int to) {
        int at = from;
        while (at < to && url.charAt(at) != c) {
            at++;
        }
        return Math.min(at, to);
    }
}
