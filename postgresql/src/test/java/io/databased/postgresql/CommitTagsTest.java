package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are taken for a refused COMMIT. */
@Tag("R15")
@Tag("N10")
final class CommitTagsTest {
    private static final ByteBuf READY = message('Z', "I");

    private final EmbeddedChannel channel = new EmbeddedChannel(new CommitTags());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static ByteBuf message(char kind, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Unpooled.buffer().writeByte(kind).writeInt(4 + bytes.length).writeBytes(bytes);
    }

    private void send(String... texts) {
        for (String text : texts) {
            channel.writeOutbound(message('Q', text + "\0"));
        }
    }

    private void sendPrepared() {
        channel.writeOutbound(Unpooled.wrappedBuffer(message('B', "\0\0"), message('S', "")));
    }

    /** The kinds of the messages that the driver gets to see of these answers. */
    private String received(String... tags) {
        ByteBuf[] answers = new ByteBuf[2 * tags.length];
        for (int i = 0; i < tags.length; i++) {
            answers[2 * i] = message('C', tags[i] + "\0");
            answers[2 * i + 1] = READY.copy();
        }
        channel.writeInbound(Unpooled.wrappedBuffer(answers));
        StringBuilder kinds = new StringBuilder();
        for (ByteBuf read = channel.readInbound(); read != null; read = channel.readInbound()) {
            while (read.isReadable()) {
                kinds.append((char) read.readByte());
                read.skipBytes(read.getInt(read.readerIndex()));
            }
            read.release();
        }
        return kinds.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "RELEASE SAVEPOINT databased_1; COMMIT", "RESET ALL\n; COMMIT"})
    void aCommitThatIsAnsweredByRollbackIsAnError(String commit) {
        send(commit);

        assertThat(received("ROLLBACK")).isEqualTo("CEZ");
    }

    @Test
    void othersAreNot() {
        send("BEGIN", "COMMIT", "ROLLBACK", "SELECT 'COMMIT'", "DO 'BEGIN ROLLBACK; END'");

        assertThat(received("BEGIN", "COMMIT", "ROLLBACK", "SELECT 1", "DO")).isEqualTo("CZCZCZCZCZ");
    }

    @Test
    void itIsTheOneOfItsCommitWhateverIsOnTheWireAroundIt() {
        sendPrepared();
        send("ROLLBACK", "COMMIT");
        sendPrepared();
        send("ROLLBACK", "BEGIN", "COMMIT");

        assertThat(received("INSERT 0 1", "ROLLBACK", "ROLLBACK")).isEqualTo("CZCZCEZ");
        assertThat(received("INSERT 0 1", "ROLLBACK", "BEGIN", "COMMIT")).isEqualTo("CZCZCZCZ");
    }

    /** What goes ahead in the same message has tags of its own. */
    @Test
    void theLastTagCounts() {
        send("ROLLBACK; BEGIN; COMMIT");
        channel.writeInbound(Unpooled.wrappedBuffer(message('C', "ROLLBACK\0"), message('C', "BEGIN\0")));
        channel.releaseInbound();

        assertThat(received("COMMIT")).isEqualTo("CZ");
    }
}
