package io.databased.mysql;

import io.netty.buffer.ByteBuf;

/** The protocol's numbers of one to nine bytes, and what they tell the length of. */
final class LengthEncoded {
    private static final int TWO = 0xFC;
    private static final int THREE = 0xFD;
    private static final int EIGHT = 0xFE;

    private LengthEncoded() {}

    /** How many bytes the number at this index takes. */
    static int size(ByteBuf bytes, int at) {
        return switch (bytes.getUnsignedByte(at)) {
            case TWO -> 3;
            case THREE -> 4;
            case EIGHT -> 9;
            default -> 1;
        };
    }

    /** The number at this index. */
    static long number(ByteBuf bytes, int at) {
        int first = bytes.getUnsignedByte(at);
        return switch (first) {
            case TWO -> bytes.getUnsignedShortLE(at + 1);
            case THREE -> bytes.getUnsignedMediumLE(at + 1);
            case EIGHT -> bytes.getLongLE(at + 1);
            default -> first;
        };
    }

    /**
     * The index behind a text at this index, which is further on.
     *
     * @throws IndexOutOfBoundsException if the text is longer than the bytes are
     */
    static int skip(ByteBuf bytes, int at) {
        long length = number(bytes, at);
        if (length < 0 || length > bytes.writerIndex()) {
            throw new IndexOutOfBoundsException("a text of " + length + " bytes");
        }
        return at + size(bytes, at) + (int) length;
    }

    static void write(ByteBuf to, byte[] text) {
        int length = text.length;
        if (length < 0xFB) {
            to.writeByte(length);
        } else if (length <= 0xFFFF) {
            to.writeByte(TWO).writeShortLE(length);
        } else if (length <= 0xFFFFFF) {
            to.writeByte(THREE).writeMediumLE(length);
        } else {
            to.writeByte(EIGHT).writeLongLE(length);
        }
        to.writeBytes(text);
    }
}
