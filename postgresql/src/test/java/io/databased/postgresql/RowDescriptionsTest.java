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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server may say in place of descriptions. */
@Tag("I15")
final class RowDescriptionsTest {
    private static final int OF_USERS = 99_999;

    private final ServerTypes types = new ServerTypes();
    private final List<Throwable> told = new ArrayList<>();
    private EmbeddedChannel channel;

    /** A statement of ours is prepared. */
    @BeforeEach
    void prepare() {
        told.clear();
        channel =
                new EmbeddedChannel(new RowDescriptions(types, new TextSettings()), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        told.add(cause);
                    }
                });
        channel.writeOutbound(Unpooled.buffer()
                .writeBytes(message(
                        'P',
                        text("s"),
                        text("SELECT 1\u00017"),
                        Unpooled.buffer().writeShort(0)))
                .writeBytes(message('S')));
        channel.releaseOutbound();
    }

    private static ByteBuf text(String text) {
        return Unpooled.buffer()
                .writeBytes(text.getBytes(StandardCharsets.UTF_8))
                .writeByte(0);
    }

    private static ByteBuf message(char kind, ByteBuf... parts) {
        ByteBuf content = Unpooled.wrappedBuffer(parts);
        return Unpooled.buffer()
                .writeByte(kind)
                .writeInt(4 + content.readableBytes())
                .writeBytes(content);
    }

    private static ByteBuf parameters() {
        return message('t', Unpooled.buffer().writeShort(0));
    }

    private static ByteBuf column(String name, int type) {
        return Unpooled.wrappedBuffer(
                text(name), Unpooled.buffer().writeZero(6).writeInt(type).writeZero(8));
    }

    private static ByteBuf description(int type) {
        return message('T', Unpooled.buffer().writeShort(1), column("c", type));
    }

    private static ByteBuf row(String... values) {
        ByteBuf row = Unpooled.buffer().writeShort(values.length);
        for (String value : values) {
            row.writeInt(value.length()).writeBytes(value.getBytes(StandardCharsets.UTF_8));
        }
        return message('D', row);
    }

    private void receive(ByteBuf... messages) {
        for (ByteBuf message : messages) {
            channel.writeInbound(message);
            channel.releaseInbound();
            channel.releaseOutbound();
        }
    }

    private void assertRefused(ByteBuf last) {
        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        assertThat(last.refCnt()).isZero();
    }

    @Test
    void closesAtADescriptionThatIsNotWhole() {
        ByteBuf two = Unpooled.buffer().writeShort(2);
        for (ByteBuf broken : List.of(
                message('t', two.copy()),
                message('T', two.copy(), column("c", 23)),
                message('T', two.copy(), Unpooled.buffer().writeByte('c')),
                message('T', two.copy(), column("c", 23), text("d")),
                message('T', Unpooled.buffer().writeShort(1), Unpooled.copiedBuffer("no end", StandardCharsets.UTF_8)),
                message('T'))) {
            prepare();
            if (broken.getByte(0) == 'T') {
                receive(parameters());
            }
            receive(broken);
            assertRefused(broken);
        }
    }

    @Test
    void closesAtAnAnswerAboutTypesThatIsNone() {
        for (ByteBuf broken : List.of(
                row(),
                row("1"),
                row("x", "0", ","),
                row("1", "0", ""),
                message('D', Unpooled.buffer().writeShort(3).writeInt(-7)),
                message('D', Unpooled.buffer().writeShort(3).writeInt(1 << 30)))) {
            prepare();
            receive(
                    parameters(),
                    description(OF_USERS),
                    message('Z', Unpooled.buffer().writeByte('I')),
                    broken);
            assertRefused(broken);
        }
    }

    /** Where it waits for types, it keeps what comes. */
    @Test
    void closesWhenThereIsNoEndOfWhatIsToBeKept() {
        receive(parameters(), description(OF_USERS));
        int notices = 0;
        ByteBuf notice = null;
        while (channel.isOpen() && notices++ < 1_000) {
            notice = message('N', Unpooled.buffer().writeZero(1 << 16));
            receive(notice);
        }
        assertThat(notices).isLessThan(200);
        assertRefused(notice);
    }

    @Test
    void learnsNoTypesThatItDidNotAskFor() {
        receive(
                parameters(),
                description(OF_USERS),
                message('Z', Unpooled.buffer().writeByte('I')),
                row("77777", "0", ","),
                row(String.valueOf(OF_USERS), "0", ","));
        assertThat(types.find(OF_USERS)).isNotNull();
        assertThat(types.find(77_777)).isNull();
    }
}
