package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.UntrustworthyServerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeMessagesTest {
    private static final int HEADER = 5;

    private EmbeddedChannel channel = ready(new EmbeddedChannel(new WholeMessages(false)));
    private final ByteBuf passed = Unpooled.buffer();

    /** Behind the login. */
    private static EmbeddedChannel ready(EmbeddedChannel channel) {
        channel.writeInbound(ready());
        channel.<ByteBuf>readInbound().release();
        return channel;
    }

    private static ByteBuf ready() {
        return Unpooled.buffer().writeByte('Z').writeInt(5).writeByte('I');
    }

    /** A data row of random bytes. */
    private static ByteBuf message(Random random, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return Unpooled.buffer().writeByte('D').writeInt(4 + length).writeBytes(content);
    }

    private void receive(ByteBuf all, int length) {
        channel.writeInbound(Unpooled.copiedBuffer(all.readSlice(Math.min(length, all.readableBytes()))));
    }

    /** The lengths of the messages that the driver gets at once, each of which must be whole. */
    private List<Integer> next() {
        ByteBuf read = channel.readInbound();
        passed.writeBytes(read, read.readerIndex(), read.readableBytes());
        List<Integer> lengths = new ArrayList<>();
        while (read.isReadable()) {
            int length = read.getInt(read.readerIndex() + 1) + 1;
            lengths.add(length);
            read.skipBytes(length);
        }
        assertThat(read.release()).isTrue();
        return lengths;
    }

    @RepeatedTest(100)
    @Tag("C4")
    void passesWholeMessagesHoweverTheyAreCut(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 50; i++) {
            all.writeBytes(message(random, random.nextInt(40)));
        }
        ByteBuf sent = all.copy();
        int longest = 1 + random.nextInt(100);
        while (all.isReadable()) {
            receive(all, 1 + random.nextInt(longest));
        }
        int messages = 0;
        while (!channel.inboundMessages().isEmpty()) {
            messages += next().size();
        }
        assertThat(messages).isEqualTo(50);
        assertThat(passed).isEqualTo(sent);
    }

    /** Rows without end are not kept until a server listens that was told to stop. */
    @Test
    void closesWhenTheServerGoesOnToSendAlthoughItIsToStop() {
        WholeMessages messages = new WholeMessages(false);
        channel = ready(new EmbeddedChannel(messages));
        ByteBuf rows = message(new Random(1), 1 << 16);
        for (int i = 0; i < 100; i++) {
            channel.writeInbound(rows.retainedDuplicate());
            channel.<ByteBuf>readInbound().release();
        }

        messages.expectLittle();
        int passedOn = 0;
        while (channel.isOpen() && passedOn < 100) {
            channel.writeInbound(rows.retainedDuplicate());
            ByteBuf passed = channel.readInbound();
            if (passed != null) {
                passed.release();
                passedOn++;
            }
        }

        assertThat(passedOn).isBetween(1, 16);
        assertThat(rows.release()).isTrue();
    }

    @Test
    void joinsNothingButTheMessageThatWasCut() {
        Random random = new Random(1);
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 5; i++) {
            all.writeBytes(message(random, 10 - HEADER));
        }
        receive(all, 25);
        assertThat(next()).containsExactly(10, 10);
        receive(all, 25);
        assertThat(next()).containsExactly(10);
        assertThat(next()).containsExactly(10, 10);
    }

    @Test
    void passesAMessageThatIsLongerThanAnyBuffer() {
        ByteBuf all = message(new Random(1), 1_000_000).writeBytes(message(new Random(2), 1));
        ByteBuf sent = all.copy();
        while (all.isReadable()) {
            receive(all, 8192);
        }
        assertThat(next()).containsExactly(1_000_005);
        assertThat(next()).containsExactly(6);
        assertThat(passed).isEqualTo(sent);
    }

    @Test
    void passesTheAnswerToTheRequestToEncryptAsItIs() {
        channel = new EmbeddedChannel(new WholeMessages(true));
        receive(Unpooled.buffer().writeByte('S'), 1);
        ByteBuf answer = channel.readInbound();
        assertThat(answer.readByte()).isEqualTo((byte) 'S');
        answer.release();
        receive(ready(), 100);
        assertThat(next()).containsExactly(6);
    }

    /** What follows in the same breath, with lengths that never end or as if it were a login, is not what was asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {"SS", "NZ", "S\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "SR\0\0\0\u0008\0\0\0\0", "E\0\0\0\u0004"})
    @Tag("I15")
    void closesAtMoreThanTheAnswerToTheRequestToEncrypt(String answer) {
        channel = told(new WholeMessages(true));
        receive(Unpooled.copiedBuffer(answer, StandardCharsets.ISO_8859_1), 100);

        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    private final List<Throwable> told = new ArrayList<>();

    private EmbeddedChannel told(WholeMessages messages) {
        return new EmbeddedChannel(messages, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                told.add(cause);
            }
        });
    }

    private void receiveBroken(ByteBuf bytes, int... lengths) {
        channel = told(new WholeMessages(false));
        for (int length : lengths) {
            if (channel.isOpen()) {
                receive(bytes, length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 0, -1, -5, Integer.MIN_VALUE, (1 << 20) + 1, Integer.MAX_VALUE})
    @Tag("C4")
    @Tag("I15")
    void closesAtALengthThatCannotBe(int length) {
        for (int first : new int[] {1, 4, 5, 9}) {
            told.clear();
            receiveBroken(Unpooled.buffer().writeByte('S').writeInt(length).writeInt(0), first, 9, 9);

            assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
            assertThat(channel.isOpen()).isFalse();
            assertThat(channel.inboundMessages()).isEmpty();
        }
    }

    /** Ahead of it are honest ones. */
    @Test
    @Tag("I15")
    void passesWhatIsAheadOfSuchALength() {
        receiveBroken(ready().writeByte('D').writeInt(-1), 11);

        assertThat(next()).containsExactly(6);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @Tag("I15")
    void allowsLongMessagesOnceTheServerIsReady() {
        receiveBroken(ready().writeByte('D').writeInt(1 << 30).writeByte('D'), 12);
        assertThat(channel.isOpen()).isTrue();

        receiveBroken(ready().writeByte('D').writeInt((1 << 30) + 1), 11);
        assertThat(channel.isOpen()).isFalse();
    }

    /** Rows before anybody was let in, a password wanted after that, a key for the second time, and kinds that are none. */
    @Test
    @Tag("I15")
    void closesAtAKindThatIsNotSentThere() {
        for (ByteBuf broken : List.of(
                message(new Random(1), 8),
                ready().writeByte('R').writeInt(8).writeInt(3),
                ready().writeByte('K').writeInt(12).writeLong(7),
                ready().writeByte('x').writeInt(4),
                ready().writeByte(0xFF).writeInt(4),
                ready().writeByte(0).writeInt(4))) {
            told.clear();
            receiveBroken(broken, 100);

            assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void keepsNoBufferOfWhichItHasTakenAPart() {
        ByteBuf cut = message(new Random(1), 100).writerIndex(50);
        channel.writeInbound(cut);
        assertThat(cut.refCnt()).isZero();
        assertThat(channel.finish()).isFalse();
    }
}
