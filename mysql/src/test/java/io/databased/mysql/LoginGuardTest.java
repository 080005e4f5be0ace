package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginGuardTest {
    private final LoginGuard guard = new LoginGuard(false, false);
    private final ByteBuf passed = Unpooled.buffer();
    private final EmbeddedChannel channel = new EmbeddedChannel(guard, new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            passed.writeBytes((ByteBuf) message);
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    });

    private static ByteBuf packet(int number, int first, int length) {
        ByteBuf packet = Unpooled.buffer().writeMediumLE(length).writeByte(number);
        if (length > 0) {
            packet.writeByte(first).writeZero(length - 1);
        }
        return packet;
    }

    /** However the network cuts the packets, honest ones pass unchanged and a demand for a file does not. */
    @RepeatedTest(50)
    @Tag("I15")
    void findsTheDemandHoweverItIsCut(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ByteBuf honest = Unpooled.buffer();
        for (int i = 0; i < 20; i++) {
            honest.writeBytes(packet(i + 1, random.nextInt(0xFB), random.nextInt(40)));
        }
        ByteBuf all = honest.copy().writeBytes(packet(1, 0xFB, 12));
        ByteBuf sent = all.copy();
        while (all.isReadable() && channel.isOpen()) {
            channel.writeInbound(all.readRetainedSlice(Math.min(all.readableBytes(), 1 + random.nextInt(9))));
        }
        assertThat(guard.cause()).isInstanceOf(UntrustworthyServerException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(passed).isEqualTo(sent.slice(0, passed.readableBytes()));
        assertThat(passed.readableBytes()).isBetween(honest.writerIndex() - 8, honest.writerIndex() + 4);
    }

    /** Nobody says so much before the client is let in. */
    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, 0xFFFFFE, 0xFFFFFF})
    @Tag("I15")
    void closesAtALongPacket(int length) {
        channel.writeInbound(
                packet(1, 0, 9), Unpooled.buffer().writeMediumLE(length).writeByte(2));
        assertThat(guard.cause()).isInstanceOf(UntrustworthyServerException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepsWhatIsSaidUnasked() {
        ByteBuf words = Unpooled.buffer().writeByte(0xFF).writeShortLE(4031);
        words.writeBytes("#HY000The client was disconnected".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        channel.writeInbound(Unpooled.buffer()
                .writeMediumLE(words.readableBytes())
                .writeByte(0)
                .writeBytes(words));
        assertThat(guard.cause())
                .hasMessageContaining("The client was disconnected")
                .hasMessageContaining("4031");
        assertThat(passed.readableBytes()).isZero();
    }
}
