package io.databased.mysql;

import static io.databased.mysql.Execution.HEADER;

import io.databased.spi.BackendException;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.databased.vertx.IncomingRows;
import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.sqlclient.internal.command.QueryCommandBase;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what the server sends into packets, for the driver and for what the driver does not tell, or would not do well enough. It
 * reads the rows of our statements, which the driver never sees; it reads what the server says of the session at the end of each
 * answer; it closes the connection where the driver would send a file of this machine because the server asks for it, and when
 * the server says that it will. Sits below the driver's codec, which calls back about an answer before the next packet is looked
 * at, so what is known here is of that answer. Confined to the event loop.
 */
final class ServerPackets extends ByteToMessageDecoder implements IncomingRows {
    static final int WHOLE = 0xFFFFFF; // a payload of this length is continued in the next packet
    private static final int MOST_PARTS = 64; // the largest max_allowed_packet is 1 GB
    private static final int LAST_NUMBER = 0xFF; // of a packet; the next is number 0
    private static final int OK = 0x00;
    private static final int END = 0xFE;
    static final int ERROR = 0xFF;
    static final int FILE_WANTED = 0xFB;
    private static final int LENGTH_OF_OLD_END = 5;

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
    private final ColumnTypes types = new ColumnTypes(state);
    private final RowBytes rows = new RowBytes();
    private Phase phase = Phase.START;
    private boolean marksColumns; // their end, as old servers do
    private int previous; // the number of the packet before, if that is of the same answer; or 0
    private boolean continuing;
    private int parts; // of a payload that is continued
    private @Nullable CompositeByteBuf longRow; // its parts by now
    private boolean ignoring;
    private @Nullable ChannelHandlerContext context;
    private long affectedRows;
    private long key;

    ServerPackets(CommandQueue commands) {
        this.commands = commands;
    }

    /** What the server has told of its session. */
    SessionState state() {
        return state;
    }

    /** What is left to do for values. */
    ColumnTypes types() {
        return types;
    }

    /** The rows that the last statement has changed. */
    long affectedRows() {
        return affectedRows;
    }

    /** The key that the last statement has generated, without a sign; 0 for none. */
    long key() {
        return key;
    }

    void answered() {
        phase = Phase.START;
        previous = 0;
    }

    void ignoreAll() {
        ignoring = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> driver) {
        try {
            while (!ignoring && isWhole(bytes)) {
                int length = lengthOf(bytes);
                if (isOfRow(bytes, length)) {
                    readRow(context, bytes, length);
                } else {
                    pass(context, bytes.readRetainedSlice(HEADER + length), driver);
                    return; // the driver has this packet before the next is looked at
                }
            }
        } catch (IndexOutOfBoundsException endsTooEarly) {
            refuse(context, notWhole());
        }
        if (ignoring) {
            bytes.skipBytes(bytes.readableBytes());
        }
    }

    private static boolean isWhole(ByteBuf bytes) {
        return bytes.readableBytes() >= HEADER && bytes.readableBytes() - HEADER >= lengthOf(bytes);
    }

    private static int lengthOf(ByteBuf packet) {
        return packet.getUnsignedMediumLE(packet.readerIndex());
    }

    private static int numberOf(ByteBuf packet) {
        return packet.getUnsignedByte(packet.readerIndex() + HEADER - 1);
    }

    private static int kindOf(ByteBuf packet) {
        return packet.getUnsignedByte(packet.readerIndex() + HEADER);
    }

    private void refuse(ChannelHandlerContext context, Exception why) {
        ignoreAll();
        context.fireExceptionCaught(why);
        context.close();
    }

    // ---- Rows of our statements ----

    /**
     * A row begins with 0, as an answer without rows does; one that comes as text begins with anything but an error's or an
     * end's first byte.
     */
    private boolean isOfRow(ByteBuf packet, int length) {
        if (longRow != null) {
            return true;
        }
        QueryCommandBase<?> ours = continuing || length == 0 ? null : commands.ours();
        if (ours == null || !columnsOf(ours).areTold() || phase == Phase.START) {
            return false;
        }
        int kind = kindOf(packet);
        return isText(ours) ? kind != ERROR && (kind != END || length == WHOLE) : kind == OK;
    }

    private static boolean isText(QueryCommandBase<?> ours) {
        return ours instanceof SimpleQueryCommand<?>;
    }

    private void readRow(ChannelHandlerContext context, ByteBuf packet, int length) {
        previous = numberOf(packet);
        packet.skipBytes(HEADER);
        if (longRow == null && length < WHOLE) {
            readRow(packet, packet.readerIndex(), length);
            packet.skipBytes(length);
            return;
        }
        CompositeByteBuf row = longRow != null ? longRow : Unpooled.compositeBuffer(MOST_PARTS + 1);
        longRow = row.addComponent(true, packet.readRetainedSlice(length));
        if (length == WHOLE && row.numComponents() > MOST_PARTS) {
            refuse(context, endless());
        } else if (length < WHOLE) {
            readRow(row, 0, row.readableBytes());
            dropLongRow();
        }
    }

    private void readRow(ByteBuf packet, int from, int length) {
        phase = Phase.ROWS;
        QueryCommandBase<?> ours = Objects.requireNonNull(commands.ours());
        List<Column> columns = columnsOf(ours).list();
        Exchange answer = (Exchange) ours.resultHandler();
        if (isText(ours)) {
            rows.readText(packet, from, length, columns, answer);
        } else {
            rows.read(packet, from, length, columns, answer);
        }
    }

    private Columns columnsOf(QueryCommandBase<?> ours) {
        return Objects.requireNonNull(commands.columns(ours));
    }

    private void dropLongRow() {
        if (longRow != null) {
            longRow.release();
            longRow = null;
        }
    }

    /**
     * Rows that are given away as they come wait for no others. While nothing is to be read, what cuts packets must not ask for
     * the rest of one.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        QueryCommandBase<?> ours = commands.ours();
        if (ours != null && ours.resultHandler() instanceof Exchange answer) {
            answer.arrived();
        }
        if (context.channel().config().isAutoRead()) {
            super.channelReadComplete(context);
        } else {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public ColumnReaders.Columns columns() throws BackendException {
        return types.of(columnsOf(Objects.requireNonNull(commands.ours())).list());
    }

    @Override
    public void pause() {
        channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel().config().setAutoRead(true);
    }

    private Channel channel() {
        return Objects.requireNonNull(context).channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        dropLongRow();
    }

    // ---- Packets for the driver ----

    private void pass(ChannelHandlerContext context, ByteBuf packet, List<Object> driver) {
        int length = lengthOf(packet);
        boolean first = !continuing;
        continuing = length == WHOLE;
        parts = continuing ? parts + 1 : 0;
        Exception wrong = parts > MOST_PARTS ? endless() : null;
        if (wrong == null && first && length > 0) {
            wrong = look(packet, length);
        }
        previous = numberOf(packet);
        if (wrong == null) {
            driver.add(packet);
        } else {
            packet.release();
            refuse(context, wrong);
        }
    }

    /** Reads what is of use here; returns what is wrong. */
    private @Nullable Exception look(ByteBuf packet, int length) {
        int kind = kindOf(packet);
        int at = packet.readerIndex() + HEADER;
        try {
            Exception wrong = kind >= FILE_WANTED ? wrong(packet, kind, at, length) : null;
            return wrong != null ? wrong : look(packet, kind, at, length);
        } catch (IndexOutOfBoundsException endsTooEarly) {
            return notWhole();
        }
    }

    private @Nullable Exception look(ByteBuf packet, int kind, int at, int length) {
        QueryCommandBase<?> ours = commands.ours();
        if (phase == Phase.START) {
            if (kind == OK || kind == END) {
                end(packet, at, length);
            } else if (kind != ERROR) {
                phase = Phase.COLUMNS;
                if (ours != null) {
                    columnsOf(ours).announce(LengthEncoded.number(packet, at));
                }
            }
        } else if (phase == Phase.COLUMNS && Column.isDescribed(packet, at, length)) {
            if (ours != null) {
                columnsOf(ours).add(Column.read(packet, at));
            }
        } else if (phase == Phase.COLUMNS && kind == END && length == LENGTH_OF_OLD_END) {
            phase = Phase.ROWS; // servers before 5.7 mark the end of the columns, too
            marksColumns = true;
        } else if (kind == END && length < WHOLE) {
            end(packet, at, length);
        } else if (kind == ERROR) {
            phase = Phase.START;
        } else if (ours != null) {
            return notWhole(); // no row, which the driver would take it for
        } else {
            phase = Phase.ROWS;
        }
        return null;
    }

    /**
     * A demand for a file, which begins an answer, as null begins a row that comes as text: where a server marks the end of
     * the columns, the driver may take that for the end of the answer. Or an error that nobody has asked for, which has the
     * number of a packet of ours, as no answer's first has: idle for too long, a server that stops.
     */
    private @Nullable Exception wrong(ByteBuf packet, int kind, int at, int length) {
        if (kind == FILE_WANTED) {
            return phase == Phase.START || marksColumns ? wantsFile() : null;
        }
        if (kind != ERROR) {
            boolean many = isCountExpected() && (kind == END || LengthEncoded.number(packet, at) > MOST_COLUMNS);
            return many ? tooManyColumns() : null;
        }
        if (numberOf(packet) != 0 || previous == LAST_NUMBER) {
            return null;
        }
        byte[] said = new byte[Math.min(length, packet.readableBytes() - HEADER)];
        packet.getBytes(at, said);
        return MySqlErrors.unasked(said);
    }

    /**
     * Whether a packet that is neither an error nor an answer without rows tells how many columns come: where a result
     * begins, but not where the rows of a cursor do, which may end at once.
     */
    private boolean isCountExpected() {
        return phase == Phase.START && commands.isStatementAnswered();
    }

    /** The driver takes memory for as many columns as an answer says that it has. */
    private static UntrustworthyServerException tooManyColumns() {
        return new UntrustworthyServerException("it sent an answer of more columns than there can be; make"
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
}
