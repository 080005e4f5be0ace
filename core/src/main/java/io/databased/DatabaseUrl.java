package io.databased;

import io.databased.internal.url.HostNames;
import io.databased.internal.url.JdbcUrlWriter;
import io.databased.internal.url.PercentEncoding;
import io.databased.internal.url.Ports;
import io.databased.internal.url.UrlOptions;
import io.databased.internal.url.UrlParts;
import io.databased.internal.url.UrlWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a database is and how to reach it: {@code scheme://user:password@host:port/database?option=value}. Immutable and
 * safe to share between threads; equal to a URL with the same parts.
 *
 * <p>{@link #parse} reads a text, {@link #ofScheme} starts from nothing, and each {@code with…} method returns a copy with
 * one part replaced. Parts are plain text: they are percent-decoded once when read (RFC 3986, UTF-8; {@code +} is a plus
 * sign) and encoded when written, so a password may hold any character. In the text, {@code @ : / # ?} in a user
 * name or password must be percent-encoded, and every {@code @} after the host; what could be read in two ways is an error.
 *
 * <ul>
 *   <li>Hosts: {@code db}, {@code db:5433}, {@code [::1]:5432}, {@code db1:5432,db2:5433}, or none for the default of the
 *       backend. A Unix socket is given by its directory, percent-encoded: {@code
 *       postgresql://%2Fvar%2Frun%2Fpostgresql/app}.
 *   <li>SQLite: {@code sqlite:///relative.db}, {@code sqlite:////absolute/path.db}, {@code sqlite:///C:/path.db}, {@code
 *       sqlite:///:memory:}, and {@code sqlite://} for a temporary database of one's own.
 *   <li>PostgreSQL: {@code postgres} is another name for {@code postgresql}; the options {@code host}, {@code port}, {@code
 *       user}, {@code password} and {@code dbname} stand for the parts, as in libpq.
 *   <li>JDBC: all that follows {@code jdbc:subprotocol:} is kept as it is and treated as one secret. Such a URL has no
 *       other parts, and none can be set.
 * </ul>
 *
 * <p>Every method that takes text throws {@link InvalidUrlException} on control characters (also percent-encoded ones),
 * lone surrogates, and a URL over 65,536 characters. No error holds a piece of the malformed text; {@link #toString()}
 * masks secrets. Only {@link #password()}, {@link #option}, {@link #options()}, {@link #toStringWithPassword()} and, for a
 * {@code jdbc:} URL, {@link #toJdbcUrl()} reveal them.
 */
public final class DatabaseUrl {
    private final UrlParts parts;

    private DatabaseUrl(UrlParts parts) {
        this.parts = parts.requireShort();
    }

    /**
     * Reads a URL.
     *
     * @throws InvalidUrlException with the reason and its offset in the text, counted in {@code char}s from 0
     */
    public static DatabaseUrl parse(String url) {
        return new DatabaseUrl(UrlParts.parse(url));
    }

    /**
     * A URL with no other part yet, to be completed by the {@code with…} methods.
     *
     * @throws InvalidUrlException if the scheme is malformed, or {@code jdbc}
     */
    public static DatabaseUrl ofScheme(String scheme) {
        return new DatabaseUrl(UrlParts.ofScheme(scheme));
    }

    /** The scheme in lower case, which selects the backend; never {@code postgres}, always {@code postgresql}. */
    public String scheme() {
        return parts.scheme();
    }

    /** The user name; an empty one counts as absent. */
    public Optional<String> user() {
        return Optional.ofNullable(parts.user());
    }

    /** The password in plain text; it may be empty. */
    public Optional<String> password() {
        return Optional.ofNullable(parts.password());
    }

    /** The hosts in the order to try them; none stands for the default of the backend. */
    public List<Host> hosts() {
        return parts.hosts();
    }

    /** The name of the database, or the path of the SQLite file; an empty one counts as absent. */
    public Optional<String> database() {
        return Optional.ofNullable(parts.database());
    }

    /** All options in the order of the URL, unmodifiable. */
    public Map<String, String> options() {
        return parts.options();
    }

    /** The value of one option; names are case-sensitive. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(parts.options().get(name));
    }

    /**
     * An option that is a whole number.
     *
     * @throws InvalidUrlException if it is no number, or outside {@code min} to {@code max}, both inclusive
     */
    public Optional<Integer> intOption(String name, int min, int max) {
        return new UrlOptions(parts.options()).integer(name, min, max);
    }

    /**
     * An option that is a time: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, or a bare number of seconds, as in libpq.
     *
     * @throws InvalidUrlException if it is anything else, negative, over 999,999,999 of its unit, or a bare number over 600, which
     *     is likely to be meant as milliseconds
     */
    public Optional<Duration> durationOption(String name) {
        return new UrlOptions(parts.options()).duration(name);
    }

    /**
     * An option that is a switch: {@code true}, {@code on}, {@code yes}, {@code 1} or {@code false}, {@code off}, {@code
     * no}, {@code 0}, in any letter case.
     *
     * @throws InvalidUrlException if it is anything else
     */
    public Optional<Boolean> booleanOption(String name) {
        return new UrlOptions(parts.options()).switched(name);
    }

    /**
     * Refuses an option that nobody would read; a backend calls this with all the names that it knows.
     *
     * @throws InvalidUrlException naming the first unknown option and the known name nearest to it
     */
    public void requireKnownOptions(Set<String> known) {
        new UrlOptions(parts.options()).requireKnown(known);
    }

    /**
     * Replaces the scheme.
     *
     * @throws InvalidUrlException if the scheme is malformed, or cannot go with the other parts
     */
    public DatabaseUrl withScheme(String scheme) {
        return new DatabaseUrl(parts.withScheme(scheme));
    }

    /** Replaces the user name; an empty one removes it. */
    public DatabaseUrl withUser(String user) {
        return new DatabaseUrl(parts.withUser(user));
    }

    /** Replaces the password; an empty one stays an empty password. */
    public DatabaseUrl withPassword(String password) {
        return new DatabaseUrl(parts.withPassword(password));
    }

    /** Removes the password. */
    public DatabaseUrl withoutPassword() {
        return new DatabaseUrl(parts.withPassword(null));
    }

    /** Replaces all hosts; none, or a single one without name and port, stands for the default of the backend. */
    public DatabaseUrl withHosts(List<Host> hosts) {
        return new DatabaseUrl(parts.withHosts(hosts));
    }

    /** Replaces all hosts by one on the default port. */
    public DatabaseUrl withHost(String name) {
        return withHosts(List.of(new Host(name)));
    }

    /** Replaces all hosts by one. */
    public DatabaseUrl withHost(String name, int port) {
        return withHosts(List.of(new Host(name, port)));
    }

    /** Replaces the database; an empty one removes it. */
    public DatabaseUrl withDatabase(String database) {
        return new DatabaseUrl(parts.withDatabase(database));
    }

    /**
     * Replaces an option in its place, or adds it as the last.
     *
     * @throws InvalidUrlException also if the name is empty, or that of a part of a PostgreSQL URL, such as {@code host}
     */
    public DatabaseUrl withOption(String name, String value) {
        return new DatabaseUrl(parts.withOption(name, Objects.requireNonNull(value, "value")));
    }

    /** Removes an option, if there is one of that name. */
    public DatabaseUrl withoutOption(String name) {
        return new DatabaseUrl(parts.withOption(name, null));
    }

    /**
     * The URL for a JDBC driver, as Flyway and Liquibase take it. <strong>User and password are not in it</strong>: give
     * them to the tool separately. It encrypts and verifies as the library does, whether the URL says so or not; the
     * application's name travels where the driver has one; other options are left behind. Absent hosts are written as
     * {@code localhost}. A {@code jdbc:} URL is returned as it was parsed, with whatever secrets it holds.
     *
     * @throws InvalidUrlException if the driver has no counterpart: a scheme other than {@code sqlite}, {@code
     *     postgresql}, {@code mysql}, {@code mariadb}, {@code jdbc}, a Unix socket, a TLS setting that the driver lacks,
     *     a database in memory, which another connection would not find, an SQLite file name that the driver would misread
     */
    public String toJdbcUrl() {
        return JdbcUrlWriter.write(parts);
    }

    /** The whole URL as text, <strong>secrets included</strong>; {@link #parse} reads it back to an equal URL. */
    public String toStringWithPassword() {
        return UrlWriter.withSecrets(parts);
    }

    /** The URL with {@code ***} in place of the password and of options that look like a secret by their name. */
    @Override
    public String toString() {
        return UrlWriter.masked(parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DatabaseUrl that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /**
     * One server: a host name or address, or the directory of its Unix socket.
     *
     * @param name decoded, an IPv6 address without brackets; empty for the default of the backend
     * @param port 1 to 65535, or empty for the default of the backend
     */
    public record Host(String name, OptionalInt port) {
        /**
         * A host on a port.
         *
         * @throws InvalidUrlException if the name holds a character that no host has, or the port is out of range
         */
        public Host {
            Objects.requireNonNull(port, "port");
            String problem = HostNames.problem(name);
            if (problem != null) {
                throw new InvalidUrlException("invalid host: it has " + problem
                        + "; give a name, an IP address without brackets, or the directory of a Unix socket");
            }
            if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > Ports.MAX)) {
                throw new InvalidUrlException("invalid port; it takes a whole number from 1 to " + Ports.MAX);
            }
        }

        /** A host on its default port. */
        public Host(String name) {
            this(name, OptionalInt.empty());
        }

        /** A host on a port from 1 to 65535. */
        public Host(String name, int port) {
            this(name, OptionalInt.of(port));
        }

        /** The directory, if this is a Unix socket: the name starts with a slash. */
        public Optional<String> socketDirectory() {
            return HostNames.isSocketDirectory(name) ? Optional.of(name) : Optional.empty();
        }

        /** Whether the name alone says that it is this machine: none, {@code localhost}, {@code 127.0.0.1} and its like, {@code ::1}. */
        public boolean isLoopback() {
            return HostNames.isLoopback(name);
        }

        /** The host as a URL has it, such as {@code [::1]:5432}. */
        @Override
        public String toString() {
            String plain = PercentEncoding.encode(name, ":");
            String host = name.indexOf(':') >= 0 && socketDirectory().isEmpty()
                    ? "[" + plain + "]"
                    : PercentEncoding.encode(name, "");
            return host + (port.isPresent() ? ":" + port.getAsInt() : "");
        }
    }
}
