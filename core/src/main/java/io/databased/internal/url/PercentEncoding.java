package io.databased.internal.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding over UTF-8 as RFC 3986 has it; {@code +} is a plus sign, never a space. */
public final class PercentEncoding {
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /** Encodes all but letters, digits, {@code - . _ ~} and the characters of {@code alsoPlain}. */
    public static String encode(String text, String alsoPlain) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (UrlText.isAsciiLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0 || alsoPlain.indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                out.append('%').append(hexDigit(c >> 4)).append(hexDigit(c & 0xF));
            }
        }
        return out.toString();
    }

    /** Decodes the part of a URL between two offsets, once. */
    static String decode(String url, int from, int to) {
        String raw = url.substring(from, to);
        String decoded = raw.indexOf('%') < 0 ? raw : decodeUtf8(escapedBytes(url, from, to), from);
        String problem = UrlText.problem(decoded);
        if (problem != null) {
            throw UrlText.invalid("the part that starts here holds " + problem, from, "remove it");
        }
        return decoded;
    }

    private static byte[] escapedBytes(String url, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            int escape = url.indexOf('%', at);
            int plainEnd = escape < 0 || escape >= to ? to : escape;
            bytes.writeBytes(url.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8));
            if (plainEnd < to) {
                bytes.write(escapedByte(url, escape, to));
            }
            at = plainEnd + 3;
        }
        return bytes.toByteArray();
    }

    private static int escapedByte(String url, int escape, int to) {
        int high = escape + 2 < to ? hexValue(url.charAt(escape + 1)) : -1;
        int low = escape + 2 < to ? hexValue(url.charAt(escape + 2)) : -1;
        if (high < 0 || low < 0) {
            throw UrlText.invalid("malformed percent escape", escape, "write a literal % as %25");
        }
        return high << 4 | low;
    }

    private static String decodeUtf8(byte[] bytes, int offset) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw UrlText.invalid(
                    "the part that starts here is not UTF-8 once decoded", offset, "percent-encode the UTF-8 bytes");
        }
    }

    private static int hexValue(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }
}
