package io.databased.postgresql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Makes an error of a COMMIT that was answered by ROLLBACK. So does a server answer it in a transaction that has failed, whoever
 * has failed it; the driver takes any answer for success. Takes whole messages; confined to the event loop.
 */
final class CommitTags extends ChannelDuplexHandler {
    private static final int HEADER = 5;
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROLLBACK = "ROLLBACK\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] REPORT = ("SERROR\0VERROR\0C" + PostgresErrors.IN_FAILED_TRANSACTION
                    + "\0Mthe transaction had failed before, and was rolled back in place of being committed\0\0")
            .getBytes(StandardCharsets.US_ASCII);

    private final Queue<Boolean> underWay = new ArrayDeque<>(); // for each answer that ends: whether it is to a COMMIT
    private boolean rolledBack; // by the last answer

    @Override
    public void write(ChannelHandlerContext context, Object sent, ChannelPromise promise) throws Exception {
        if (sent instanceof ByteBuf bytes) {
            int at = bytes.readerIndex();
            while (bytes.writerIndex() - at >= HEADER && bytes.getByte(at) != 0) { // the first message has no kind
                int end = end(bytes, at);
                if (bytes.getByte(at) == 'Q') {
                    underWay.add(endsWith(COMMIT, bytes, at, end));
                } else if (bytes.getByte(at) == 'S') {
                    underWay.add(false);
                }
                at = end;
            }
        }
        super.write(context, sent, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (read instanceof ByteBuf bytes) {
            int at = bytes.readerIndex();
            while (bytes.writerIndex() - at >= HEADER) {
                int end = end(bytes, at);
                byte kind = bytes.getByte(at);
                if (kind == 'Z' && Boolean.TRUE.equals(underWay.poll()) && rolledBack) {
                    context.fireChannelRead(bytes.readRetainedSlice(at - bytes.readerIndex()));
                    context.fireChannelRead(report());
                }
                rolledBack = kind == 'C' && endsWith(ROLLBACK, bytes, at, end);
                at = end;
            }
        }
        context.fireChannelRead(read);
    }

    private static int end(ByteBuf bytes, int at) {
        return at + 1 + bytes.getInt(at + 1);
    }

    private static boolean endsWith(byte[] text, ByteBuf bytes, int at, int end) {
        int from = end - text.length;
        return from >= at + HEADER && bytes.slice(from, text.length).equals(Unpooled.wrappedBuffer(text));
    }

    private static ByteBuf report() {
        return Unpooled.buffer().writeByte('E').writeInt(4 + REPORT.length).writeBytes(REPORT);
    }
}
