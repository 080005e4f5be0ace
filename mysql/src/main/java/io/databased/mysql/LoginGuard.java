package io.databased.mysql;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the server sends during the login before the driver does, and closes the connection where the driver would do as
 * it is told: send a file of this machine, or the password in plain text. Both are ways of the protocol that cannot be
 * switched off in the driver. It also keeps what a server says when nobody has asked, before it closes, such as too many
 * connections. After the login {@link ServerPackets} takes its place. Confined to the event loop.
 *
 * <p>A packet is three bytes of length, one of its number in the answer, and a payload whose first byte tells what it is.
 */
final class LoginGuard extends ChannelDuplexHandler {
    private static final int HEADER = 4;
    private static final int LONGEST = 1 << 20;
    private static final int GREETING = 10;
    private static final int TLS_OFFERED = 0x08; // in the second byte
    private static final int TRACKING_OFFERED = 0x80; // in the third, behind three bytes of other things
    private static final int TRACKING = 0x800000;
    private static final int LAST_TO_INTRODUCE = 2; // the number of the packet: before and after encryption begins
    private static final int LONGEST_REMEMBERED = 1024;
    private static final String CODEC = "codec"; // as the driver calls it
    private static final String PACKETS = "packetDecoder"; // likewise; cuts what comes into packets
    private static final String PLAIN_TEXT_LOGIN = "mysql_clear_password";

    private final boolean encrypted;
    private final boolean wantsTls;
    private final ByteArrayOutputStream remembered = new ByteArrayOutputStream();
    private int header; // bytes of the header that were read
    private int length;
    private int number;
    private int left; // bytes of the payload that are still to come
    private boolean tracks; // the server would tell of changed settings
    private @Nullable Exception cause;
    private @Nullable ChannelPipeline pipeline;

    /**
     * @param encrypted whether a password in plain text is hidden from everybody but the server
     * @param wantsTls whether the connection is to be encrypted, which the driver tries with any server
     */
    LoginGuard(boolean encrypted, boolean wantsTls) {
        this.encrypted = encrypted;
        this.wantsTls = wantsTls;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        pipeline = context.pipeline();
    }

    /** The login is over: these take its place, around the driver's codec. */
    void giveWayTo(CommandQueue commands) {
        ChannelPipeline open = Objects.requireNonNull(pipeline);
        open.addBefore(CODEC, null, commands.packets());
        open.addBefore(CODEC, null, new ExecuteEncoder(commands));
        open.remove(PACKETS);
        open.addAfter(CODEC, null, commands);
        open.remove(this);
    }

    /** Why the connection was closed here: what the server said unasked, or what was wrong with it; or null. */
    @Nullable
    Exception cause() {
        return cause;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (cause == null && message instanceof ByteBuf bytes) {
            cause = read(bytes);
            if (cause != null) {
                context.fireExceptionCaught(cause);
                context.close();
            }
        }
        if (cause == null) {
            super.channelRead(context, message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** Asks for what the driver does not: that the server tells when {@link SessionState} change. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (tracks && message instanceof ByteBuf packet && packet.readableBytes() >= 2 * HEADER) {
            int at = packet.readerIndex();
            int sent = packet.getByte(at + HEADER - 1); // commands, which are none of the login, are number 0
            if (sent > 0 && sent <= LAST_TO_INTRODUCE) {
                packet.setIntLE(at + HEADER, packet.getIntLE(at + HEADER) | TRACKING);
            }
        }
        super.write(context, message, promise);
    }

    /** Returns what is wrong, or null. Looks at the bytes and leaves them unread. */
    private @Nullable Exception read(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (header < HEADER) {
                headerByte(bytes.getUnsignedByte(at++));
                if (header == HEADER && length > LONGEST) {
                    return ServerPackets.endless();
                }
                continue;
            }
            int taken = Math.min(left, end - at);
            Exception wrong = payload(bytes, at, taken);
            if (wrong != null) {
                return wrong;
            }
            at += taken;
        }
        return null;
    }

    private void headerByte(int value) {
        if (header < 3) {
            length = header == 0 ? value : length | (value << (8 * header));
        } else {
            number = value;
        }
        header++;
        if (header == HEADER) {
            left = length;
            if (length == 0) {
                header = 0;
            }
        }
    }

    private @Nullable Exception payload(ByteBuf bytes, int at, int taken) {
        boolean first = left == length;
        int kind = bytes.getUnsignedByte(at);
        if (first && kind == ServerPackets.FILE_WANTED) {
            return ServerPackets.wantsFile();
        }
        if (first) {
            remembered.reset();
        }
        if (remembered.size() + taken <= LONGEST_REMEMBERED) {
            byte[] copy = new byte[taken];
            bytes.getBytes(at, copy);
            remembered.writeBytes(copy);
        }
        left -= taken;
        return left > 0 ? null : packetOver();
    }

    private @Nullable Exception packetOver() {
        header = 0;
        byte[] packet = remembered.toByteArray();
        remembered.reset();
        if (packet.length > 0 && (packet[0] & 0xFF) == ServerPackets.ERROR && number == 0) {
            return MySqlErrors.unasked(packet);
        }
        tracks |=
                number == 0 && packet.length > 0 && packet[0] == GREETING && offers(packet, 5, TRACKING_OFFERED, false);
        if (wantsTls
                && number == 0
                && packet.length > 0
                && packet[0] == GREETING
                && !offers(packet, 1, TLS_OFFERED, true)) {
            return new UntrustworthyServerException(
                    "it does not offer TLS, which sslmode asks for (off loopback it does so"
                            + " unless the URL says otherwise); have the server offer it, or use sslmode=disable where the network"
                            + " is trusted");
        }
        boolean plainText = !encrypted && new String(packet, StandardCharsets.ISO_8859_1).contains(PLAIN_TEXT_LOGIN);
        return plainText
                ? new UntrustworthyServerException("the server asked for the password in plain text ("
                        + PLAIN_TEXT_LOGIN
                        + ") on a connection that is not encrypted, and did not get it; encrypt it, as by"
                        + " sslmode=verify-full")
                : null;
    }

    /** Behind the version, which ends with 0, there are 13 bytes, then what the server is capable of. */
    private static boolean offers(byte[] greeting, int offset, int what, boolean unknown) {
        int at = 1;
        while (at < greeting.length && greeting[at] != 0) {
            at++;
        }
        int capabilities = at + 1 + 13 + offset;
        return capabilities >= greeting.length ? unknown : (greeting[capabilities] & what) != 0;
    }
}
