package io.databased.postgresql;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the server sends to the driver in whole messages. The driver itself joins every buffer to those before it until
 * one ends with the end of a message. While answers follow each other closely that takes long, and the chain, which it reads
 * slowly and copies now and then, grows with all that was answered. Here, only a message that came in parts is joined.
 * Confined to the event loop.
 *
 * <p>A kind or a length that no server sends closes the connection: whoever reads it would count on wrongly, or keep
 * gigabytes until the end comes.
 *
 * <p>A message is a byte that tells its kind, four bytes of length that count themselves, and what the length says.
 */
final class WholeMessages extends ChannelInboundHandlerAdapter {
    private static final int KIND = 1;
    private static final int HEADER = KIND + 4;

    /** What is allocated before more of a message has come: the server may promise more than it sends. */
    private static final int FIRST_CAPACITY = 1 << 16;

    /** Before the server is ready for the first time. */
    private static final int LONGEST_IN_LOGIN = 1 << 20;

    /** What may still come of answers when the server was told to stop. */
    private static final long LITTLE = 1 << 20;

    private static final String KINDS_IN_LOGIN = "RSKNEZv";

    /** Without a request for a password, which nobody asks for twice. */
    private static final String KINDS = "ZTDCtns123IENSAGHWcdV";

    /** PostgreSQL has no values beyond. */
    private static final int LONGEST = 1 << 30;

    private boolean asksToEncrypt;
    private boolean ready;
    private boolean refused;
    private long expected = Long.MAX_VALUE; // bytes
    private @Nullable ByteBuf begun; // a message whose end is still to come

    /** @param asksToEncrypt whether the first answer is a byte without a header, which says if the server encrypts */
    WholeMessages(boolean asksToEncrypt) {
        this.asksToEncrypt = asksToEncrypt;
    }

    /**
     * The server is told to stop, and nobody wants its rows. One that goes on to send them does not listen; it finds a closed
     * socket by itself.
     */
    void expectLittle() {
        expected = LITTLE;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof ByteBuf bytes)) {
            context.fireChannelRead(read);
            return;
        }
        if (asksToEncrypt) {
            passAnswer(context, bytes);
            return;
        }
        expected -= bytes.readableBytes();
        if (expected < 0) {
            bytes.release();
            context.close();
            return;
        }
        if (begun != null) {
            goOn(context, begun, bytes);
        }
        int end = endOfWhole(context, bytes);
        if (end < bytes.writerIndex() && !refused) {
            begun = begin(context, bytes, end);
        }
        if (end > bytes.readerIndex()) {
            context.fireChannelRead(bytes.writerIndex(end));
        } else {
            bytes.release();
        }
    }

    /** More than one byte would be read as messages that nobody has looked at, although encryption was asked for. */
    private void passAnswer(ChannelHandlerContext context, ByteBuf answer) {
        asksToEncrypt = false;
        if (answer.readableBytes() == 1) {
            context.fireChannelRead(answer);
        } else {
            refuse(
                    context,
                    "the answer to the request to encrypt, with " + (answer.readableBytes() - 1) + " bytes more");
            answer.release();
        }
    }

    /** Takes what belongs to the message that was begun, and hands it on if it is whole now. */
    private void goOn(ChannelHandlerContext context, ByteBuf message, ByteBuf bytes) {
        if (take(message, bytes, HEADER) && accepts(context, message, 0) && take(message, bytes, length(message, 0))) {
            begun = null;
            context.fireChannelRead(message);
        }
    }

    /** Whether the message that begins there can be what it says. Closes the connection if it cannot. */
    private boolean accepts(ChannelHandlerContext context, ByteBuf bytes, int at) {
        int kind = bytes.getUnsignedByte(at);
        int length = bytes.getInt(at + KIND);
        if ((ready ? KINDS : KINDS_IN_LOGIN).indexOf(kind) < 0) {
            refuse(context, "a message of kind " + kind);
        } else if (length < HEADER - KIND || length > (ready ? LONGEST : LONGEST_IN_LOGIN)) {
            refuse(context, "a message of " + length + " bytes");
        }
        ready |= kind == 'Z';
        return !refused;
    }

    private void refuse(ChannelHandlerContext context, String what) {
        if (!refused) {
            refused = true;
            context.fireExceptionCaught(
                    new UntrustworthyServerException(
                            "it sent " + what
                                    + ", which PostgreSQL does not send here; make sure that it is PostgreSQL that listens at this port"));
            context.close();
        }
    }

    /** Takes what the message still lacks of that length; whether it has it now. The space for it doubles. */
    private static boolean take(ByteBuf message, ByteBuf bytes, long length) {
        long lacking = Math.max(0, length - message.writerIndex());
        int taken = (int) Math.min(lacking, bytes.readableBytes());
        if (taken > message.writableBytes()) {
            long needed = (long) message.writerIndex() + taken;
            long roomy = Math.max(needed, Math.min(length, 2L * message.capacity()));
            message.capacity((int) Math.min(roomy, Integer.MAX_VALUE));
        }
        message.writeBytes(bytes, taken);
        return taken == lacking;
    }

    /** Where the last whole message ends, and the next begins, or one that is refused. */
    private int endOfWhole(ChannelHandlerContext context, ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = refused ? at : bytes.writerIndex();
        while (end - at >= HEADER && accepts(context, bytes, at)) {
            long length = length(bytes, at);
            if (length > end - at) {
                break;
            }
            at += (int) length;
        }
        return at;
    }

    private static ByteBuf begin(ChannelHandlerContext context, ByteBuf bytes, int at) {
        int here = bytes.writerIndex() - at;
        long length = here < HEADER ? HEADER : length(bytes, at);
        int capacity = (int) Math.max(here, Math.min(length, FIRST_CAPACITY));
        return context.alloc().ioBuffer(capacity).writeBytes(bytes, at, here);
    }

    private static long length(ByteBuf bytes, int at) {
        return KIND + (long) bytes.getInt(at + KIND);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }
}
