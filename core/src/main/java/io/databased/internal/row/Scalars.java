package io.databased.internal.row;

import io.databased.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values read as truth, text, JSON and UUIDs. Null where something would be lost. */
final class Scalars {
    private static final int UUID_LENGTH = 36;
    private static final int UUID_BYTES = 16;

    private Scalars() {}

    /** How the class is read, or null if it is none of these. */
    static @Nullable Conversion conversion(Class<?> type) {
        if (type == String.class) {
            return Scalars::toText;
        }
        if (type == Boolean.class) {
            return Scalars::toBoolean;
        }
        if (type == Character.class) {
            return Scalars::toCharacter;
        }
        if (type == UUID.class) {
            return Scalars::toUuid;
        }
        if (type == Json.class) {
            return Scalars::toJson;
        }
        if (type == byte[].class) {
            return value -> value instanceof byte[] ? value : null;
        }
        return null;
    }

    static @Nullable Object toBoolean(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number) {
            Long whole = Numbers.toLong(value);
            return whole != null && (whole == 0 || whole == 1) ? (Object) (whole == 1) : null;
        }
        return value instanceof String text ? toBoolean(text) : null;
    }

    private static @Nullable Object toBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t" -> true;
            case "false", "f" -> false;
            default -> null;
        };
    }

    static @Nullable Object toCharacter(Object value) {
        return value instanceof String text && text.length() == 1 ? text.charAt(0) : null;
    }

    /** Every value that has a form to be read back from: all but bytes and arrays. */
    static @Nullable Object toText(Object value) {
        boolean textual = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof Json
                || value instanceof Temporal
                || value instanceof Duration;
        return textual ? value.toString() : null;
    }

    static @Nullable Object toJson(Object value) {
        return value instanceof String text ? new Json(text) : value instanceof Json ? value : null;
    }

    static @Nullable Object toUuid(Object value) {
        if (value instanceof UUID) {
            return value;
        }
        if (value instanceof byte[] bytes && bytes.length == UUID_BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        return value instanceof String text && text.length() == UUID_LENGTH ? parseUuid(text) : null;
    }

    private static @Nullable Object parseUuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? uuid : null; // others have lost digits
        } catch (IllegalArgumentException e) {
            return null; // refused by our own message, without the text that this one quotes
        }
    }
}
