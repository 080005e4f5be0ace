package io.databased.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.command.CommandResponse;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import java.util.Arrays;

/**
 * What a server may send, cut anywhere, during the login and after it: our readers pass it or close the connection, keep
 * little and leave no buffer behind. See docs/fuzzing.md.
 */
public final class MySqlWireFuzzTarget {
    /** More than what one input holds is made into. */
    private static final int MOST_KEPT = 1 << 22;

    /** How often a server may say the same. */
    private static final int AGAIN = 100;

    private MySqlWireFuzzTarget() {}

    /** Called by the fuzzer, by name; throws what it has found. The first two bytes are options. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length < 2) {
            return;
        }
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, false, false);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory);
        CommandQueue commands = new CommandQueue();
        if ((data[0] & 1) == 0) {
            channel.pipeline().addLast(new LoginGuard((data[0] & 2) != 0, (data[0] & 4) != 0), new Driver());
        } else {
            channel.pipeline().addLast(new Frames(), commands.packets(), commands, new Driver());
            for (int i = data[0] >> 1 & 3; i >= 0; i--) {
                Tuple values = i % 2 == 0 ? new ParameterValues(1 << 24).encode(new Object[] {i}) : Tuple.tuple();
                channel.write(ExtendedQueryCommand.createQuery("SELECT 1", null, null, values, false, null, null));
            }
        }
        tell(data, channel, memory);
        for (int i = (data[0] & 0x80) == 0 ? 0 : AGAIN; i > 0 && channel.isOpen(); i--) {
            tell(data, channel, memory);
        }
        channel.finishAndReleaseAll();
        require(memory.metric().usedHeapMemory() == 0, "no buffer is left");
    }

    private static void tell(byte[] data, EmbeddedChannel channel, UnpooledByteBufAllocator memory) {
        int from = 2;
        for (int length = 1 + (data[1] & 0x7F); from < data.length && channel.isOpen(); from += length) {
            byte[] part = Arrays.copyOfRange(data, from, Math.min(data.length, from + length));
            channel.writeInbound(memory.buffer(part.length).writeBytes(part));
            channel.releaseInbound();
            channel.releaseOutbound();
            require(memory.metric().usedHeapMemory() <= MOST_KEPT + 2L * AGAIN * data.length, "little is kept");
        }
    }

    /** Cuts packets as the driver does, which hands over whole ones. */
    private static final class Frames extends LengthFieldBasedFrameDecoder {
        Frames() {
            super(0xFFFFFF + 4, 0, 3, 1, 0);
        }

        @Override
        protected long getUnadjustedFrameLength(ByteBuf bytes, int at, int length, java.nio.ByteOrder order) {
            return bytes.getUnsignedMediumLE(at);
        }
    }

    /** Takes an end for an answer; closes the connection when it is told of a failure. */
    private static final class Driver extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean ends = message instanceof ByteBuf packet
                    && packet.isReadable(5)
                    && packet.getUnsignedByte(packet.readerIndex() + 4) % 0xFE == 0;
            ReferenceCountUtil.release(message);
            CommandQueue commands = context.pipeline().get(CommandQueue.class);
            if (ends && commands != null) {
                commands.channelRead(context, CommandResponse.success(null));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof AssertionError found) {
                throw found;
            }
            require(cause instanceof Exception, "no error: " + cause);
            context.close();
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }
}
