package io.databased.mysql;

import io.databased.servers.RogueServer.Dialogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The server's side of the protocol, as far as a rogue needs it. */
final class RogueMySql {
    private static final int CAPABILITIES = 0x1 | 0x8 | 0x80 | 0x200 | 0x2000 | 0x8000 | 0x10000 | 0x80000 | 0x1000000;

    private final Dialogue client;
    private final String version;
    private boolean inTransaction;

    /** One that says that it is MySQL. */
    RogueMySql(Dialogue client) {
        this(client, "8.0.99");
    }

    RogueMySql(Dialogue client, String version) {
        this.client = client;
        this.version = version;
    }

    /** What a client sends: its number in the exchange, and its payload. */
    record Packet(int number, byte[] payload) {
        boolean isText(String sql) {
            return payload[0] == 3
                    && new String(payload, 1, payload.length - 1, StandardCharsets.UTF_8).startsWith(sql);
        }
    }

    Packet read() throws IOException {
        int low = client.in().readUnsignedShort();
        int length = (low >> 8) | ((low & 0xFF) << 8) | (client.in().readUnsignedByte() << 16);
        int number = client.in().readUnsignedByte();
        Packet packet = new Packet(number, client.in().readNBytes(length));
        inTransaction |= length > 0 && packet.isText("START TRANSACTION");
        inTransaction &= length == 0 || !(packet.isText("COMMIT") || packet.isText("ROLLBACK"));
        return packet;
    }

    void send(int number, byte... payload) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(payload.length);
        packet.write(payload.length >> 8);
        packet.write(payload.length >> 16);
        packet.write(number);
        packet.writeBytes(payload);
        client.send(packet.toByteArray());
    }

    /** Says from here on that none is open. */
    void forgetTransaction() {
        inTransaction = false;
    }

    void ok(int number) throws IOException {
        byte status = (byte) (inTransaction ? 3 : 2);
        send(number, (byte) 0, (byte) 0, (byte) 0, status, (byte) 0, (byte) 0, (byte) 0);
    }

    void error(int number, int code, String message) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(0xFF);
        payload.write(code);
        payload.write(code >> 8);
        payload.writeBytes(("#HY000" + message).getBytes(StandardCharsets.UTF_8));
        send(number, payload.toByteArray());
    }

    /** Asks for a file, as for LOAD DATA LOCAL INFILE. */
    void askForFile(String path) throws IOException {
        send(1, ("\u00FB" + path).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One row of numbers, as text. */
    void numbers(long... values) throws IOException {
        int number = 1;
        send(number++, (byte) values.length);
        for (int i = 0; i < values.length; i++) {
            column(number++);
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        for (long value : values) {
            byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
            row.write(text.length);
            row.writeBytes(text);
        }
        send(number++, row.toByteArray());
        send(number, (byte) 0xFE, (byte) 0, (byte) 0, (byte) 2, (byte) 0, (byte) 0, (byte) 0);
    }

    /** Describes a column of numbers. */
    void column(int number) throws IOException {
        byte[] numbers = {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0};
        send(number, numbers);
    }

    void greet(String plugin) throws IOException {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        greeting.write(10);
        greeting.writeBytes((version + "\0").getBytes(StandardCharsets.US_ASCII));
        greeting.writeBytes(new byte[] {7, 0, 0, 0});
        greeting.writeBytes("12345678\0".getBytes(StandardCharsets.US_ASCII));
        greeting.write(CAPABILITIES);
        greeting.write(CAPABILITIES >> 8);
        greeting.write(45);
        greeting.writeBytes(new byte[] {2, 0});
        greeting.write(CAPABILITIES >> 16);
        greeting.write(CAPABILITIES >> 24);
        greeting.write(21);
        greeting.writeBytes(new byte[10]);
        greeting.writeBytes("123456789012\0".getBytes(StandardCharsets.US_ASCII));
        greeting.writeBytes((plugin + "\0").getBytes(StandardCharsets.US_ASCII));
        send(0, greeting.toByteArray());
    }

    void letIn() throws IOException {
        greet("mysql_native_password");
        read();
        ok(2);
    }

    /** Answers what a new connection asks first. */
    void setUp() throws IOException {
        facts();
        error(1, 1193, "Unknown system variable");
        read(); // when it was started
        numbers(1000);
        read(); // ready?
        ok(1);
    }

    /** The same as a node of a cluster, but for the answer to the last question, whether it is ready. */
    void setUpNode() throws IOException {
        facts();
        numbers(1);
        read(); // when it was started
        numbers(1000);
        read();
    }

    private void facts() throws IOException {
        read(); // single statements only
        send(1, (byte) 0xFE, (byte) 0, (byte) 0, (byte) 2, (byte) 0);
        read(); // which changes of settings are to be told
        ok(1);
        read(); // settings
        ok(1);
        read(); // facts
        numbers(7, 0, 1 << 24, 0, 1, 0);
        read(); // a node of a cluster?
    }

    /** Reads a statement without parameters and rows, and takes it for prepared. */
    void prepare() throws IOException {
        read();
        send(
                1, (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0,
                (byte) 0, (byte) 0);
    }
}
