package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Writes a URL in its one spelling, with its secrets or with {@code ***} in their place. */
public final class UrlWriter {
    private static final String MASK = "***";
    private static final List<String> SECRET_WORDS = List.of("pass", "pwd", "secret", "token", "credential");

    private UrlWriter() {}

    public static String withSecrets(UrlParts url) {
        return url.opaque() == null ? written(url, false) : "jdbc:" + url.opaque();
    }

    public static String masked(UrlParts url) {
        String opaque = url.opaque();
        return opaque == null ? written(url, true) : "jdbc:" + opaque.substring(0, opaque.indexOf(':') + 1) + MASK;
    }

    /** Whether the value of an option is a secret, judged by its name; rather once too often than once too rarely. */
    static boolean isSecret(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        for (String word : SECRET_WORDS) {
            if (name.contains(word)) {
                return true;
            }
        }
        return name.endsWith("key");
    }

    static String hosts(List<Host> hosts) {
        StringJoiner joined = new StringJoiner(",");
        for (Host host : hosts) {
            joined.add(host.toString());
        }
        return joined.toString();
    }

    private static String written(UrlParts url, boolean masked) {
        String database =
                url.database() == null ? "" : "/" + plain(url.database()).replace("://", "%3A//");
        return url.scheme() + "://" + userinfo(url, masked) + hosts(url.hosts()) + database
                + options(url.options(), masked);
    }

    private static String options(Map<String, String> options, boolean masked) {
        StringJoiner joined = new StringJoiner("&", "?", "").setEmptyValue("");
        for (Map.Entry<String, String> option : options.entrySet()) {
            boolean secret = masked && isSecret(option.getKey());
            joined.add(plain(option.getKey()) + "=" + (secret ? MASK : plain(option.getValue())));
        }
        return joined.toString();
    }

    private static String userinfo(UrlParts url, boolean masked) {
        if (url.user() == null && url.password() == null) {
            return "";
        }
        String user = url.user() == null ? "" : PercentEncoding.encode(url.user(), "");
        if (url.password() == null) {
            return user + "@";
        }
        return user + ":" + (masked ? MASK : PercentEncoding.encode(url.password(), "")) + "@";
    }

    private static String plain(String text) {
        return PercentEncoding.encode(text, "/:,");
    }
}
