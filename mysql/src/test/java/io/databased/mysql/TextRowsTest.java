package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.Exchange;
import io.databased.vertx.Messages;
import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.QueryResultHandler;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packets of rows that come as text, which may begin with any byte but that of an error. */
class TextRowsTest {
    private static final byte[] END = {(byte) 0xFE, 0, 0, 2, 0, 0, 0};
    private static final byte[] OLD_END = {(byte) 0xFE, 0, 0, 2, 0};
    private static final byte[] DEMAND = {(byte) 0xFB, '/', 'a'};

    private final CommandQueue commands = new CommandQueue();
    private final List<Throwable> told = new ArrayList<>();
    private final EmbeddedChannel below = new EmbeddedChannel(commands.packets(), new ChannelInboundHandlerAdapter() {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.add(cause);
        }
    });
    private final EmbeddedChannel above = new EmbeddedChannel(commands);
    private final Exchange answer = Messages.text(Exchange.Part.STATEMENT, "SHOW WARNINGS"); // takes the rows

    private void ask(QueryResultHandler<?> handler) {
        above.writeOneOutbound(command(handler));
    }

    @SuppressWarnings("unchecked") // no row is collected
    private static <T> SimpleQueryCommand<T> command(QueryResultHandler<T> handler) {
        return new SimpleQueryCommand<>(
                "SHOW WARNINGS", true, false, (Collector<Row, ?, T>) (Collector<?, ?, ?>) Collectors.toList(), handler);
    }

    private void receive(byte[]... payloads) {
        for (byte[] payload : payloads) {
            ByteBuf header = Unpooled.buffer().writeMediumLE(payload.length).writeByte(1);
            below.writeInbound(Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(payload)));
            below.releaseInbound();
        }
    }

    private static byte[] column(int type) {
        return new byte[] {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 45, 0, 20, 0, 0, 0, (byte) type, 0, 0, 0, 0, 0};
    }

    private List<Object[]> rows() {
        answer.handleResult(0, 0, new RowDesc(new ColumnDescriptor[0]) {}, new ArrayList<>(), null);
        return answer.rows();
    }

    @Test
    void beginWithAnything() {
        ask(answer);
        byte[] likeAColumn = {3, 'd', 'e', 'f', (byte) 0xFB};
        byte[] sixteenMegabytes = new byte[0xFFFFFF];
        sixteenMegabytes[0] = (byte) 0xFE;
        int length = 0xFFFFFF - 9;
        sixteenMegabytes[1] = (byte) length;
        sixteenMegabytes[2] = (byte) (length >> 8);
        sixteenMegabytes[3] = (byte) (length >> 16);
        receive(new byte[] {2}, column(0xFD), column(0x08));
        receive(
                new byte[] {(byte) 0xFB, (byte) 0xFB},
                new byte[] {0, 2, '-', '7'},
                likeAColumn,
                sixteenMegabytes,
                new byte[] {1, '8'},
                END);
        assertThat(told).isEmpty();
        List<Object[]> rows = rows();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0)).containsExactly(null, null);
        assertThat(rows.get(1)).containsExactly("", -7L);
        assertThat(rows.get(2)).containsExactly("def", null);
        assertThat((String) rows.get(3)[0]).hasSize(length);
        assertThat(rows.get(3)[1]).isEqualTo(8L);
        assertThat(commands.packets().state().autocommits()).isTrue();
    }

    @Test
    void comeBehindTheEndOfTheColumnsFromOldServers() {
        ask(answer);
        receive(new byte[] {1}, column(0xFD), OLD_END, new byte[] {(byte) 0xFB}, new byte[] {1, 'x'}, OLD_END);
        assertThat(told).isEmpty();
        assertThat(rows()).hasSize(2);
        receive(DEMAND);
        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
    }

    /** It begins with the byte of a null. */
    @Test
    @Tag("I15")
    void aDemandForAFileIsWhatBeginsAnAnswer() {
        QueryResultHandler<List<Row>> ofTheUser = new QueryResultHandler<>() {
            @Override
            public <V> void addProperty(PropertyKind<V> property, V value) {}

            @Override
            public void handleResult(int updated, int size, RowDesc columns, List<Row> result, Throwable failure) {}
        };
        for (QueryResultHandler<?> asking : List.of(answer, ofTheUser)) {
            CommandQueue queue = new CommandQueue();
            EmbeddedChannel channel = new EmbeddedChannel(queue.packets(), new Ignoring());
            new EmbeddedChannel(queue).writeOneOutbound(command(asking));
            for (byte[] payload :
                    List.of(new byte[] {1}, column(0xFD), new byte[] {(byte) 0xFB}, new byte[] {(byte) 0xFB}, END)) {
                channel.writeInbound(packet(payload));
                channel.releaseInbound();
                assertThat(channel.isOpen()).isTrue();
            }
            channel.writeInbound(packet(DEMAND));
            assertThat(channel.isOpen()).isFalse();
            assertThat(channel.<Object>readInbound()).isNull();
        }
    }

    private static ByteBuf packet(byte... payload) {
        return Unpooled.buffer().writeMediumLE(payload.length).writeByte(1).writeBytes(payload);
    }

    private static final class Ignoring extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            assertThat(cause).isInstanceOf(UntrustworthyServerException.class);
        }
    }

    @Test
    @Tag("I15")
    void thatEndBeforeTheirValuesDoCloseTheConnection() {
        ask(answer);
        receive(new byte[] {2}, column(0xFD), column(0xFD), new byte[] {1, 'x'});
        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(below.isOpen()).isFalse();
    }

    @Test
    void aNumberThatIsNoneFailsTheStatementOnly() {
        ask(answer);
        receive(new byte[] {1}, column(0x08), new byte[] {1, 'x'}, END);
        assertThat(told).isEmpty();
        assertThat(rows().get(0)[0]).isNull(); // which is not told
    }
}
