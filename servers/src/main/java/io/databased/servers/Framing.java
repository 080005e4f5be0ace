package io.databased.servers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what the two ends of one connection say into messages. One thread calls {@link #fromClient}, another {@link #fromServer}. Once
 * the connection is encrypted, whatever arrives is one message.
 */
interface Framing {
    /** The messages that are whole with these bytes. */
    List<Message> fromClient(byte[] bytes, int length);

    /** The replies that are whole with these bytes. */
    List<Reply> fromServer(byte[] bytes, int length);

    /** What the client says: its type, its SQL if it has any, and whether the server answers it before it reads on. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Message(byte[] bytes, String type, @Nullable String text, boolean request) {
        static Message opaque(byte[] bytes) {
            return new Message(bytes, "opaque", null, false);
        }

        boolean contains(String token) {
            return new String(bytes, StandardCharsets.ISO_8859_1).contains(token);
        }
    }

    /** What the server says: to which request, counted from 1, and whether it proves that the request was carried out. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Reply(byte[] bytes, int request, boolean proof) {}
}
