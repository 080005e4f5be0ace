package io.databased.mysql;

import static io.databased.mysql.Execution.HEADER;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Puts our values in place of those that the driver has encoded. Sits below the driver's codec; confined to the event loop. */
final class ExecuteEncoder extends ChannelOutboundHandlerAdapter {
    private final CommandQueue commands;

    ExecuteEncoder(CommandQueue commands) {
        this.commands = commands;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Execution ours = commands.encoding();
        if (ours == null || ours.size() == 0 || !(message instanceof ByteBuf packet) || !Execution.isExecuted(packet)) {
            context.write(message, promise);
            return;
        }
        ByteBuf payload = ours.payload(context.alloc(), packet);
        packet.release();
        int number = 0;
        while (payload.readableBytes() >= ServerPackets.WHOLE) {
            ByteBuf part = payload.readRetainedSlice(ServerPackets.WHOLE);
            write(context, ServerPackets.WHOLE, number++, part, context.voidPromise());
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
