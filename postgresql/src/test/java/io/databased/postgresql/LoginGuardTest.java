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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginGuardTest {
    private static final int WANTS_PASSWORD = 3;
    private static final int SASL_CONTINUES = 11;

    private final List<Throwable> told = new ArrayList<>();

    private EmbeddedChannel channel(boolean hasPassword) {
        return new EmbeddedChannel(new LoginGuard(hasPassword), new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                told.add(cause);
            }
        });
    }

    private static ByteBuf authentication(int kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.buffer()
                .writeByte('R')
                .writeInt(8 + bytes.length)
                .writeInt(kind)
                .writeBytes(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000001", "2147483647", "4294967297", "99999999999999999999", "0001000001"})
    @Tag("I15")
    void refusesToHashForHours(String iterations) {
        EmbeddedChannel channel = channel(true);
        channel.writeInbound(authentication(SASL_CONTINUES, "r=nonce,s=c2FsdA==,i=" + iterations));

        assertThat(told).singleElement().isInstanceOf(UntrustworthyServerException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    /** The nonce of the server may hold anything but a comma. */
    @ParameterizedTest
    @ValueSource(
            strings = {"r=i=9999999999,s=c2FsdA==,i=4096", "r=n,s=i9999999,i=1000000", "i=", "", "r=n,s=c2FsdA==,i=x"})
    void leavesTheRestToTheDriver(String message) {
        EmbeddedChannel channel = channel(true);
        channel.writeInbound(authentication(SASL_CONTINUES, message));

        assertThat(told).isEmpty();
        assertThat(channel.inboundMessages()).hasSize(1);
    }

    /** However many notices are ahead of it. */
    @Test
    void sendsNoPasswordWhereThereIsNone() {
        EmbeddedChannel channel = channel(false);
        ByteBuf notice = Unpooled.buffer().writeByte('N').writeInt(5).writeByte(0);
        channel.writeInbound(notice.writeBytes(authentication(WANTS_PASSWORD, "")));

        assertThat(told).singleElement().isInstanceOf(LoginGuard.NoPasswordException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void goesOnceTheServerHasLetUsIn() {
        EmbeddedChannel channel = channel(false);
        channel.writeInbound(authentication(0, ""));

        assertThat(channel.pipeline().get(LoginGuard.class)).isNull();
        assertThat(channel.inboundMessages()).hasSize(1);
    }
}
