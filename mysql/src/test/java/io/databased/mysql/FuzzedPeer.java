package io.databased.mysql;

import static io.databased.testkit.FuzzInput.require;

import io.databased.vertx.Exchange;
import io.databased.vertx.FuzzedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.CommandResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our handlers and a connection of ours, with as much of a driver in between as it takes to tell answers apart. */
final class FuzzedPeer implements FuzzedConnection.Driver {
    private static final int HEADER = 4;
    private static final int STATUS = HEADER + 3; // where the numbers before it are small
    private static final int MORE_RESULTS = 8;

    private final CommandQueue commands = new CommandQueue();
    private final boolean marksColumns;
    private final FuzzedConnection connection;
    private final EmbeddedChannel channel;
    private long columns = -1; // that are to come; before there are any, -1
    private boolean inRows;

    /** @param marksColumns whether the server marks their end, as old ones do */
    FuzzedPeer(Exchange statement, boolean marksColumns, ByteBufAllocator memory) {
        this.marksColumns = marksColumns;
        connection = new FuzzedConnection(this, statement);
        channel = new EmbeddedChannel(commands.packets(), commands, new Codec());
        channel.config().setAllocator(memory);
        channel.closeFuture().addListener(closed -> connection.end());
    }

    FuzzedConnection connection() {
        return connection;
    }

    ServerPackets packets() {
        return commands.packets();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }

    void receive(byte[] bytes) {
        channel.writeInbound(channel.alloc().buffer(bytes.length + 1).writeBytes(bytes));
        channel.releaseInbound();
        channel.releaseOutbound();
        connection.runLoop();
    }

    /** The server goes. */
    void close() {
        channel.finishAndReleaseAll();
        connection.runLoop();
    }

    @Override
    public void send(CommandBase<?> message) {
        channel.write(message);
    }

    @Override
    public void cut() {
        channel.close();
    }

    private final class Codec extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf packet && packet.isReadable(HEADER + 1)) {
                read(context, packet, packet.getUnsignedByte(packet.readerIndex() + HEADER));
            }
            ReferenceCountUtil.release(message);
        }

        private void read(ChannelHandlerContext context, ByteBuf packet, int kind) {
            if (kind == 0xFF) {
                answer(context, new MySQLException("no", 1064, "HY000"));
            } else if (columns > 0) {
                columns--;
                inRows = columns == 0 && !marksColumns;
            } else if (columns == 0 && !inRows) {
                inRows = true;
            } else if (kind == 0 || kind == 0xFE) {
                result(packet);
                columns = -1;
                inRows = false;
                boolean more = packet.isReadable(STATUS + 1)
                        && (packet.getByte(packet.readerIndex() + STATUS) & MORE_RESULTS) != 0;
                if (!more) {
                    answer(context, null);
                }
            } else if (!inRows) {
                columns = kind;
            }
        }

        private void result(ByteBuf packet) {
            Exchange answered = connection.unanswered();
            if (answered != null) {
                answered.handleResult(
                        0, 0, inRows ? new RowDesc(new ColumnDescriptor[0]) {} : null, inRows ? List.of() : null, null);
            }
        }

        private void answer(ChannelHandlerContext context, @Nullable Throwable failure) {
            columns = -1;
            inRows = false;
            commands.channelRead(context, CommandResponse.success(null));
            connection.answer(failure);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof AssertionError found) {
                throw found;
            }
            require(cause instanceof Exception, "no error: " + cause);
            connection.fail(cause);
            context.close();
        }
    }
}
