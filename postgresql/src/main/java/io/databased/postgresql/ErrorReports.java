package io.databased.postgresql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's reports of errors ahead of the driver. Whether the server closes the connection with one is told by its
 * severity, in a field that is never translated. The driver goes by SQLSTATEs, which a function may raise as well as any
 * other: it would keep such an error from the statement that got it, and the last words of a connection from everybody.
 *
 * <p>So last words go up as an exception, which closes the connection, and an error that is none goes to the driver with an
 * SQLSTATE that it does not know. Takes whole messages; confined to the event loop.
 */
final class ErrorReports extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final char SEVERITY = 'V';
    private static final char TRANSLATED_SEVERITY =
            'S'; // poolers, and servers that only resemble PostgreSQL, have this alone
    private static final char STATE = 'C';
    private static final Set<String> OF_THE_CONNECTION = Set.of("FATAL", "PANIC");

    /** A server that crashes, or is stopped at once, warns of that with its last message. */
    private static final String INTERVENTION = "57P";

    /** At these the driver takes an error for one of the connection. */
    private static final Set<String> HIDDEN = Set.of("57P01", "57P05", "25P03");

    private boolean loggedIn;
    private @Nullable LastWords warning; // if there was no other message since
    private volatile @Nullable LastWords lastWords;

    /** The server's words that ended the connection, unless they ended the login. */
    @Nullable
    LastWords lastWords() {
        return lastWords;
    }

    /** The SQLSTATE as the server has told it. */
    static @Nullable String state(PgException refused) {
        String state = refused.getSqlState();
        return state == null ? null : state.toUpperCase(Locale.ROOT);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof ByteBuf bytes)) {
            context.fireChannelRead(read);
            return;
        }
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at >= HEADER) {
            int end = at + 1 + bytes.getInt(at + 1);
            byte kind = bytes.getByte(at);
            loggedIn |= kind == 'Z';
            warning = kind == 'N' && loggedIn ? warning(fields(bytes, at, end)) : null;
            LastWords said = kind == 'E' ? error(fields(bytes, at, end)) : null;
            if (said != null) {
                lastWords = said;
                if (at > bytes.readerIndex()) {
                    context.fireChannelRead(bytes.writerIndex(at)); // nothing is behind them
                } else {
                    bytes.release();
                }
                context.fireExceptionCaught(said);
                return;
            }
            at = end;
        }
        context.fireChannelRead(bytes);
    }

    /** Hides an SQLSTATE from the driver, if it must not see it. */
    private static Map<Character, String> fields(ByteBuf bytes, int at, int end) {
        Map<Character, String> fields = new HashMap<>();
        int from = at + HEADER;
        while (from < end && bytes.getByte(from) != 0) {
            int zero = bytes.indexOf(from + 1, end, (byte) 0);
            if (zero < 0) {
                break;
            }
            char field = (char) bytes.getByte(from);
            String text = bytes.toString(from + 1, zero - from - 1, StandardCharsets.UTF_8);
            fields.put(field, text);
            if (field == STATE && HIDDEN.contains(text)) {
                bytes.setBytes(from + 1, text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            }
            from = zero + 1;
        }
        return fields;
    }

    /** Returns null if it is an answer, or one to the login: that is left to the driver. */
    private @Nullable LastWords error(Map<Character, String> fields) {
        String severity = fields.getOrDefault(SEVERITY, fields.getOrDefault(TRANSLATED_SEVERITY, ""));
        return loggedIn && OF_THE_CONNECTION.contains(severity) ? new LastWords(exception(fields)) : null;
    }

    private static @Nullable LastWords warning(Map<Character, String> fields) {
        return fields.getOrDefault(STATE, "").startsWith(INTERVENTION) ? new LastWords(exception(fields)) : null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        LastWords said = warning;
        if (said != null) {
            lastWords = said;
            context.fireExceptionCaught(said);
        }
        context.fireChannelInactive();
    }

    private static PgException exception(Map<Character, String> fields) {
        return new PgException(
                fields.get('M'),
                fields.get(TRANSLATED_SEVERITY),
                fields.get(STATE),
                fields.get('D'),
                fields.get('H'),
                fields.get('P'),
                fields.get('p'),
                fields.get('q'),
                fields.get('W'),
                fields.get('F'),
                fields.get('L'),
                fields.get('R'),
                fields.get('s'),
                fields.get('t'),
                fields.get('c'),
                fields.get('d'),
                fields.get('n'));
    }

    /** What the server said when it closed the connection. */
    static final class LastWords extends Exception {
        private static final long serialVersionUID = 1L;

        private final PgException said;

        LastWords(PgException said) {
            super("the server closed the connection", null, false, false);
            this.said = said;
        }

        PgException said() {
            return said;
        }
    }
}
