package io.databased.servers;

import io.databased.servers.RogueServer.Dialogue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A port in front of a server, where the server's errors come in German, as with {@code lc_messages} of that language. */
public final class TranslatingServer implements AutoCloseable {
    private static final Map<String, String> WORDS = Map.of(
            "SERROR", "SFEHLER",
            "canceling statement due to statement timeout", "storniere Anfrage wegen Zeitüberschreitung der Anfrage",
            "canceling statement due to user request", "storniere Anfrage wegen Benutzeraufforderung",
            "cached plan must not change result type", "gecachter Plan darf den Ergebnistyp nicht ändern",
            "prepared statement \"(.*)\" does not exist", "vorbereitete Anweisung »$1« existiert nicht",
            "invalid input syntax for type integer: \"(.*)\"", "ungültige Eingabesyntax für Typ integer: »$1«",
            "value \"(.*)\" is out of range for type (\\w+)",
                    "Wert »$1« ist außerhalb des gültigen Bereichs für Typ $2",
            "integer out of range", "integer ist außerhalb des gültigen Bereichs");

    private final RogueServer port;
    private final int target;

    private TranslatingServer(int target) {
        this.target = target;
        this.port = RogueServer.start(this::serve);
    }

    public static TranslatingServer inFrontOf(int port) {
        return new TranslatingServer(port);
    }

    /** Where it listens, on this machine. */
    public int port() {
        return port.port();
    }

    private void serve(Dialogue client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread toServer = new Thread(() -> pass(client, server), "translating-to-server");
            toServer.setDaemon(true);
            toServer.start();
            DataInputStream in = new DataInputStream(server.getInputStream());
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
                client.send(message(kind, kind == 'E' ? translated(body) : body));
            }
        }
    }

    private static void pass(Dialogue client, Socket server) {
        try {
            client.in().transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            // One end is gone, and so will be the other.
        }
    }

    private static byte[] translated(byte[] body) {
        String report = new String(body, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            report = report.replaceAll(word.getKey(), word.getValue());
        }
        return report.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] message(int kind, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        port.close();
    }
}
