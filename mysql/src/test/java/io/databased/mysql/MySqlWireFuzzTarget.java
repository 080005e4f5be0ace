package io.databased.mysql;

import static io.databased.testkit.FuzzInput.require;

import io.databased.testkit.FuzzInput;
import io.databased.vertx.Exchange;
import io.databased.vertx.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.CommandResponse;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;

/**
 * What a server may send, cut anywhere, during the login and after it, and to a stream: our readers pass it or close the
 * connection, keep little and leave no buffer behind. See docs/fuzzing.md.
 */
public final class MySqlWireFuzzTarget {
    /** More than what one input holds is made into. */
    private static final int MOST_KEPT = 1 << 22;

    private MySqlWireFuzzTarget() {}

    /** Called by the fuzzer, by name; throws what it has found. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        FuzzInput input = new FuzzInput(data);
        if (input.isEmpty()) {
            return;
        }
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, false, false);
        long most = MOST_KEPT + 2L * FuzzInput.TIMES * data.length;
        if (input.option(5)) {
            StreamFuzz.run(input, memory, most);
            require(memory.metric().usedHeapMemory() == 0, "no buffer is left");
            return;
        }
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory);
        CommandQueue commands = new CommandQueue();
        if (!input.option(0)) {
            channel.pipeline().addLast(new LoginGuard(input.option(1), input.option(2)), new Driver());
        } else {
            channel.pipeline().addLast(commands.packets(), commands, new Driver());
            for (int i = input.number(1); i >= 0; i--) {
                channel.write(statement(input.number(3), i));
            }
        }
        input.forEachPart(part -> {
            channel.writeInbound(memory.buffer(part.length).writeBytes(part));
            channel.releaseInbound();
            channel.releaseOutbound();
            require(memory.metric().usedHeapMemory() <= most, "little is kept");
            return channel.isOpen();
        });
        channel.finishAndReleaseAll();
        require(memory.metric().usedHeapMemory() == 0, "no buffer is left");
    }

    /** Prepared, by us or by who has the driver's connection; as text; one that opens a cursor; one that fetches more of it. */
    private static CommandBase<?> statement(int kind, int i) throws Exception {
        Tuple values = i % 2 == 0 ? new ParameterValues(1 << 24).encode(new Object[] {i}) : Tuple.tuple();
        Exchange answer = Messages.statement(Exchange.Part.STATEMENT, "SELECT 1", values);
        return switch (kind) {
            case 0 -> ExtendedQueryCommand.createQuery("SELECT 1", null, null, values, false, null, answer);
            case 1 -> new SimpleQueryCommand<>("SELECT 1", true, false, null, answer);
            default ->
                ExtendedQueryCommand.createQuery(
                        "SELECT 1", null, null, values, 10, "cursor", kind == 3, false, null, answer);
        };
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
}
