package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is read of the changes that end an answer. */
@Tag("R22")
final class SessionStateTest {
    private static final int SYSTEM_VARIABLE = 0;
    private static final int SCHEMA = 1;
    private static final int ANYTHING = 2;

    private final SessionState state = new SessionState();

    private void read(boolean ours, ByteBuf... changes) {
        ByteBuf all = Unpooled.wrappedBuffer(changes);
        state.succeeded();
        state.read(all, all.readerIndex(), all.writerIndex(), ours);
        all.release();
    }

    private static ByteBuf change(int kind, String... texts) {
        ByteBuf content = Unpooled.buffer();
        for (String text : texts) {
            content.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
        }
        ByteBuf change = Unpooled.buffer().writeByte(kind).writeByte(content.readableBytes());
        return change.writeBytes(content);
    }

    /** As older servers of MariaDB tell them. */
    @Test
    void severalVariablesInOneChange() {
        read(false, change(SYSTEM_VARIABLE, "time_zone", "+05:00", "character_set_client", "latin1"));

        assertThat(state.otherZone()).isEqualTo("+05:00");
        assertThat(state.otherEncoding()).isEqualTo("character_set_client = latin1");
    }

    @Test
    void severalChangesOfOneAnswer() {
        read(
                false,
                change(SCHEMA, "other"),
                change(SYSTEM_VARIABLE, "time_zone", "+05:00"),
                change(ANYTHING, "1"),
                change(SYSTEM_VARIABLE, "time_zone", SessionState.ZONE));

        assertThat(state.otherZone()).isNull();
        assertThat(state.takeMark()).isTrue();
    }

    @Test
    void aMarkIsTakenOnce() {
        read(false, change(ANYTHING, "1"));

        assertThat(state.takeMark()).isTrue();
        assertThat(state.takeMark()).isFalse();
    }

    @Test
    void settingsOfTheLibraryAreNoMarkAndAreReadAllTheSame() {
        read(true, change(SYSTEM_VARIABLE, "time_zone", "+05:00"), change(ANYTHING, "1"));

        assertThat(state.takeMark()).isFalse();
        assertThat(state.otherZone()).isEqualTo("+05:00");
    }

    @Test
    void theZoneAheadOfAStatementIsThatOfTheOneBefore() {
        read(false, change(SYSTEM_VARIABLE, "time_zone", "+05:00"));
        assertThat(state.otherZoneBefore()).isNull();
        assertThat(state.otherZoneAfter()).isEqualTo("+05:00");

        read(false);
        assertThat(state.otherZoneBefore()).isEqualTo("+05:00");
    }

    @Test
    void anEncodingIsOursInAnyCase() {
        read(false, change(SYSTEM_VARIABLE, "character_set_results", "UTF8MB4"));
        assertThat(state.otherEncoding()).isNull();

        read(false, change(SYSTEM_VARIABLE, "character_set_results", "latin1"));
        read(false, change(SYSTEM_VARIABLE, "character_set_client", "utf8mb4"));
        assertThat(state.otherEncoding()).isEqualTo("character_set_results = latin1");
        read(false, change(SYSTEM_VARIABLE, "character_set_results", "utf8mb4"));
        assertThat(state.otherEncoding()).isNull();
    }

    /** A server that says less than it announces is not read beyond its words. */
    @Test
    void aChangeThatIsLongerThanItsAnswerIsNotRead() {
        ByteBuf change = change(SYSTEM_VARIABLE, "time_zone", "+05:00");
        state.read(change, 0, change.writerIndex() - 1, false);

        assertThat(state.otherZone()).isNull();
        change.release();
    }
}
