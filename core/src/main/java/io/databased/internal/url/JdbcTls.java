package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says of TLS, and what holds where it says nothing, in the properties of a JDBC driver: a migration tool is to
 * encrypt and to verify as the library does. What a driver has no property for is refused.
 */
final class JdbcTls {
    private static final String MODE = "sslmode";
    private static final String AUTHORITIES = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    private static final String NEGOTIATION = "sslnegotiation";

    private final UrlParts url;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private JdbcTls(UrlParts url) {
        this.url = url;
    }

    /** By <a href="https://jdbc.postgresql.org/documentation/ssl/">pgjdbc</a>, which reads PEM files as libpq does. */
    static Map<String, String> postgresql(UrlParts url) {
        JdbcTls tls = new JdbcTls(url).knowing(MODE, AUTHORITIES, CERTIFICATE, KEY, NEGOTIATION);
        String mode = tls.mode();
        tls.put("sslmode", mode);
        String authorities = tls.authorities();
        if (authorities != null) {
            tls.put("sslrootcert", authorities);
        } else if (mode != null && mode.startsWith("verify")) { // it trusts nobody by itself
            tls.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        tls.put("sslcert", tls.option(CERTIFICATE));
        tls.put("sslkey", tls.option(KEY));
        tls.put("sslNegotiation", tls.option(NEGOTIATION));
        return tls.properties;
    }

    /** By <a href="https://mariadb.com/docs/connectors/mariadb-connector-j/using-tls-ssl-with-mariadb-java-connector">MariaDB Connector/J</a>. */
    static Map<String, String> mariaDb(UrlParts url) {
        JdbcTls tls = new JdbcTls(url).knowing(MODE, AUTHORITIES);
        String mode = tls.mode();
        if (mode == null) {
            mode = "disable"; // since its version 4 it insists on TLS otherwise, nearby, too
        }
        tls.put("sslMode", mode.equals("require") ? "trust" : mode);
        tls.put("serverSslCert", tls.authorities());
        return tls.properties;
    }

    /** By <a href="https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html">Connector/J</a>. */
    static Map<String, String> mySql(UrlParts url) {
        JdbcTls tls = new JdbcTls(url).knowing(MODE, AUTHORITIES);
        if (tls.authorities() != null) { // it reads Java's key stores only
            throw noCounterpart(AUTHORITIES);
        }
        String mode = tls.mode();
        if (mode != null) {
            tls.put(
                    "sslMode",
                    switch (mode) {
                        case "disable" -> "DISABLED";
                        case "require" -> "REQUIRED";
                        case "verify-ca" -> "VERIFY_CA";
                        default -> "VERIFY_IDENTITY";
                    });
            if (mode.equals("disable")) { // the password is encrypted with the server's key, which is asked for
                tls.put("allowPublicKeyRetrieval", "true");
            }
        }
        return tls.properties;
    }

    /** As libpq names it; null where nothing is said, and the driver's own choice is good enough on the same machine. */
    private @Nullable String mode() {
        String said = option(MODE);
        if (said == null) {
            return url.hosts().stream().allMatch(Host::isLoopback) ? null : "verify-full";
        }
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "disable", "disabled" -> "disable";
            case "require", "required" -> option(AUTHORITIES) == null ? "require" : "verify-ca"; // as in libpq
            case "verify-ca", "verify_ca" -> "verify-ca";
            case "verify-full", "verify_full", "verify_identity" -> "verify-full";
            default ->
                throw new InvalidUrlException(
                        "illegal value for option sslmode; it takes disable, require, verify-ca or verify-full");
        };
    }

    /** The file of those who are trusted, or null for those that Java trusts. */
    private @Nullable String authorities() {
        String file = option(AUTHORITIES);
        return file == null || file.equals("system") ? null : file;
    }

    private @Nullable String option(String name) {
        return url.options().get(name);
    }

    /** Nothing that is said of TLS is dropped in silence. */
    private JdbcTls knowing(String... known) {
        for (String name : url.options().keySet()) {
            if (name.startsWith("ssl")
                    && !UrlWriter.isSecret(name)
                    && !Set.of(known).contains(name)) {
                throw noCounterpart(name);
            }
        }
        return this;
    }

    private static InvalidUrlException noCounterpart(String option) {
        return new InvalidUrlException("option " + UrlText.echo(option)
                + " has no counterpart in the JDBC driver; configure the migration tool by hand");
    }

    private void put(String property, @Nullable String value) {
        if (value != null) {
            properties.put(property, value);
        }
    }
}
