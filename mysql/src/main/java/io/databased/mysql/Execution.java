package io.databased.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.sqlclient.internal.ArrayTuple;

/**
 * One execution of a prepared statement: its values, encoded, and the columns of its rows. The driver, which has no decimals, no
 * unsigned numbers and few limits, is shown as many nulls, and what it makes of them is replaced by {@link ExecuteEncoder}; the
 * rows are read by {@link ServerPackets}. Confined to the event loop once it is sent.
 */
final class Execution extends ArrayTuple {
    static final int HEADER = 4; // of a packet: its length, and its number
    private static final int EXECUTE = 0x17;
    private static final int UP_TO_VALUES = 10; // the command, the statement's number, kind of cursor, number of runs

    private final ByteBuf encoded; // which are null, that types follow, the types, the values
    private final Columns columns = new Columns();
    private boolean sent;

    Execution(int size, ByteBuf encoded) {
        super(size);
        for (int i = 0; i < size; i++) {
            addValue(null);
        }
        this.encoded = encoded;
    }

    /** Whether a packet of the driver's executes a statement. */
    static boolean isExecuted(ByteBuf packet) {
        return packet.readableBytes() > HEADER && packet.getUnsignedByte(packet.readerIndex() + HEADER) == EXECUTE;
    }

    /** The payload of the message, which names the statement as the driver's does. */
    ByteBuf payload(ByteBufAllocator allocator, ByteBuf driver) {
        return allocator
                .buffer(UP_TO_VALUES + encoded.readableBytes())
                .writeBytes(driver, driver.readerIndex() + HEADER, UP_TO_VALUES)
                .writeBytes(encoded, encoded.readerIndex(), encoded.readableBytes());
    }

    /** The server is told to run it. */
    void sent() {
        sent = true;
    }

    /** Whether the server was told to run it; not if it has refused to prepare the statement. */
    boolean isSent() {
        return sent;
    }

    /** Of its rows. */
    Columns columns() {
        return columns;
    }
}
