package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.databased.vertx.Exchange;
import io.databased.vertx.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stream that was stopped while nobody read it: its other rows are read, and nobody is told of them. */
class DroppedRowsTest {
    private static final byte[] COLUMN = {
        3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20, 0, 0, 0, 0x0A, 0, 0, 0, 0, 0
    };
    private static final byte[] DATE = {0, 0, 4, (byte) 0xE8, 7, 2, 29};
    private static final byte[] NO_DATE = {0, 0, 4, (byte) 0xE8, 7, 2, 30};
    private static final byte[] END = {(byte) 0xFE, 0, 0, 2, 0, 0, 0};

    @Test
    void whatIsDroppedIsNotRead() throws Exception {
        Exchange statement =
                Messages.statement(Exchange.Part.STATEMENT, "SELECT d", new ParameterValues(99).encode(new Object[0]));
        FuzzedPeer peer = new FuzzedPeer(statement, false, Unpooled.buffer().alloc());
        Command command = Command.fetch("SELECT d", new Object[0]).build();
        CompletionStage<RowCursor> opened = peer.connection().stream(command, peer.packets());
        peer.connection().runLoop();
        peer.receive(packets(new byte[] {1}, COLUMN, DATE));
        RowCursor cursor = await(opened);
        assertThat(peer.isReading()).isFalse();

        peer.connection().interrupt(command);
        peer.connection().runLoop();
        assertThat(peer.isReading()).isTrue();
        peer.receive(packets(DATE, NO_DATE, DATE, END));

        CompletionStage<List<@Nullable Object[]>> next = cursor.next(10);
        peer.connection().runLoop();
        assertThat(failure(next, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        peer.close();
    }

    private static byte[] packets(byte[]... payloads) {
        ByteBuf all = Unpooled.buffer();
        for (byte[] payload : payloads) {
            all.writeMediumLE(payload.length).writeByte(1).writeBytes(payload);
        }
        return ByteBufUtil.getBytes(all);
    }
}
