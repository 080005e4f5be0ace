package io.databased.mysql;

import io.databased.vertx.Exchange;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.CommandResponse;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import io.vertx.sqlclient.internal.command.QueryCommandBase;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Knows which of the driver's commands wait for an answer, in order, so that {@link ServerPackets} knows whose packets it
 * sees. Sits above the driver's codec. Confined to the event loop.
 */
final class CommandQueue extends ChannelDuplexHandler {
    private final ArrayDeque<CommandBase<?>> waiting = new ArrayDeque<>();
    private final ServerPackets packets = new ServerPackets(this);
    private final Columns textColumns = new Columns(); // of the text that is answered
    private @Nullable Execution encoding;

    /** What sits below the codec, and cuts what the server sends into packets for it. */
    ServerPackets packets() {
        return packets;
    }

    /** The values of the statement that the driver encodes now, if they are ours. */
    @Nullable
    Execution encoding() {
        return encoding;
    }

    /** Whether the packets that come answer a statement, and not the demand to prepare one, or to fetch more of a cursor. */
    boolean isStatementAnswered() {
        return waiting.peek() instanceof QueryCommandBase<?> statement && !isOfCursor(statement);
    }

    /** Whether the packets that come answer a statement that opens a cursor, or the demand to fetch more of one. */
    boolean isCursorAnswered() {
        return waiting.peek() instanceof QueryCommandBase<?> statement && isOfCursor(statement);
    }

    /** The statement of ours, and not of who has the driver's connection, that the packets that come answer. */
    @Nullable
    QueryCommandBase<?> ours() {
        return waiting.peek() instanceof QueryCommandBase<?> statement && columns(statement) != null ? statement : null;
    }

    /** The columns of a statement's rows, if it is one of ours. */
    @Nullable
    Columns columns(QueryCommandBase<?> statement) {
        if (statement instanceof ExtendedQueryCommand<?> prepared) {
            Execution execution = execution(prepared);
            return execution == null ? null : execution.columns();
        }
        return statement.resultHandler() instanceof Exchange ? textColumns : null;
    }

    /** Whether the packets that come answer a setting as this library makes them; a user's own are prepared, or go alone. */
    boolean isSettingAnswered() {
        return waiting.peek() instanceof SimpleQueryCommand<?> text
                && text.sql().startsWith("SET ");
    }

    private static boolean isOfCursor(CommandBase<?> command) {
        return command instanceof ExtendedQueryCommand<?> statement && statement.fetch() > 0;
    }

    private static @Nullable Execution execution(ExtendedQueryCommand<?> statement) {
        return !statement.isBatch() && statement.params() instanceof Execution ours ? ours : null;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof CommandBase<?> command)) {
            context.write(message, promise);
            return;
        }
        waiting.add(command);
        Execution ours = command instanceof ExtendedQueryCommand<?> statement ? execution(statement) : null;
        if (ours != null) {
            ours.sent();
        }
        encoding = ours;
        context.write(message, promise);
        encoding = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof CommandResponse<?>) {
            waiting.poll();
            packets.answered();
        }
        context.fireChannelRead(message);
    }

    /** The driver goes on with the next packet, and would tell of an answer that lacks what it failed to read. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        packets.ignoreAll();
        context.fireExceptionCaught(cause);
        context.close();
    }
}
