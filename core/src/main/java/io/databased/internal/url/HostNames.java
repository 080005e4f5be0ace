package io.databased.internal.url;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand for a host: a name or IPv4 address, an IPv6 address with or without a zone, or the directory of a Unix
 * socket. Strict, because a host goes on into the URLs of other drivers.
 */
public final class HostNames {
    private static final Set<String> LOOPBACK = Set.of("", "localhost", "::1", "0:0:0:0:0:0:0:1");

    private HostNames() {}

    /** The reason why this decoded host is refused, or null; an empty one means the backend's default. */
    public static @Nullable String problem(String name) {
        if (isSocketDirectory(name)) {
            return UrlText.problem(name);
        }
        if (name.indexOf(':') >= 0) {
            return isIpv6(name) ? null : "a malformed IPv6 address";
        }
        return name.codePoints().allMatch(HostNames::isNamePart) ? null : "a character that no host name has";
    }

    public static boolean isSocketDirectory(String name) {
        return name.startsWith("/");
    }

    public static boolean isLoopback(String name) {
        return LOOPBACK.contains(name.toLowerCase(Locale.ROOT)) || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    private static boolean isIpv6(String name) {
        int zone = name.indexOf('%');
        String address = zone < 0 ? name : name.substring(0, zone);
        long colons = address.chars().filter(c -> c == ':').count();
        return colons >= 2
                && colons <= 8
                && address.chars().allMatch(c -> c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0))
                && (zone < 0 || isZone(name.substring(zone + 1)));
    }

    private static boolean isZone(String zone) {
        return !zone.isEmpty() && zone.codePoints().allMatch(HostNames::isNamePart);
    }

    private static boolean isNamePart(int c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
}
