package io.databased.mysql;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose values the driver would not read, or not as they are: dates that are none on any calendar, and decimals that
 * are none, which it throws at; JSON, which it would parse; geometries; types that it does not know. They are all sent as a
 * length and so many bytes, so they are announced to it as bytes or as text. Of its six names for bytes, and of its four for
 * text, one is enough for those that are so indeed; the others tell what a column is.
 */
enum RawColumns {
    BYTES(0xFC, "BLOB"),
    DATE(0xFE, "BINARY"),
    DATETIME(0xFD, "VARBINARY"),
    JSON(0xFB, "LONG_BLOB"),
    GEOMETRY(0xFA, "MEDIUM_BLOB"),
    /** Bits that are no column of a table, which MariaDB sends as bits or as the digits of their number. */
    COMPUTED_BITS(0xF9, "TINY_BLOB"),
    TEXT(0xFC, "TEXT"),
    /** MySQL announces a decimal, and sends a text, where a parameter was a number when the statement ran first. */
    DECIMAL(0xF9, "TINY_TEXT");

    private static final int NAMES = 6;
    private static final int ORIGINAL_TABLE = 3;
    private static final int ORIGINAL_NAME = 5;
    private static final int CHARACTER_SET_TO_TYPE = 6;
    private static final int BINARY = 63;
    private static final int UTF8 = 45;

    private final int announced;
    private final String driverName;

    RawColumns(int announced, String driverName) {
        this.announced = announced;
        this.driverName = driverName;
    }

    /** What the driver calls such a column. */
    String driverName() {
        return driverName;
    }

    /** Columns are told of before the rows, and begin with the name of a catalog that is always this. */
    static boolean isDefinition(ByteBuf packet, int at, int length) {
        return length > 4 && packet.getInt(at) == 0x03646566; // 3, "def"
    }

    /** Changes what a column is announced as, where that is to be. */
    static void edit(ByteBuf packet, int at) {
        int fixed = at;
        boolean computed = false;
        for (int i = 0; i < NAMES; i++) {
            computed |= (i == ORIGINAL_TABLE || i == ORIGINAL_NAME) && packet.getByte(fixed) == 0;
            fixed = LengthEncoded.skip(packet, fixed);
        }
        int characterSetAt = fixed + 1;
        int typeAt = characterSetAt + CHARACTER_SET_TO_TYPE;
        int type = packet.getUnsignedByte(typeAt);
        boolean binary = packet.getUnsignedShortLE(characterSetAt) == BINARY;
        @Nullable
        RawColumns raw = switch (type) {
            case 0x0A -> DATE;
            case 0x0C -> DATETIME;
            case 0x10 -> computed ? COMPUTED_BITS : null;
            case 0xF5 -> JSON;
            case 0xF6 -> DECIMAL;
            case 0xFF -> GEOMETRY;
            case 0xF9, 0xFA, 0xFB, 0xFC -> binary ? BYTES : TEXT;
            case 0xFD, 0xFE -> binary ? BYTES : null;
            default -> type > 0x10 && binary ? BYTES : null;
        };
        if (raw != null) {
            packet.setShortLE(characterSetAt, raw == TEXT || raw == DECIMAL ? UTF8 : BINARY);
            packet.setByte(typeAt, raw.announced);
        }
    }
}
