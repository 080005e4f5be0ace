package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.Exchange;
import io.databased.vertx.Messages;
import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.CommandResponse;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPacketsTest {
    private static final byte[] OLD_END = {(byte) 0xFE, 0, 0, 1, 0};
    private static final byte[] END = {(byte) 0xFE, 0, 0, 2, 0, 0, 0};
    private static final byte[] BYTES_ROW = {0, 0, 2, 1, 9}; // a value of two bytes

    private final CommandQueue commands = new CommandQueue();
    private final ServerPackets packets = commands.packets();
    private final EmbeddedChannel below = new EmbeddedChannel(packets);
    private final EmbeddedChannel above = new EmbeddedChannel(commands);

    private Exchange answer;

    @BeforeEach
    void statementIsSent() throws Exception {
        answer = send();
    }

    /** Returns what takes the answer. */
    private Exchange send(Object... values) throws Exception {
        Execution execution = new ParameterValues(1 << 24).encode(values);
        Exchange answer = Messages.statement(Exchange.Part.STATEMENT, "SELECT 1", execution);
        above.writeOneOutbound(
                ExtendedQueryCommand.createQuery("SELECT 1", null, null, execution, false, null, answer));
        return answer;
    }

    private void receive(byte... payload) {
        below.writeInbound(
                Unpooled.buffer().writeMediumLE(payload.length).writeByte(1).writeBytes(payload));
    }

    @Test
    void readsTheFlagsOfAnAnswerWithoutRows() {
        receive((byte) 0, (byte) 3, (byte) 7, (byte) 3, (byte) 0, (byte) 0, (byte) 0);
        assertThat(packets.state().inTransaction()).isTrue();
        assertThat(packets.state().autocommits()).isTrue();
        assertThat(packets.affectedRows()).isEqualTo(3);
        assertThat(packets.key()).isEqualTo(7);
        receive((byte) 0, (byte) 0xFC, (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        assertThat(packets.state().inTransaction()).isFalse();
        assertThat(packets.state().autocommits()).isFalse();
        assertThat(packets.affectedRows()).isEqualTo(256);
        assertThat(packets.key()).isZero();
    }

    /** A row begins with 0 as an answer without rows does. */
    @Test
    void takesNoRowForAnEnd() {
        receive((byte) 1);
        receive(column((byte) 8));
        receive((byte) 0, (byte) 0, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1);
        assertThat(packets.state().inTransaction()).isFalse();
        receive((byte) 0xFE, (byte) 0, (byte) 0, (byte) 3, (byte) 0, (byte) 0, (byte) 0);
        assertThat(packets.state().inTransaction()).isTrue();
    }

    @Test
    void understandsTheEndsOfOldServers() {
        receive((byte) 1);
        receive(column((byte) 8));
        receive((byte) 0xFE, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        receive((byte) 0, (byte) 0, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1);
        assertThat(packets.state().inTransaction()).isFalse();
        receive(OLD_END);
        assertThat(packets.state().inTransaction()).isTrue();
    }

    /** Who has the driver's connection is told what the server says, and gets the rows. */
    @Test
    void readsTheRowsOfOurStatementsOnly() throws Exception {
        receive((byte) 1);
        below.releaseInbound();
        receive(column((byte) 0xF2)); // a vector, which the driver does not know
        assertThat(typeOf(below.readInbound())).isEqualTo(0xFC);
        receive(BYTES_ROW);
        assertThat(below.<Object>readInbound()).isNull();
        assertThat(rows()).containsExactly(new Object[] {new byte[] {1, 9}});

        above.writeInbound(CommandResponse.success(null));
        above.writeOneOutbound(ExtendedQueryCommand.createQuery(
                "SELECT 1", null, null, io.vertx.sqlclient.Tuple.tuple(), false, null, null));
        receive((byte) 1);
        below.releaseInbound();
        receive(column((byte) 0xF2));
        assertThat(typeOf(below.readInbound())).isEqualTo(0xF2);
        receive(BYTES_ROW);
        assertThat(below.<ByteBuf>readInbound().readableBytes()).isEqualTo(4 + BYTES_ROW.length);
    }

    /** What cuts packets asks for the rest of one by itself. */
    @Test
    void asksForNothingWhileItIsPaused() throws Exception {
        CommandQueue queue = asked();
        int[] asked = {0};
        EmbeddedChannel answering = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void read(ChannelHandlerContext context) {
                        asked[0]++;
                        context.read();
                    }
                },
                queue.packets());
        answering.writeInbound(packet(new byte[] {1}), packet(column((byte) 0xF2)), packet(BYTES_ROW));
        queue.packets().pause();
        asked[0] = 0;
        answering.writeInbound(packet(BYTES_ROW));
        assertThat(asked[0]).isZero();
        queue.packets().resume();
        assertThat(asked[0]).isPositive();
    }

    /** As the driver does when a result is over. */
    private List<Object[]> rows() {
        answer.handleResult(0, 0, new RowDesc(new ColumnDescriptor[0]) {}, new ArrayList<>(), null);
        return answer.rows();
    }

    /** The network cuts where it likes. */
    @Test
    void readsRowsThatComeInPieces() {
        ByteBuf all = Unpooled.buffer();
        for (byte[] payload : List.of(new byte[] {1}, column((byte) 0xF2), BYTES_ROW, BYTES_ROW, END)) {
            all.writeMediumLE(payload.length).writeByte(1).writeBytes(payload);
        }
        while (all.isReadable()) {
            below.writeInbound(all.readBytes(1));
        }
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(row).containsExactly(new byte[] {1, 9}));
        assertThat(packets.state().inTransaction()).isFalse();
    }

    @Test
    void readsARowOfSeveralPackets() {
        byte[] first = new byte[0xFFFFFF];
        first[2] = (byte) 0xFD; // a length of three bytes
        int length = 0xFFFFFF - 6 + 3;
        first[3] = (byte) length;
        first[4] = (byte) (length >> 8);
        first[5] = (byte) (length >> 16);
        receive((byte) 1);
        receive(column((byte) 0xF2));
        receive(first);
        receive((byte) 0xFB, (byte) 0xFE, (byte) 7);
        assertThat(below.isOpen()).isTrue();
        receive(BYTES_ROW);
        receive(END);
        List<Object[]> rows = rows();
        assertThat(rows).hasSize(2);
        byte[] value = (byte[]) rows.get(0)[0];
        assertThat(value).hasSize(length).endsWith(0xFB, 0xFE, 7);
    }

    private void fetch(Execution execution) {
        window(above, execution, true);
    }

    private void window(EmbeddedChannel queue, Execution execution, boolean begun) {
        answer = Messages.statement(Exchange.Part.STATEMENT, "SELECT 1", execution);
        queue.writeOneOutbound(ExtendedQueryCommand.createQuery(
                "SELECT 1", null, null, execution, 10, "cursor", begun, false, null, answer));
    }

    /** A procedure has several; who asked for rows is refused those of the first then, too. */
    @Test
    void readsSeveralResultsAndKeepsTheFirst() {
        for (int result = 0; result < 2; result++) {
            receive((byte) 1);
            receive(column((byte) 0xF2));
            receive(BYTES_ROW);
            receive((byte) 0xFE, (byte) 0, (byte) 0, (byte) 0x0A, (byte) 0, (byte) 0, (byte) 0);
            assertThat(rows()).hasSize(1);
        }
        assertThat(below.isOpen()).isTrue();
    }

    /** What was read by then is told by nobody; the next row is another's. */
    @Test
    void tellsOfAValueThatIsNone() {
        receive((byte) 1);
        receive(column((byte) 0x0A)); // a date
        receive((byte) 0, (byte) 0, (byte) 4, (byte) 0xE8, (byte) 7, (byte) 2, (byte) 30);
        receive((byte) 0, (byte) 0, (byte) 4, (byte) 0xE8, (byte) 7, (byte) 2, (byte) 29);
        assertThat(below.isOpen()).isTrue();
        assertThat(rows()).hasSize(2);
        assertThat(rows().get(0)).containsExactly((Object) null);
        assertThat(rows().get(1)).containsExactly(LocalDate.of(2024, 2, 29));
    }

    private static byte[] column(byte type) {
        return new byte[] {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20, 0, 0, 0, type, 0, 0, 0, 0, 0};
    }

    private static int typeOf(ByteBuf definition) {
        return definition.getUnsignedByte(4 + 17);
    }

    @Test
    void encodesDecimalsAsDecimals() throws Exception {
        Execution execution = new ParameterValues(1 << 24).encode(new Object[] {new BigDecimal("1.50"), null, 7});
        ByteBuf payload = execution.payload(
                Unpooled.buffer().alloc(),
                Unpooled.wrappedBuffer(new byte[] {11, 0, 0, 0, 0x17, 9, 0, 0, 0, 0, 1, 0, 0, 0, 99}));
        assertThat(ByteBufUtil.hexDump(payload))
                .isEqualTo(
                        "17090000000001000000" // the driver's
                                + "0201f60006000300" // which are null, the types
                                + "04312e353007000000");
    }

    @Test
    @Tag("I15")
    void passesNoDemandForAFile() {
        List<Throwable> told = new ArrayList<>();
        below.pipeline().addLast(new Told(told));
        receive((byte) 0xFB, (byte) '/');
        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(below.isOpen()).isFalse();
        assertThat(below.<Object>readInbound()).isNull();
    }

    /** The second part of a row of 16 MB and more begins with any byte. */
    @Test
    void takesTheContinuationOfALongRowForNoDemand() {
        below.pipeline().addLast(new Told(new ArrayList<>()));
        below.writeInbound(
                Unpooled.buffer().writeMediumLE(0xFFFFFF).writeByte(1).writeZero(0xFFFFFF));
        receive((byte) 0xFB, (byte) 0);
        assertThat(below.isOpen()).isTrue();
        receive((byte) 0xFB, (byte) 0);
        assertThat(below.isOpen()).isFalse();
    }

    /** A payload of 1 GB is the longest: a row, or what the driver would keep. */
    @Test
    @Tag("I15")
    void closesAtAPayloadWithoutEnd() throws Exception {
        byte[] part = new byte[0xFFFFFF];
        for (boolean row : new boolean[] {true, false}) {
            List<Throwable> told = new ArrayList<>();
            EmbeddedChannel answering = new EmbeddedChannel(asked().packets(), new Told(told));
            if (row) {
                answering.writeInbound(packet(new byte[] {1}), packet(column((byte) 0xF2)));
            }
            for (int number = 0; number < 65; number++) {
                assertThat(answering.isOpen()).isTrue();
                answering.writeInbound(packet(part));
                answering.releaseInbound();
            }
            assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
            assertThat(answering.isOpen()).isFalse();
        }
    }

    /** The bytes are not copied. */
    private static ByteBuf packet(byte... payload) {
        ByteBuf header = Unpooled.buffer().writeMediumLE(payload.length).writeByte(1);
        return Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(payload));
    }

    /** One that a statement of ours waits in. */
    private static CommandQueue asked() throws Exception {
        CommandQueue queue = new CommandQueue();
        Execution execution = new ParameterValues(1 << 24).encode(new Object[] {1});
        new EmbeddedChannel(queue)
                .writeOneOutbound(ExtendedQueryCommand.createQuery(
                        "SELECT 1",
                        null,
                        null,
                        execution,
                        false,
                        null,
                        Messages.statement(Exchange.Part.STATEMENT, "SELECT 1", execution)));
        return queue;
    }

    /** The driver would make an array for them all; it takes what is no error and no answer without rows for their number. */
    @Test
    @Tag("I15")
    void closesAtMoreColumnsThanThereCanBe() throws Exception {
        receive((byte) 0xFC, (byte) 0xFF, (byte) 0xFF);
        assertThat(below.isOpen()).isTrue();
        for (byte[] count : List.of(
                new byte[] {(byte) 0xFD, 0, 0, 1},
                new byte[] {(byte) 0xFD, -1, -1, -1},
                new byte[] {(byte) 0xFD, -1, -1, -1, 0},
                new byte[] {(byte) 0xFE, 0, 0, 0, 16, 0, 0, 0, 0},
                new byte[] {(byte) 0xFE, 1, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {(byte) 0xFE, -1, -1, -1, -1, -1, -1, -1, -1},
                OLD_END,
                END)) {
            closes(asked(), count);
        }
    }

    private static void closes(CommandQueue asked, byte[] payload) {
        List<Throwable> told = new ArrayList<>();
        EmbeddedChannel answering = new EmbeddedChannel(asked.packets(), new Told(told));
        answering.writeInbound(packet(payload));
        assertThat(told)
                .as(java.util.Arrays.toString(payload))
                .singleElement()
                .isInstanceOf(UntrustworthyServerException.class);
        assertThat(answering.isOpen()).isFalse();
    }

    private CommandQueue cursorOpened() throws Exception {
        CommandQueue queue = new CommandQueue();
        window(new EmbeddedChannel(queue), new ParameterValues(1 << 24).encode(new Object[0]), false);
        return queue;
    }

    /** One of who has the driver's connection: behind its columns, and in each later answer, an end begins as a large number does. */
    @Test
    void takesTheEndOfACursorForNoNumberOfColumns() throws Exception {
        byte[] long9 = {(byte) 0xFE, (byte) 0xFC, 0, 1, 0, 2, 0, 0, 0};
        for (byte[] end : List.of(OLD_END, END, long9)) {
            CommandQueue queue = cursorOpened();
            EmbeddedChannel answering = new EmbeddedChannel(queue.packets(), new Told(new ArrayList<>()));
            answering.writeInbound(packet(new byte[] {1}), packet(column((byte) 0xF2)), packet(OLD_END), packet(end));
            assertThat(answering.isOpen()).isTrue();
        }
        above.writeInbound(CommandResponse.success(null));
        for (byte[] end : List.of(OLD_END, END, long9)) {
            fetch(new ParameterValues(1 << 24).encode(new Object[0]));
            receive(end);
            above.writeInbound(CommandResponse.success(null));
            assertThat(below.isOpen()).isTrue();
        }
    }

    /** A row that ends before its values do, or is none. */
    @Test
    @Tag("I15")
    void closesAtARowThatIsNone() throws Exception {
        for (byte[] broken : List.of(
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {0, 0, 3, 1, 1},
                new byte[] {0, 0, (byte) 0xFC, 1},
                new byte[] {0, 0, (byte) 0xFE, -1, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {0, 0, (byte) 0xFE, -1, -1, -1, -1, -1, -1, -1, 127},
                new byte[] {1, 0, 1, 1})) {
            List<Throwable> told = new ArrayList<>();
            EmbeddedChannel answering = new EmbeddedChannel(asked().packets(), new Told(told));
            answering.writeInbound(packet(new byte[] {1}), packet(column((byte) 0xF2)));
            answering.releaseInbound();
            answering.writeInbound(packet(broken), packet(BYTES_ROW));

            assertThat(told)
                    .as(java.util.Arrays.toString(broken))
                    .singleElement()
                    .isInstanceOf(UntrustworthyServerException.class);
            assertThat(answering.isOpen()).isFalse();
        }
    }

    @Test
    @Tag("I15")
    void closesAtARowBeforeAllColumnsAreTold() throws Exception {
        List<Throwable> told = new ArrayList<>();
        EmbeddedChannel answering = new EmbeddedChannel(asked().packets(), new Told(told));
        answering.writeInbound(packet(new byte[] {2}), packet(column((byte) 0xF2)));
        answering.releaseInbound();
        answering.writeInbound(packet(BYTES_ROW));
        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(answering.isOpen()).isFalse();
    }

    /** An end without its numbers, numbers and names that go beyond the packet, or back behind its begin. */
    @Test
    @Tag("I15")
    void closesAtAnAnswerThatIsNotWhole() throws Exception {
        for (byte[] broken : List.of(
                new byte[] {0},
                new byte[] {0, 1},
                new byte[] {0, (byte) 0xFE, 1, 1},
                new byte[] {(byte) 0xFE, 0, (byte) 0xFD, 1},
                new byte[] {3, 'd', 'e', 'f', 9},
                new byte[] {3, 'd', 'e', 'f', (byte) 0xFE, -1, -1, -1, -1, -1, -1, -1, -1, 0},
                new byte[] {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20})) {
            CommandQueue ours = asked();
            List<Throwable> told = new ArrayList<>();
            EmbeddedChannel answering = new EmbeddedChannel(ours.packets(), new Told(told));
            if (broken[0] == 3) {
                answering.writeInbound(
                        Unpooled.buffer().writeMediumLE(1).writeByte(1).writeByte(1));
                answering.releaseInbound();
            }
            int size = 4 + broken.length;
            ByteBuf packet = Unpooled.buffer(size, size)
                    .writeMediumLE(broken.length)
                    .writeByte(2)
                    .writeBytes(broken);
            answering.writeInbound(packet);

            assertThat(told)
                    .as(java.util.Arrays.toString(broken))
                    .singleElement()
                    .isInstanceOf(UntrustworthyServerException.class);
            assertThat(answering.isOpen()).isFalse();
            assertThat(packet.refCnt()).isZero();
        }
    }

    /**
     * An answer to a statement never begins with the number 0, which is that of what we have sent; a longer one has it again, behind
     * 255.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 254, 255})
    void keepsWhatIsSaidUnasked(int lastOfTheAnswer) {
        byte[] done = {0, 0, 0, 2, 0, 0, 0};
        below.writeInbound(Unpooled.buffer()
                .writeMediumLE(done.length)
                .writeByte(lastOfTheAnswer)
                .writeBytes(done));
        below.releaseInbound();
        packets.answered();
        List<Throwable> told = new ArrayList<>();
        below.pipeline().addLast(new Told(told));
        byte[] words = "..#HY000The client was disconnected".getBytes(StandardCharsets.UTF_8);
        words[0] = (byte) 4031;
        words[1] = (byte) (4031 >> 8);
        below.writeInbound(Unpooled.buffer()
                .writeMediumLE(words.length + 1)
                .writeByte(0)
                .writeByte(0xFF)
                .writeBytes(words));
        assertThat(told)
                .singleElement()
                .asString()
                .contains("The client was disconnected")
                .contains("4031");
        assertThat(below.isOpen()).isFalse();
        assertThat(below.<Object>readInbound()).isNull();
    }

    private static final class Told extends ChannelInboundHandlerAdapter {
        private final List<Throwable> told;

        Told(List<Throwable> told) {
            this.told = told;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.add(cause);
        }
    }
}
