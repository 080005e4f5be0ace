package io.databased.servers;

import java.util.Arrays;

/** Bytes that have arrived and are no whole message yet. */
final class Accumulator {
    private byte[] bytes = new byte[0];

    void add(byte[] more, int length) {
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + length);
        System.arraycopy(more, 0, bytes, before, length);
    }

    int size() {
        return bytes.length;
    }

    int at(int index) {
        return bytes[index] & 0xff;
    }

    /** A big-endian integer of 4 bytes. */
    int intAt(int index) {
        return at(index) << 24 | at(index + 1) << 16 | at(index + 2) << 8 | at(index + 3);
    }

    byte[] take(int length) {
        byte[] taken = Arrays.copyOf(bytes, length);
        bytes = Arrays.copyOfRange(bytes, length, bytes.length);
        return taken;
    }

    byte[] takeAll() {
        return take(bytes.length);
    }
}
