package io.databased.postgresql;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that does not know the password, and one that wants it hashed for hours. */
@Tag("I15")
final class RogueScramTest {
    private static final int SASL = 10;
    private static final int CONTINUES = 11;
    private static final int FINAL = 12;

    private static void ask(Dialogue client, int kind, String what) throws IOException {
        byte[] bytes = what.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(9 + bytes.length);
        client.send(message.put((byte) 'R')
                .putInt(8 + bytes.length)
                .putInt(kind)
                .put(bytes)
                .array());
    }

    private static String answer(Dialogue client) throws IOException {
        client.in().readByte();
        return new String(client.readOpening(), StandardCharsets.ISO_8859_1);
    }

    private static ConnectionFailedException refused(int iterations, ByteArrayOutputStream got) {
        try (RogueServer server = RogueServer.start(client -> {
            client.readOpening();
            ask(client, SASL, "SCRAM-SHA-256\0\0");
            String first = answer(client);
            String nonce = first.substring(first.indexOf("r=") + 2);
            ask(client, CONTINUES, "r=" + nonce + "more,s=c2FsdHNhbHQ=,i=" + iterations);
            got.writeBytes(answer(client).getBytes(StandardCharsets.ISO_8859_1));
            ask(client, FINAL, "v=bm90IHRoZSBzaWduYXR1cmUgb2YgYSBzZXJ2ZXIhISE=");
            ask(client, 0, "");
            client.ignore();
        })) {
            return failure(
                    Database.of("postgresql://app:secret@127.0.0.1:" + server.port() + "/app?sslmode=disable")
                            .connect(),
                    ConnectionFailedException.class);
        }
    }

    @Test
    void serverThatCannotProveThatItKnowsThePasswordIsNotConnectedTo() {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        ConnectionFailedException refused = refused(4096, got);

        assertThat(got.toString(StandardCharsets.ISO_8859_1)).contains("p=").doesNotContain("secret");
        assertThat(refused).hasMessageContaining("cannot prove that it knows the password");
    }

    @Test
    void serverThatWantsItHashedForHoursGetsNothing() {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        ConnectionFailedException refused = refused(Integer.MAX_VALUE, got);

        assertThat(got.size()).isZero();
        assertThat(refused).hasMessageContaining("SCRAM");
    }
}
