package io.databased.postgresql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.IntConsumer;

/** The server's messages that tell the types of parameters and columns, and how they are told to the driver. */
final class Descriptions {
    private static final int HEADER = 5;
    private static final int BEFORE_TYPE = 6; // the table and the number of the column
    private static final int BEHIND_TYPE = 8; // length, modifier and format

    private Descriptions() {}

    /** The texts of JSON go as they are: the driver would make a string of JSON of them. */
    static ByteBuf parameters(ByteBuf message) {
        int count = message.getUnsignedShort(message.readerIndex() + HEADER);
        for (int i = 0; i < count; i++) {
            int at = message.readerIndex() + HEADER + 2 + 4 * i;
            int type = message.getInt(at);
            if (type == ServerType.JSON || type == ServerType.JSONB) {
                message.setInt(at, ServerType.UNKNOWN);
            }
        }
        return message;
    }

    /**
     * Calls with the type of each column.
     *
     * @throws IndexOutOfBoundsException if the message has fewer columns than it says
     */
    static void eachType(ByteBuf message, IntConsumer action) {
        ByteBuf columns = message.slice().skipBytes(HEADER);
        int count = columns.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            columns.skipBytes(nameLength(columns) + 1 + BEFORE_TYPE);
            action.accept(columns.readInt());
            columns.skipBytes(BEHIND_TYPE);
        }
    }

    private static int nameLength(ByteBuf columns) {
        int length = columns.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IndexOutOfBoundsException("a name without end");
        }
        return length;
    }

    /** The description as the driver is to have it; takes the message over. */
    static ByteBuf columns(ByteBuf message, ServerTypes types) {
        ByteBuf in = message.slice().skipBytes(HEADER);
        ByteBuf out = Unpooled.buffer(2 * message.readableBytes());
        out.writeByte('T').writeInt(0);
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            String name =
                    in.readCharSequence(nameLength(in), StandardCharsets.UTF_8).toString();
            in.skipBytes(1);
            int type = in.getInt(in.readerIndex() + BEFORE_TYPE);
            boolean plain = ServerType.isPlain(type);
            ServerType read = plain
                    ? ServerType.scalar(type)
                    : Objects.requireNonNullElseGet(types.find(type), () -> ServerType.scalar(type));
            boolean marks = !plain || ServerType.looksMarked(name);
            out.writeCharSequence(marks ? read.mark(name) : name, StandardCharsets.UTF_8);
            out.writeByte(0).writeBytes(in, BEFORE_TYPE);
            in.skipBytes(4);
            out.writeInt(plain ? type : read.told()).writeBytes(in, BEHIND_TYPE);
        }
        out.setInt(1, out.writerIndex() - 1);
        message.release();
        return out;
    }

    /** A row that answers the {@linkplain ServerTypes#question question}. */
    static ServerType type(ByteBuf message) {
        ByteBuf row = message.slice().skipBytes(HEADER + 2);
        int oid = Integer.parseUnsignedInt(field(row));
        int element = Integer.parseUnsignedInt(field(row));
        return new ServerType(oid, element, field(row).charAt(0));
    }

    private static String field(ByteBuf row) {
        return row.readCharSequence(row.readInt(), StandardCharsets.UTF_8).toString();
    }
}
