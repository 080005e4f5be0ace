package io.databased.mysql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A column of a result, as the server describes it ahead of the rows.
 *
 * @param type how its values are sent
 */
record Column(String name, ColumnType type) {
    private static final int ORIGINAL_TABLE = 3;
    private static final int NAME = 4;
    private static final int ORIGINAL_NAME = 5;
    private static final int CHARACTER_SET_TO_TYPE = 6;
    private static final int DECIMALS = 3; // behind the type and its flags
    private static final int MOST_DECIMALS = 30; // more mean that their number is not fixed
    private static final int BINARY = 63;
    private static final int UNSIGNED = 0x20;
    private static final int LAST_NUMERIC = 0x10;
    private static final int FIRST_SPECIAL = 0xF5;
    private static final int BLOB = 0xFC;

    /** A description begins with the name of a catalog that is always this. */
    static boolean isDescribed(ByteBuf packet, int at, int length) {
        return length > 4 && packet.getInt(at) == 0x03646566; // 3, "def"
    }

    /** Reads a description; what has a type that the driver does not know is described to it as bytes. */
    static Column read(ByteBuf packet, int at) {
        int fixed = at;
        boolean computed = false;
        String name = "";
        for (int i = 0; i <= ORIGINAL_NAME; i++) {
            computed |= (i == ORIGINAL_TABLE || i == ORIGINAL_NAME) && packet.getByte(fixed) == 0;
            int next = LengthEncoded.skip(packet, fixed);
            if (i == NAME) {
                int from = fixed + LengthEncoded.size(packet, fixed);
                name = packet.toString(from, next - from, StandardCharsets.UTF_8);
            }
            fixed = next;
        }
        boolean binary = packet.getUnsignedShortLE(fixed + 1) == BINARY;
        int typeAt = fixed + 1 + CHARACTER_SET_TO_TYPE;
        int type = packet.getUnsignedByte(typeAt);
        boolean unsigned = (packet.getUnsignedShortLE(typeAt + 1) & UNSIGNED) != 0;
        if (type > LAST_NUMERIC && type < FIRST_SPECIAL) {
            packet.setByte(typeAt, BLOB);
        }
        ColumnType known = ColumnType.of(type, unsigned, binary, computed);
        boolean rounded = known == ColumnType.DOUBLE && packet.getUnsignedByte(typeAt + DECIMALS) <= MOST_DECIMALS;
        return new Column(name, rounded ? ColumnType.DOUBLE_WITH_DECIMALS : known);
    }
}
