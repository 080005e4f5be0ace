package io.databased;

import io.databased.DatabaseUrl.Host;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a URL in its one spelling, with its secrets or with {@code ***} in their place. */
final class UrlWriter {
    private static final String MASK = "***";
    private static final List<String> SECRET_WORDS = List.of("pass", "pwd", "secret", "token", "credential");

    private UrlWriter() {}

    static String withSecrets(UrlDraft url) {
        return url.opaque == null ? written(url, false) : "jdbc:" + url.opaque;
    }

    static String masked(UrlDraft url) {
        String opaque = url.opaque;
        return opaque == null ? written(url, true) : "jdbc:" + opaque.substring(0, opaque.indexOf(':') + 1) + MASK;
    }

    /** Whether the value of an option is a secret, judged by its name; rather once too often than once too rarely. */
    static boolean isSecret(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return name.endsWith("key") || SECRET_WORDS.stream().anyMatch(name::contains);
    }

    static String hosts(List<Host> hosts) {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    private static String written(UrlDraft url, boolean masked) {
        String database = url.database == null ? "" : "/" + plain(url.database).replace("://", "%3A//");
        String options = url.options.entrySet().stream()
                .map(option -> plain(option.getKey()) + "="
                        + (masked && isSecret(option.getKey()) ? MASK : plain(option.getValue())))
                .collect(Collectors.joining("&"));
        return url.scheme + "://" + userinfo(url, masked) + hosts(url.hosts) + database
                + (options.isEmpty() ? "" : "?" + options);
    }

    private static String userinfo(UrlDraft url, boolean masked) {
        if (url.user == null && url.password == null) {
            return "";
        }
        String user = url.user == null ? "" : PercentEncoding.encode(url.user, "");
        if (url.password == null) {
            return user + "@";
        }
        return user + ":" + (masked ? MASK : PercentEncoding.encode(url.password, "")) + "@";
    }

    private static String plain(String text) {
        return PercentEncoding.encode(text, "/:,");
    }
}
