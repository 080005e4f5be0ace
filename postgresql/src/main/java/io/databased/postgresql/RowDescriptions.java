package io.databased.postgresql;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the driver other types of columns and parameters than the server does, so that it hands the values over and takes
 * them as they are, and marks such columns with their {@link ServerType}. What the driver prepares for somebody else is left
 * alone: statements of ours end with a {@linkplain #MARK mark}.
 *
 * <p>A type that is not known yet is asked for, by a query ahead of the rest: the answers from the description on are kept
 * until that is answered. Takes whole messages; confined to the event loop.
 */
final class RowDescriptions extends ChannelDuplexHandler {
    /** Ends the text of statements of ours, with a number behind it; the server does not get to see it. */
    static final char MARK = '\u0001';

    private static final int HEADER = 5;

    /** More than a description of as many columns as there can be, and what a server has to say meanwhile. */
    private static final int MOST_KEPT = 1 << 23;

    private final ServerTypes types;
    private final TextSettings settings;
    private final Queue<Boolean> underWay = new ArrayDeque<>(); // for each answer that ends: whether it prepares for us
    private int preparing; // how many of them do
    private boolean prepares;
    private boolean described;
    private @Nullable Queue<ByteBuf> kept; // from the description of a statement whose types are asked for
    private int keptBytes;
    private Set<Integer> unknown = Set.of();
    private boolean asking;
    private boolean refused;

    RowDescriptions(ServerTypes types, TextSettings settings) {
        this.types = types;
        this.settings = settings;
    }

    // ---- What goes out ----

    @Override
    public void write(ChannelHandlerContext context, Object sent, ChannelPromise promise) throws Exception {
        super.write(context, sent instanceof ByteBuf bytes ? unmarked(context, bytes) : sent, promise);
    }

    /** The messages, without the marks of statements. */
    private ByteBuf unmarked(ChannelHandlerContext context, ByteBuf bytes) {
        ByteBuf written = null;
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at >= HEADER && bytes.getByte(at) != 0) { // the first message has no kind
            int length = 1 + bytes.getInt(at + 1);
            int end = bytes.getByte(at) == 'P' ? endOfStatement(bytes, at) : at;
            int mark = end == at ? -1 : markBefore(bytes, end);
            if (mark >= 0) {
                prepares = true;
                written = written == null ? context.alloc().buffer(bytes.readableBytes()) : written;
                bytes.readBytes(written, at - bytes.readerIndex());
                written.writeByte('P').writeInt(length - 1 - (end - mark));
                written.writeBytes(bytes, at + HEADER, mark - at - HEADER);
                bytes.readerIndex(end);
            } else if (bytes.getByte(at) == 'S' || bytes.getByte(at) == 'Q') {
                underWay.add(prepares);
                preparing += prepares ? 1 : 0;
                prepares = false;
            }
            at += length;
        }
        if (written == null) {
            return bytes;
        }
        bytes.readBytes(written, bytes.readableBytes());
        bytes.release();
        return written;
    }

    /** Where the text of a statement that is prepared ends; its name stands ahead of it. */
    private static int endOfStatement(ByteBuf bytes, int at) {
        int text = bytes.indexOf(at + HEADER, bytes.writerIndex(), (byte) 0) + 1;
        return bytes.indexOf(text, bytes.writerIndex(), (byte) 0);
    }

    private static int markBefore(ByteBuf bytes, int end) {
        int at = end - 1;
        while (Character.isDigit(bytes.getByte(at))) {
            at--;
        }
        return bytes.getByte(at) == MARK ? at : -1;
    }

    // ---- What comes in ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof ByteBuf bytes)) {
            context.fireChannelRead(read);
            return;
        }
        if (kept == null && preparing == 0 && !refused) {
            count(context, bytes);
            context.fireChannelRead(bytes);
            return;
        }
        while (bytes.isReadable() && !refused) {
            ByteBuf message = bytes.readRetainedSlice(1 + bytes.getInt(bytes.readerIndex() + 1));
            try {
                take(context, message);
            } catch (IndexOutOfBoundsException | IllegalArgumentException endsTooEarly) { // before it is passed on
                message.release();
                refuse(context, "a description of columns or parameters that is not whole");
            }
        }
        bytes.release();
    }

    private void refuse(ChannelHandlerContext context, String what) {
        refused = true;
        context.fireExceptionCaught(new UntrustworthyServerException(
                "it sent " + what + "; make sure that it is PostgreSQL that listens at this port"));
        context.close();
    }

    /** Counts the answers that end in messages that go on as they are; those ahead of a report go before it is read. */
    private void count(ChannelHandlerContext context, ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at >= HEADER && !underWay.isEmpty()) {
            byte kind = bytes.getByte(at);
            if (kind == 'Z') {
                underWay.poll();
            } else if (kind == 'S') {
                if (at > bytes.readerIndex()) {
                    context.fireChannelRead(bytes.readRetainedSlice(at - bytes.readerIndex()));
                }
                settings.reported(bytes, at);
            }
            at += 1 + bytes.getInt(at + 1);
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf message) {
        byte kind = message.getByte(message.readerIndex());
        if (asking) {
            takeAnswer(context, kind, message);
            return;
        }
        boolean ours = Boolean.TRUE.equals(underWay.peek());
        if (kind == 'S') {
            settings.reported(message, message.readerIndex());
        }
        if (kind == 'Z') {
            underWay.poll();
            preparing -= ours ? 1 : 0;
        }
        if (kept != null) {
            keep(context, kept, message);
            if (kind == 'Z' && !refused) {
                ask(context);
            }
        } else if (ours && kind == 't') {
            described = true;
            context.fireChannelRead(Descriptions.parameters(message));
        } else if (ours && described && kind == 'T') {
            described = false;
            describe(context, message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void describe(ChannelHandlerContext context, ByteBuf message) {
        Set<Integer> missing = new HashSet<>();
        Descriptions.eachType(message, oid -> {
            if (!ServerType.isPlain(oid) && types.find(oid) == null) {
                missing.add(oid);
            }
        });
        if (missing.isEmpty()) {
            context.fireChannelRead(Descriptions.columns(message, types));
        } else {
            unknown = missing;
            kept = new ArrayDeque<>();
            keptBytes = 0;
            keep(context, kept, message);
        }
    }

    private void keep(ChannelHandlerContext context, Queue<ByteBuf> waiting, ByteBuf message) {
        waiting.add(message);
        keptBytes += message.readableBytes();
        if (keptBytes > MOST_KEPT) {
            refuse(context, "too much behind a description of columns");
        }
    }

    /** What was not asked for is not remembered, or there would be no end of it. */
    private void learn(ServerType type) {
        if (unknown.contains(type.oid())) {
            types.learn(type);
        }
    }

    private void ask(ChannelHandlerContext context) {
        asking = true;
        byte[] question = ServerTypes.question(unknown).getBytes(StandardCharsets.UTF_8);
        ByteBuf query = context.alloc().buffer(HEADER + question.length + 1);
        query.writeByte('Q')
                .writeInt(4 + question.length + 1)
                .writeBytes(question)
                .writeByte(0);
        context.writeAndFlush(query);
    }

    private void takeAnswer(ChannelHandlerContext context, byte kind, ByteBuf message) {
        Queue<ByteBuf> waiting = Objects.requireNonNull(kept);
        switch (kind) {
            case 'D' -> learn(Descriptions.type(message));
            case 'T', 'C', 'E' -> {} // an error is met by the statement itself
            case 'Z' -> {
                message.release();
                asking = false;
                kept = null;
                // What is not known by now is handed over as text.
                context.fireChannelRead(Descriptions.columns(waiting.remove(), types));
                waiting.forEach(context::fireChannelRead);
                return;
            }
            default -> {
                keep(context, waiting, message);
                return;
            }
        }
        message.release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (kept != null) {
            kept.forEach(ByteBuf::release);
            kept = null;
        }
    }
}
