package io.databased.reliability;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts bytes together as the protocols want them. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A message of PostgreSQL, whose length is told as it is. */
    static byte[] postgres(char kind, Bytes content) {
        return postgres(kind, content.out.size() + 4, content);
    }

    /** A message of PostgreSQL, whose length may be told wrongly. */
    static byte[] postgres(char kind, int told, Bytes content) {
        return new Bytes()
                .number(kind, 1)
                .number(told, 4)
                .bytes(content.toArray())
                .toArray();
    }

    /** A packet of MySQL. */
    static byte[] mysql(int number, Bytes content) {
        return mysql(number, content.out.size(), content);
    }

    /** A packet of MySQL, whose length may be told wrongly. */
    static byte[] mysql(int number, int told, Bytes content) {
        return new Bytes()
                .number(told, -3)
                .number(number, 1)
                .bytes(content.toArray())
                .toArray();
    }

    /** A number of so many bytes, the highest first, or the lowest first if there are fewer than none. */
    Bytes number(long value, int size) {
        for (int i = 0; i < Math.abs(size); i++) {
            out.write((int) (value >> 8 * (size < 0 ? i : size - 1 - i)));
        }
        return this;
    }

    /** Text that ends with a zero. */
    Bytes text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1)).number(0, 1);
    }

    Bytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
