package io.databased.servers;

import java.util.Arrays;
import java.util.List;

/** Understands nothing: what arrives together is one message. */
final class OpaqueFraming implements Framing {
    @Override
    public List<Message> fromClient(byte[] bytes, int length) {
        return List.of(Message.opaque(Arrays.copyOf(bytes, length)));
    }

    @Override
    public List<Reply> fromServer(byte[] bytes, int length) {
        return List.of(new Reply(Arrays.copyOf(bytes, length), 0, false));
    }
}
