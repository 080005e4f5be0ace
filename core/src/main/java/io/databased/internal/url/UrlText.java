package io.databased.internal.url;

import io.databased.InvalidUrlException;
import org.jspecify.annotations.Nullable;

/** What no part of a URL may hold, written as it is or percent-encoded. */
final class UrlText {
    private static final int MAX_ECHOED_NAME = 40;

    private UrlText() {}

    /** The reason why this decoded text is refused, or null. */
    static @Nullable String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return "a control character";
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "a lone surrogate";
            }
        }
        return null;
    }

    static InvalidUrlException invalid(String reason, int offset, String remedy) {
        return new InvalidUrlException("invalid database URL: " + reason + " (offset " + offset + "); " + remedy);
    }

    static String require(String part, String text) {
        String problem = problem(text);
        if (problem != null) {
            throw new InvalidUrlException("invalid database URL: the " + part + " holds " + problem + "; remove it");
        }
        return text;
    }

    /** The name if it cannot be anything but a name, else a stand-in: malformed input may hold a password anywhere. */
    static String echo(String name) {
        boolean plausible = !name.isEmpty() && name.length() <= MAX_ECHOED_NAME && isWord(name, "_-");
        return plausible ? "'" + name + "'" : "(name withheld)";
    }

    /** Whether there are only letters and digits of ASCII, and the other characters given. */
    static boolean isWord(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiLetterOrDigit(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isAsciiLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isAsciiDigit(c);
    }

    static boolean isAsciiDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
