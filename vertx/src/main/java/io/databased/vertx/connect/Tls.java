package io.databased.vertx.connect;

import io.databased.DatabaseUrl;
import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted, as libpq's <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">{@code sslmode}
 * </a> says it: nothing falls back to plain text. Unless the URL says otherwise the server's certificate and name are
 * verified, except on loopback addresses and Unix sockets, which stay in the machine and are not encrypted.
 *
 * @param rootCertificates a PEM file of authorities, or null for those that Java trusts
 * @param certificate a PEM file with the client's certificate, or null
 * @param key a PEM file with the key of that certificate
 */
public record Tls(
        @Nullable Mode asked,
        @Nullable String rootCertificates,
        @Nullable String certificate,
        @Nullable String key) {
    /** The options of a URL that say it. */
    public static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");

    /** What is encrypted and what is verified. */
    public enum Mode {
        /** Plain text. */
        DISABLE,
        /** Encrypted; whoever answers is believed. */
        REQUIRE,
        /** Encrypted; the certificate must come from a trusted authority. */
        VERIFY_CA,
        /** Encrypted; the certificate must come from a trusted authority and name the host. */
        VERIFY_FULL
    }

    /** @throws InvalidUrlException if the options make no sense */
    public static Tls of(DatabaseUrl url) {
        Mode mode = url.option("sslmode").map(Tls::mode).orElse(null);
        String root =
                url.option("sslrootcert").filter(file -> !file.equals("system")).orElse(null);
        String certificate = url.option("sslcert").orElse(null);
        String key = url.option("sslkey").orElse(null);
        if ((certificate == null) != (key == null)) {
            throw new InvalidUrlException("sslcert and sslkey go together: give both, each the path of a PEM file");
        }
        if (mode == Mode.DISABLE && (url.option("sslrootcert").isPresent() || certificate != null)) {
            throw new InvalidUrlException("sslmode=disable encrypts nothing, so certificates make no sense with it");
        }
        // As in libpq: who names an authority wants it asked.
        boolean trustsSome = mode == Mode.REQUIRE && url.option("sslrootcert").isPresent();
        return new Tls(trustsSome ? Mode.VERIFY_CA : mode, root, certificate, key);
    }

    private static Mode mode(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "disable", "disabled" -> Mode.DISABLE;
            case "require", "required" -> Mode.REQUIRE;
            case "verify-ca", "verify_ca" -> Mode.VERIFY_CA;
            case "verify-full", "verify_full", "verify_identity" -> Mode.VERIFY_FULL;
            case "allow", "prefer", "preferred" ->
                throw new InvalidUrlException("sslmode allow and prefer may fall back to plain text, which this library"
                        + " never does; say disable, require, verify-ca or verify-full");
            default ->
                throw new InvalidUrlException(
                        "illegal value for option sslmode; it takes disable, require, verify-ca or verify-full");
        };
    }

    /** What holds for a host. */
    public Mode mode(Host host) {
        if (host.socketDirectory().isPresent()) {
            return Mode.DISABLE;
        }
        return asked != null ? asked : host.isLoopback() ? Mode.DISABLE : Mode.VERIFY_FULL;
    }

    /** The driver's options for a mode other than {@link Mode#DISABLE}. */
    public ClientSSLOptions options(Mode mode) {
        ClientSSLOptions options = new ClientSSLOptions();
        options.setHostnameVerificationAlgorithm(mode == Mode.VERIFY_FULL ? "HTTPS" : "");
        if (mode == Mode.REQUIRE) {
            options.setTrustAll(true);
        } else {
            options.setTrustOptions(trust());
        }
        if (certificate != null && key != null) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addCertPath(certificate).addKeyPath(key));
        }
        return options;
    }

    private TrustOptions trust() {
        return rootCertificates != null ? new PemTrustOptions().addCertPath(rootCertificates) : new JavaTrust();
    }

    /** Why TLS could not be agreed upon, in the words of Java's own; null if that is not what failed. */
    public static @Nullable String refusal(@Nullable Throwable failure) {
        String why = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                why = cause.getMessage(); // the innermost is the reason
            }
        }
        return why;
    }
}
