package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.sqlclient.internal.command.CommandResponse;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ServerPacketsTest {
    private static final byte[] OLD_END = {(byte) 0xFE, 0, 0, 1, 0};

    private final CommandQueue commands = new CommandQueue();
    private final ServerPackets packets = commands.packets();
    private final EmbeddedChannel below = new EmbeddedChannel(packets);
    private final EmbeddedChannel above = new EmbeddedChannel(commands);

    @BeforeEach
    void statementIsSent() throws Exception {
        send();
    }

    private void send(Object... values) throws Exception {
        above.writeOneOutbound(ExtendedQueryCommand.createQuery(
                "SELECT 1", null, null, new ParameterValues(1 << 24).encode(values), false, null, null));
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
        assertThat(packets.key()).isEqualTo(7L);
        receive((byte) 0, (byte) 0xFC, (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        assertThat(packets.state().inTransaction()).isFalse();
        assertThat(packets.state().autocommits()).isFalse();
        assertThat(packets.affectedRows()).isEqualTo(256);
        assertThat(packets.key()).isNull();
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

    @Test
    void editsTheColumnsOfOurStatementsOnly() {
        receive((byte) 1);
        below.releaseInbound();
        receive(column((byte) 0x0A)); // a date
        assertThat(typeOf(below.readInbound())).isEqualTo(0xFE);
        above.writeInbound(CommandResponse.success(null));
        above.writeOneOutbound(ExtendedQueryCommand.createQuery(
                "SELECT 1", null, null, io.vertx.sqlclient.Tuple.tuple(), false, null, null));
        receive((byte) 1);
        below.releaseInbound();
        below.readInbound();
        receive(column((byte) 0x0A));
        assertThat(typeOf(below.readInbound())).isEqualTo(0x0A);
    }

    private static byte[] column(byte type) {
        return new byte[] {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20, 0, 0, 0, type, 0, 0, 0, 0, 0};
    }

    private static int typeOf(ByteBuf definition) {
        return definition.getUnsignedByte(4 + 17);
    }

    @Test
    void encodesDecimalsAsDecimals() throws Exception {
        Parameters parameters = new ParameterValues(1 << 24).encode(new Object[] {new BigDecimal("1.50"), null, 7});
        ByteBuf payload = parameters.execute(
                Unpooled.buffer().alloc(), Unpooled.wrappedBuffer(new byte[] {0x17, 9, 0, 0, 0, 0, 1, 0, 0, 0, 99}));
        List<Integer> bytes = new ArrayList<>();
        payload.forEachByte(each -> bytes.add(each & 0xFF));
        assertThat(bytes)
                .containsExactly(
                        0x17,
                        9,
                        0,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0,
                        0, // the driver's
                        0b010,
                        1,
                        0xF6,
                        0,
                        0x06,
                        0,
                        0x03,
                        0, // which are null, the types
                        4,
                        '1' & 0xFF,
                        '.' & 0xFF,
                        '5' & 0xFF,
                        '0' & 0xFF,
                        7,
                        0,
                        0,
                        0);
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

    /** A row of 1 GB is the longest; what comes is dropped by nobody above, so few bytes stand for each part. */
    @Test
    @Tag("I15")
    void closesAtARowWithoutEnd() {
        List<Throwable> told = new ArrayList<>();
        below.pipeline().addLast(new Told(told));
        for (int part = 0; part < 64; part++) {
            below.writeInbound(
                    Unpooled.buffer().writeMediumLE(0xFFFFFF).writeByte(part).writeByte(1));
            assertThat(below.isOpen()).isTrue();
        }
        below.writeInbound(
                Unpooled.buffer().writeMediumLE(0xFFFFFF).writeByte(64).writeByte(1));

        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(below.isOpen()).isFalse();
    }

    /** One that a statement of ours waits in. */
    private static CommandQueue asked() throws Exception {
        CommandQueue queue = new CommandQueue();
        new EmbeddedChannel(queue)
                .writeOneOutbound(ExtendedQueryCommand.createQuery(
                        "SELECT 1",
                        null,
                        null,
                        new ParameterValues(1 << 24).encode(new Object[] {1}),
                        false,
                        null,
                        null));
        return queue;
    }

    /** The driver would make an array for them all. */
    @Test
    @Tag("I15")
    void closesAtMoreColumnsThanThereCanBe() throws Exception {
        receive((byte) 0xFC, (byte) 0xFF, (byte) 0xFF);
        assertThat(below.isOpen()).isTrue();
        for (byte[] count : List.of(
                new byte[] {(byte) 0xFD, 0, 0, 1},
                new byte[] {(byte) 0xFD, -1, -1, -1},
                new byte[] {(byte) 0xFE, 0, 0, 0, 16, 0, 0, 0, 0},
                new byte[] {(byte) 0xFE, -1, -1, -1, -1, -1, -1, -1, -1})) {
            List<Throwable> told = new ArrayList<>();
            EmbeddedChannel answering = new EmbeddedChannel(asked().packets(), new Told(told));
            answering.writeInbound(
                    Unpooled.buffer().writeMediumLE(count.length).writeByte(1).writeBytes(count));
            assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
            assertThat(answering.isOpen()).isFalse();
        }
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

    /** An answer to a statement never begins with the number 0, which is that of what we have sent. */
    @Test
    void keepsWhatIsSaidUnasked() {
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
