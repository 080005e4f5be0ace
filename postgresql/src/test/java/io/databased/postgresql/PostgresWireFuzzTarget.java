package io.databased.postgresql;

import static io.databased.testkit.FuzzInput.require;

import io.databased.testkit.FuzzInput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/**
 * What a server may send, cut anywhere: our readers pass whole messages or close the connection, keep little and leave no
 * buffer behind. See docs/fuzzing.md.
 */
public final class PostgresWireFuzzTarget {
    private static final int HEADER = 5;

    /** More than what the messages that one input holds are made into. */
    private static final int MOST_KEPT = 1 << 23;

    private PostgresWireFuzzTarget() {}

    /** Called by the fuzzer, by name; throws what it has found. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        if (input.isEmpty()) {
            return;
        }
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, false, false);
        Driver driver = new Driver();
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory);
        boolean ready = !input.option(0);
        channel.pipeline()
                .addLast(
                        new WholeMessages(!ready && input.option(1)),
                        new LoginGuard(input.option(2)),
                        new RowDescriptions(new ServerTypes(), new TextSettings()),
                        driver);
        if (ready) {
            send(channel, memory, new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0, 'Z', 0, 0, 0, 5, 'I'}, 15);
            for (int i = input.number(4); i >= 0; i--) {
                prepare(channel, memory, i % 2 == 0);
            }
        }
        long most = MOST_KEPT + 2L * data.length;
        input.forEachPart(part -> {
            send(channel, memory, part, part.length);
            require(memory.metric().usedHeapMemory() <= most, "little is kept");
            return channel.isOpen();
        });
        channel.finishAndReleaseAll();
        require(memory.metric().usedHeapMemory() == 0, "no buffer is left");
    }

    private static void send(EmbeddedChannel channel, ByteBufAllocator memory, byte[] bytes, int length) {
        channel.writeInbound(memory.buffer(Math.max(1, length)).writeBytes(bytes, 0, length));
        channel.releaseInbound();
        channel.releaseOutbound();
    }

    /** As the driver does; a statement of ours ends with a mark. */
    private static void prepare(EmbeddedChannel channel, ByteBufAllocator memory, boolean ours) {
        byte[] text = ("SELECT 1" + (ours ? RowDescriptions.MARK + "7" : "")).getBytes(StandardCharsets.UTF_8);
        channel.writeOutbound(memory.buffer()
                .writeByte('P')
                .writeInt(4 + 1 + text.length + 1 + 2)
                .writeByte(0)
                .writeBytes(text)
                .writeByte(0)
                .writeShort(0)
                .writeByte('S')
                .writeInt(4));
        channel.releaseOutbound();
    }

    /** Takes whole messages; closes the connection when it is told of a failure. */
    private static final class Driver extends ChannelInboundHandlerAdapter {
        private boolean failed;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (context.pipeline().get(WholeMessages.class) != null
                        && !failed
                        && message instanceof ByteBuf bytes) {
                    whole(bytes);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private static void whole(ByteBuf bytes) {
            while (bytes.isReadable(HEADER)) {
                int length = 1 + bytes.getInt(bytes.readerIndex() + 1);
                require(length >= HEADER && bytes.isReadable(length), "messages are whole");
                bytes.skipBytes(length);
            }
            require(bytes.readableBytes() <= 1, "nothing but the answer to a request to encrypt is no message");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof AssertionError found) {
                throw found;
            }
            require(cause instanceof Exception, "no error: " + cause);
            failed = true;
            context.close();
        }
    }
}
