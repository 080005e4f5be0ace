package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.postgresql.ErrorReports.LastWords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a report is the end of its connection is told by its severity, however that is translated. */
final class ErrorReportsTest {
    private final List<LastWords> told = new ArrayList<>();
    private final ErrorReports reports = new ErrorReports();
    private final EmbeddedChannel channel = new EmbeddedChannel(reports, new ChannelInboundHandlerAdapter() {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.add((LastWords) cause);
        }
    });

    private void login() {
        receive(message('Z', "I"));
        passed();
    }

    private static ByteBuf message(char kind, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Unpooled.buffer().writeByte(kind).writeInt(4 + bytes.length).writeBytes(bytes);
    }

    private static ByteBuf report(String... fields) {
        return message('E', String.join("\0", fields) + "\0\0");
    }

    private void receive(ByteBuf... messages) {
        channel.writeInbound(Unpooled.wrappedBuffer(messages));
    }

    private String passed() {
        ByteBuf read = channel.readInbound();
        String passed = read == null ? "" : read.toString(StandardCharsets.UTF_8);
        if (read != null) {
            read.release();
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "25P03", "25P04", "08P01", "40001", "P0001"})
    void lastWordsAreOfEachState(String state) {
        login();
        receive(message('D', "ahead"), report("SВАЖНО", "VFATAL", "C" + state, "Mgone"));

        assertThat(told).singleElement().isSameAs(reports.lastWords());
        assertThat(told.get(0).said().getErrorMessage()).isEqualTo("gone");
        assertThat(ErrorReports.state(told.get(0).said())).isEqualTo(state);
        assertThat(passed()).endsWith("ahead");
        assertThat(passed()).isEmpty();
    }

    @Test
    void lastWordsAreThoseOfAPanicAndOfPoolersWithoutTheField() {
        login();
        receive(report("SPANIK", "VPANIC", "CXX000", "Mgone"));
        receive(report("SFATAL", "C08P01", "Mgone"));

        assertThat(told).hasSize(2);
        assertThat(passed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P05", "25P03", "08006", "42P01"})
    void errorsGoToTheDriver(String state) {
        login();
        receive(report("SFATAL", "VERROR", "C" + state, "Mno"), message('Z', "E"));

        assertThat(told).isEmpty();
        assertThat(passed()).containsIgnoringCase("C" + state + "\0Mno").endsWith("E");
    }

    /** A server that dies says so as a warning. */
    @Test
    void aWarningOfTheEndIsOneIfNothingFollows() {
        login();
        ByteBuf warning = message('N', "SWARNUNG\0VWARNING\0C57P02\0Mcrash of another server process\0\0");
        receive(warning.copy(), message('C', "SELECT"));
        assertThat(passed()).contains("crash").endsWith("SELECT");
        receive(warning);
        assertThat(told).isEmpty();
        channel.close();

        assertThat(told).singleElement().isSameAs(reports.lastWords());
        assertThat(told.get(0).said().getErrorMessage()).isEqualTo("crash of another server process");
    }

    /** A function may warn of it, and the network go later. */
    @Test
    void aWarningOfTheEndIsNoneIfSomethingFollows() {
        login();
        receive(message('N', "SWARNING\0VWARNING\0C57P02\0Mcrash\0\0"), message('C', "SELECT"));
        receive(message('Z', "I"));
        channel.close();

        assertThat(told).isEmpty();
        assertThat(reports.lastWords()).isNull();
    }

    @Test
    void anotherWarningIsNone() {
        login();
        receive(message('N', "SWARNING\0VWARNING\0C01000\0Mmind\0\0"));
        channel.close();

        assertThat(told).isEmpty();
    }

    /** The driver fails the login with them. */
    @Test
    void theEndOfALoginGoesToTheDriver() {
        receive(report("SFATAL", "VFATAL", "C57P03", "Mthe database system is starting up"));

        assertThat(told).isEmpty();
        assertThat(passed()).contains("starting up");
    }
}
