package io.databased.postgresql;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the server asks for during the login before the driver does, and closes the connection where the driver would do as
 * it is told: send an empty password where there is none, or hash it for hours, on the event loop. Goes when the server has
 * let us in. Takes whole messages; confined to the event loop.
 */
final class LoginGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int GRANTED = 0;
    private static final int SASL_CONTINUES = 11;

    /** Takes some seconds; servers use 4096 unless they are told otherwise. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final Pattern ITERATIONS = Pattern.compile("(?:^|,)i=0*([0-9]+)");

    private final boolean hasPassword;

    /** @param hasPassword whether there is one to log in with */
    LoginGuard(boolean hasPassword) {
        this.hasPassword = hasPassword;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        Exception wrong = read instanceof ByteBuf bytes ? look(context, bytes) : null;
        if (wrong == null) {
            context.fireChannelRead(read);
            return;
        }
        ((ByteBuf) read).release();
        context.fireExceptionCaught(wrong);
        context.close();
    }

    /** Returns what is wrong with the messages, or null; leaves them unread. */
    private @Nullable Exception look(ChannelHandlerContext context, ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at >= HEADER) {
            int length = 1 + bytes.getInt(at + 1);
            if (bytes.getByte(at) == 'R' && length >= HEADER + 4) {
                int kind = bytes.getInt(at + HEADER);
                if (kind == GRANTED) {
                    context.pipeline().remove(this);
                    return null;
                }
                if (!hasPassword) {
                    return new NoPasswordException();
                }
                if (kind == SASL_CONTINUES && tooMany(bytes.slice(at + HEADER + 4, length - HEADER - 4))) {
                    return new UntrustworthyServerException("it asked to hash the password more than "
                            + MOST_ITERATIONS + " times (SCRAM), which would keep a thread busy; lower"
                            + " scram_iterations on the server and set the password again");
                }
            }
            at += length;
        }
        return null;
    }

    private static boolean tooMany(ByteBuf scram) {
        Matcher iterations = ITERATIONS.matcher(scram.toString(StandardCharsets.ISO_8859_1));
        while (iterations.find()) {
            String number = iterations.group(1);
            if (number.length() > 9 || Integer.parseInt(number) > MOST_ITERATIONS) {
                return true;
            }
        }
        return false;
    }

    /** The server asks for a password, and there is none. */
    static final class NoPasswordException extends Exception {
        private static final long serialVersionUID = 1L;

        NoPasswordException() {
            super("asks for a password, and the URL has none");
        }
    }
}
