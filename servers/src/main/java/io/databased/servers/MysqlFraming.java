package io.databased.servers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MySQL's protocol. A request is a command that has an answer; the first packet of its answer proves that it was carried out. */
final class MysqlFraming implements Framing {
    private static final int HEADER = 4;
    private static final int TLS_REQUEST = 32;
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;
    private static final Map<Integer, String> COMMANDS = Map.of(
            0x01,
            "QUIT",
            0x02,
            "INIT_DB",
            QUERY,
            "QUERY",
            0x0e,
            "PING",
            PREPARE,
            "PREPARE",
            0x17,
            "EXECUTE",
            0x18,
            "LONG_DATA",
            0x19,
            "CLOSE",
            0x1f,
            "RESET");
    private static final Set<String> UNANSWERED = Set.of("QUIT", "LONG_DATA", "CLOSE");

    private final Accumulator client = new Accumulator();
    private final Accumulator server = new Accumulator();
    private int answers;
    private int lastSequence;
    private volatile boolean encrypted;

    @Override
    public List<Message> fromClient(byte[] bytes, int length) {
        client.add(bytes, length);
        List<Message> messages = new ArrayList<>();
        while (client.size() > 0) {
            if (encrypted) {
                messages.add(Message.opaque(client.takeAll()));
            } else if (client.size() >= HEADER && client.size() >= wholeLength(client)) {
                messages.add(message(client.take(wholeLength(client))));
            } else {
                break;
            }
        }
        return messages;
    }

    private Message message(byte[] bytes) {
        if (bytes[3] != 0) { // in answer to the server's packets: the login, or more of a large command
            encrypted = bytes[3] == 1 && bytes.length == HEADER + TLS_REQUEST;
            return new Message(bytes, encrypted ? "encrypt" : "login", null, false);
        }
        int code = bytes[HEADER];
        String type = COMMANDS.getOrDefault(code, "COM_" + code);
        String text = code == QUERY || code == PREPARE
                ? new String(bytes, HEADER + 1, bytes.length - HEADER - 1, StandardCharsets.UTF_8)
                : null;
        return new Message(bytes, type, text, !UNANSWERED.contains(type));
    }

    @Override
    public List<Reply> fromServer(byte[] bytes, int length) {
        server.add(bytes, length);
        List<Reply> replies = new ArrayList<>();
        while (server.size() > 0) {
            if (encrypted) {
                replies.add(new Reply(server.takeAll(), 0, false));
            } else if (server.size() >= HEADER && server.size() >= wholeLength(server)) {
                int sequence = server.at(3);
                // An answer begins with number 1; in a long one 1 comes again, after 255 and 0.
                answers += sequence == 1 && lastSequence != 0 ? 1 : 0;
                lastSequence = sequence;
                replies.add(new Reply(server.take(wholeLength(server)), answers, true));
            } else {
                break;
            }
        }
        return replies;
    }

    private static int wholeLength(Accumulator packet) {
        return HEADER + (packet.at(0) | packet.at(1) << 8 | packet.at(2) << 16);
    }
}
