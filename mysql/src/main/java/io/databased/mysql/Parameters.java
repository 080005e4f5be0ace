package io.databased.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.sqlclient.internal.ArrayTuple;

/**
 * The values of one run of a statement, encoded. The driver, which has no decimals, no unsigned numbers and few limits, is
 * shown as many nulls, and what it makes of them is replaced by {@link ServerPackets}.
 */
final class Parameters extends ArrayTuple {
    private static final int UP_TO_VALUES = 10; // the command, the statement's number, kind of cursor, number of runs

    private final ByteBuf encoded; // which are null, that types follow, the types, the values

    Parameters(int size, ByteBuf encoded) {
        super(size);
        for (int i = 0; i < size; i++) {
            addValue(null);
        }
        this.encoded = encoded;
    }

    /** The payload of the message, which names the statement as the driver's does. */
    ByteBuf execute(ByteBufAllocator allocator, ByteBuf driver) {
        return allocator
                .buffer(UP_TO_VALUES + encoded.readableBytes())
                .writeBytes(driver, driver.readerIndex(), UP_TO_VALUES)
                .writeBytes(encoded, encoded.readerIndex(), encoded.readableBytes());
    }
}
