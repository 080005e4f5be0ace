package io.databased.postgresql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session by which its texts and its SQL are read, as the server reports them when they change: also by a
 * function, and back. Written on the event loop.
 */
final class TextSettings {
    private static final int HEADER = 5;
    private static final String ENCODING = "client_encoding";
    private static final String STRINGS = "standard_conforming_strings";

    private volatile boolean otherEncoding;
    private volatile boolean otherStrings;

    /** Reads a report: a name and a value, each with a zero behind it. */
    void reported(ByteBuf bytes, int at) {
        int end = at + 1 + bytes.getInt(at + 1);
        int zero = bytes.indexOf(at + HEADER, end, (byte) 0);
        if (zero < 0 || end - zero < 2) {
            return;
        }
        String name = bytes.toString(at + HEADER, zero - at - HEADER, StandardCharsets.UTF_8);
        String value = bytes.toString(zero + 1, end - zero - 2, StandardCharsets.UTF_8);
        if (name.equals(ENCODING)) {
            otherEncoding = !value.toUpperCase(Locale.ROOT).equals("UTF8");
        } else if (name.equals(STRINGS)) {
            otherStrings = !value.equals("on");
        }
    }

    /** What is wrong with them, or null. */
    @Nullable
    BackendException wrong() {
        if (!otherEncoding && !otherStrings) {
            return null;
        }
        String setting = otherEncoding ? ENCODING + " other than UTF8" : STRINGS + " switched off";
        String effect =
                otherEncoding ? "texts would be read and written as others" : "SQL would be read in another way";
        return new BackendException(
                "the statement has run with " + setting + ", by which " + effect
                        + "; leave it as it is, and use convert_to(…)"
                        + " and convert_from(…) for a text in another encoding, and E'…' for a string with escapes",
                Kind.UNSUPPORTED,
                Effect.STATEMENT,
                null);
    }
}
