package io.databased.internal.row;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs from their text of 36 characters and from 16 bytes, most significant first. */
final class Uuids {
    private Uuids() {}

    static @Nullable UUID decode(Object value) {
        if (value instanceof byte[] bytes && bytes.length == 16) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        return value instanceof String text && text.length() == 36 ? parse(text) : null;
    }

    private static @Nullable UUID parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
