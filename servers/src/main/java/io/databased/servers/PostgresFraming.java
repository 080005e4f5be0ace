package io.databased.servers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's protocol, version 3. A request is what ReadyForQuery answers: the start-up, a Query, or all up to a Sync. */
final class PostgresFraming implements Framing {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int TLS_HANDSHAKE = 0x16;

    private final Accumulator client = new Accumulator();
    private final Accumulator server = new Accumulator();
    private boolean started;
    private int ready;
    private volatile boolean encryptionAsked;
    private volatile boolean encrypted;

    @Override
    public List<Message> fromClient(byte[] bytes, int length) {
        client.add(bytes, length);
        List<Message> messages = new ArrayList<>();
        while (client.size() > 0) {
            if (encrypted || (!started && client.at(0) == TLS_HANDSHAKE)) {
                encrypted = true;
                messages.add(Message.opaque(client.takeAll()));
            } else if (client.size() >= header() && client.size() >= wholeLength()) {
                messages.add(started ? message(client.take(wholeLength())) : opening());
            } else {
                break;
            }
        }
        return messages;
    }

    private int header() {
        return started ? 5 : 8;
    }

    private int wholeLength() {
        return started ? 1 + client.intAt(1) : client.intAt(0);
    }

    private Message opening() {
        int code = client.intAt(4);
        byte[] bytes = client.take(wholeLength());
        if (code == SSL_REQUEST || code == GSS_REQUEST) {
            encryptionAsked = true;
            return new Message(bytes, "encrypt", null, false);
        }
        if (code == CANCEL_REQUEST) {
            return new Message(bytes, "cancel", null, false);
        }
        started = true;
        return new Message(bytes, "startup", null, true);
    }

    private static Message message(byte[] bytes) {
        char type = (char) bytes[0];
        boolean request = type == 'Q' || type == 'S' || type == 'F';
        return switch (type) {
            case 'Q' -> new Message(bytes, "Q", textAt(bytes, 5), request);
            case 'P' -> new Message(bytes, "P", textAt(bytes, end(bytes, 5) + 1), request);
            default -> new Message(bytes, String.valueOf(type), null, request);
        };
    }

    private static String textAt(byte[] bytes, int start) {
        return new String(bytes, start, end(bytes, start) - start, StandardCharsets.UTF_8);
    }

    private static int end(byte[] bytes, int start) {
        int end = start;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }

    @Override
    public List<Reply> fromServer(byte[] bytes, int length) {
        server.add(bytes, length);
        List<Reply> replies = new ArrayList<>();
        while (server.size() > 0) {
            if (encrypted) {
                replies.add(new Reply(server.takeAll(), 0, false));
            } else if (encryptionAsked) {
                encryptionAsked = false; // the client says no more until it has this one byte
                encrypted = server.at(0) != 'N';
                replies.add(new Reply(server.take(1), 0, false));
            } else if (server.size() >= 5 && server.size() > server.intAt(1)) {
                boolean last = server.at(0) == 'Z';
                replies.add(new Reply(server.take(1 + server.intAt(1)), ready + 1, last));
                ready += last ? 1 : 0;
            } else {
                break;
            }
        }
        return replies;
    }
}
