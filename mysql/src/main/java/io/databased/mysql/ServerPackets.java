package io.databased.mysql;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the driver and the server for what the driver does not tell, or would not do well enough. It reads what
 * the server says of the session at the end of each answer; it closes the connection where the driver would send a file of this
 * machine because the server asks for it, and when the server says that it will; it has the driver hand over certain values of our statements
 * as bytes ({@link RawColumns}); and it puts our values in place of the ones that the driver has encoded ({@link
 * Parameters}). Sits below the driver's codec, which calls back about an answer before it looks at the next packet, so
 * what is known here is of that answer. Confined to the event loop.
 */
final class ServerPackets extends ChannelDuplexHandler {
    private static final int HEADER = 4;
    private static final int WHOLE = 0xFFFFFF; // a payload of this length is continued in the next packet
    private static final int MOST_PARTS = 64; // the largest max_allowed_packet is 1 GB
    private static final int OK = 0x00;
    private static final int END = 0xFE;
    static final int ERROR = 0xFF;
    static final int FILE_WANTED = 0xFB;
    private static final int LENGTH_OF_OLD_END = 5;
    private static final int EXECUTE = 0x17;

    /** Servers have 4,096 at most. */
    private static final int MOST_COLUMNS = 0xFFFF;

    private static final int SETTINGS_CHANGED = 0x4000;
    private static final int STATUS_AND_WARNINGS = 4;

    private enum Phase {
        START,
        COLUMNS,
        ROWS
    }

    private final CommandQueue commands;
    private final SessionState state = new SessionState();
    private Phase phase = Phase.START;
    private boolean continuing;
    private int parts; // of a payload that is continued
    private boolean ignoring;
    private @Nullable ByteBuf withheld; // an error that the driver did not take for one
    private long affectedRows;
    private long key;

    ServerPackets(CommandQueue commands) {
        this.commands = commands;
    }

    /** What the server has told of its session. */
    SessionState state() {
        return state;
    }

    /** The rows that the last statement has changed. */
    long affectedRows() {
        return affectedRows;
    }

    /** The key that the last statement has generated: a {@link Long}, or a {@link BigInteger} if it is too large. */
    @Nullable
    Object key() {
        return key == 0 ? null : Unsigned.number(key);
    }

    void answered() {
        phase = Phase.START;
    }

    void ignoreAll() {
        ignoring = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ignoring) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf packet = told((ByteBuf) message);
        int length = packet.getUnsignedMediumLE(packet.readerIndex());
        boolean first = !continuing;
        continuing = length == WHOLE;
        parts = continuing ? parts + 1 : 0;
        if (parts > MOST_PARTS) {
            refuse(context, packet, endless());
            return;
        }
        if (first && length > 0) {
            int at = packet.readerIndex() + HEADER;
            int kind = packet.getUnsignedByte(at);
            Exception wrong = kind >= FILE_WANTED ? wrong(packet, kind, length) : null;
            if (wrong != null) {
                refuse(context, packet, wrong);
                return;
            }
            try {
                look(packet, kind, at, length);
            } catch (IndexOutOfBoundsException endsTooEarly) {
                refuse(context, packet, notWhole());
                return;
            }
        }
        context.fireChannelRead(packet);
    }

    /**
     * A statement that opens a cursor may fail when its columns were told. The driver takes the error for the end of the
     * columns, fetches, and hears that there is no cursor; what it is told then is the error that was first.
     */
    private ByteBuf told(ByteBuf packet) {
        int at = packet.readerIndex() + HEADER;
        if (continuing || packet.readableBytes() <= HEADER || packet.getUnsignedByte(at) != ERROR) {
            return packet;
        }
        ByteBuf first = withheld;
        withheld = null;
        if (first != null) {
            packet.release();
            return first;
        }
        if (phase == Phase.COLUMNS && commands.isCursorAnswered()) {
            withheld = Unpooled.copiedBuffer(packet);
        }
        return packet;
    }

    /**
     * A demand for a file, or an error that nobody has asked for, which begins an answer by its number: idle for too long, a
     * server that stops. Rows could begin as the demand does if they came as text and their first column were null; they come
     * in binary form here, and the few that do not begin with a number.
     */
    private @Nullable Exception wrong(ByteBuf packet, int kind, int length) {
        if (kind == FILE_WANTED) {
            return wantsFile();
        }
        if (phase == Phase.START && length != LENGTH_OF_OLD_END && kind != ERROR && commands.isStatementAnswered()) {
            return tooManyColumns(packet, packet.readerIndex() + HEADER, length);
        }
        if (kind != ERROR || packet.getUnsignedByte(packet.readerIndex() + HEADER - 1) != 0) {
            return null;
        }
        byte[] said = new byte[Math.min(length, packet.readableBytes() - HEADER)];
        packet.getBytes(packet.readerIndex() + HEADER, said);
        return MySqlErrors.unasked(said);
    }

    /** The driver takes memory for as many columns as an answer says that it has. */
    private static @Nullable Exception tooManyColumns(ByteBuf packet, int at, int length) {
        boolean few = length < LengthEncoded.size(packet, at)
                || Long.compareUnsigned(LengthEncoded.number(packet, at), MOST_COLUMNS) <= 0;
        return few
                ? null
                : new UntrustworthyServerException("it sent an answer of more columns than there can be; make"
                        + " sure that it is MySQL or MariaDB that listens at this port");
    }

    /** {@code LOCAL INFILE}, which a server can demand in answer to any statement. */
    static UntrustworthyServerException wantsFile() {
        return new UntrustworthyServerException("the server asked for a file of this machine (LOCAL INFILE); it got"
                + " nothing, and the connection was closed");
    }

    /** A payload that would be kept until it ends. */
    static UntrustworthyServerException endless() {
        return new UntrustworthyServerException(
                "it sent a longer answer than MySQL does; make sure that it is MySQL or MariaDB"
                        + " that listens at this port");
    }

    private static UntrustworthyServerException notWhole() {
        return new UntrustworthyServerException("it sent an answer that ends before it says all that it should; make"
                + " sure that it is MySQL or MariaDB that listens at this port");
    }

    private void refuse(ChannelHandlerContext context, ByteBuf packet, Exception why) {
        packet.release();
        ignoreAll();
        context.fireExceptionCaught(why);
        context.close();
    }

    private void look(ByteBuf packet, int kind, int at, int length) {
        if (phase == Phase.START) {
            if (kind == OK || kind == END) {
                end(packet, at, length);
            } else if (kind != ERROR) {
                phase = Phase.COLUMNS;
            }
        } else if (phase == Phase.COLUMNS && RawColumns.isDefinition(packet, at, length)) {
            if (commands.isOursAnswered()) {
                RawColumns.edit(packet, at);
            }
        } else if (phase == Phase.COLUMNS && kind == END && length == LENGTH_OF_OLD_END) {
            phase = Phase.ROWS; // servers before 5.7 mark the end of the columns, too
        } else if (kind == END && length < WHOLE) {
            end(packet, at, length);
        } else if (kind == ERROR) {
            phase = Phase.START;
        } else {
            phase = Phase.ROWS;
        }
    }

    /** What ends an answer; or a row that a cursor has fetched, which begins like an answer without rows. */
    private void end(ByteBuf packet, int at, int length) {
        phase = Phase.START;
        boolean last = packet.getUnsignedByte(at) == END;
        if (!commands.isStatementAnswered() && !(last && commands.isCursorAnswered())) {
            return;
        }
        boolean old = last && length == LENGTH_OF_OLD_END;
        int keyAt = at + 1 + LengthEncoded.size(packet, at + 1);
        int statusAt = old ? at + 3 : keyAt + LengthEncoded.size(packet, keyAt);
        state.succeeded();
        if (!old) {
            readSettings(packet, statusAt, at + length);
        }
        if (commands.isStatementAnswered()) {
            affectedRows = old ? 0 : LengthEncoded.number(packet, at + 1);
            key = old ? 0 : LengthEncoded.number(packet, keyAt);
            state.flags(packet.getUnsignedShortLE(statusAt));
        }
    }

    /** They stand behind the numbers and a message. */
    private void readSettings(ByteBuf packet, int statusAt, int end) {
        int message = statusAt + STATUS_AND_WARNINGS;
        if ((packet.getUnsignedShortLE(statusAt) & SETTINGS_CHANGED) == 0 || message >= end) {
            return;
        }
        int changes = LengthEncoded.skip(packet, message);
        if (changes < end) {
            state.read(packet, changes + LengthEncoded.size(packet, changes), end, commands.isSettingAnswered());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Parameters ours = commands.encoding();
        if (ours == null
                || ours.size() == 0
                || !(message instanceof ByteBuf packet)
                || packet.readableBytes() <= HEADER
                || packet.getUnsignedByte(packet.readerIndex() + HEADER) != EXECUTE) {
            context.write(message, promise);
            return;
        }
        ByteBuf payload = ours.execute(context.alloc(), packet.skipBytes(HEADER));
        packet.release();
        int number = 0;
        while (payload.readableBytes() >= WHOLE) {
            write(context, WHOLE, number++, payload.readRetainedSlice(WHOLE), context.voidPromise());
        }
        write(context, payload.readableBytes(), number, payload, promise);
    }

    private static void write(
            ChannelHandlerContext context, int length, int number, ByteBuf payload, ChannelPromise promise) {
        ByteBuf header = context.alloc().buffer(HEADER).writeMediumLE(length).writeByte(number);
        context.write(header, context.voidPromise());
        context.write(payload, promise);
    }
}
