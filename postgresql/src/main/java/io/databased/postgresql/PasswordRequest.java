package io.databased.postgresql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Ends the opening of a connection for which the server asks for a password when there is none: the driver would send an
 * empty one, or fail without saying why. Takes whole messages; confined to the event loop.
 */
final class PasswordRequest extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int GRANTED = 0;

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (read instanceof ByteBuf bytes
                && bytes.readableBytes() >= HEADER + 4
                && bytes.getByte(bytes.readerIndex()) == 'R') {
            context.pipeline().remove(this);
            if (bytes.getInt(bytes.readerIndex() + HEADER) != GRANTED) {
                bytes.release();
                context.fireExceptionCaught(new NoPasswordException());
                context.close();
                return;
            }
        }
        context.fireChannelRead(read);
    }

    /** The server asks for a password, and there is none. */
    static final class NoPasswordException extends Exception {
        private static final long serialVersionUID = 1L;

        NoPasswordException() {
            super("asks for a password, and the URL has none");
        }
    }
}
