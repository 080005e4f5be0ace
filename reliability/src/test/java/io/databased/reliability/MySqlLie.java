package io.databased.reliability;

import static io.databased.reliability.Lie.bitByBit;
import static io.databased.reliability.Lie.fallSilent;
import static io.databased.reliability.Lie.forEver;
import static io.databased.reliability.Lie.say;

import io.databased.servers.FaultProxy.Impostor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** What a server that speaks MySQL's protocol may say in place of any answer. */
enum MySqlLie implements Impostor {
    NOTHING((asked, client) -> {}),
    SILENCE((asked, client) -> fallSilent()),
    HALF_A_PACKET((asked, client) -> tell(asked, client, 100, new Bytes().number(0, 5))),
    EMPTY_PACKET(packet(() -> new Bytes())),
    OK_AGAIN_AND_AGAIN((asked, client) -> forEver(client, Bytes.mysql(next(asked), ok()))),
    OK_IN_SEQUENCE((asked, client) -> sequence(asked, client, ok())),
    OK_WITHOUT_ITS_END(packet(() -> new Bytes().number(0, 1))),
    OK_WITH_NUMBERS_BEYOND_ITS_END(
            packet(() -> new Bytes().number(0, 1).number(0xFE, 1).number(1, 2))),
    OK_WITH_A_NUMBER_THAT_IS_NONE(
            packet(() -> new Bytes().number(0, 1).number(0xFF, 1).number(0, 8))),
    END_AGAIN_AND_AGAIN((asked, client) -> forEver(client, Bytes.mysql(next(asked), end()))),
    END_IN_SEQUENCE((asked, client) -> sequence(asked, client, end())),
    ERROR_IN_SEQUENCE((asked, client) -> sequence(asked, client, error(1064, "no"))),
    ERROR_WITHOUT_CODE(packet(() -> new Bytes().number(0xFF, 1))),
    ERROR_OF_MEGABYTES((asked, client) -> {
        int length = (1 << 24) - 100;
        client.write(
                Bytes.mysql(next(asked), length, new Bytes().number(0xFF, 1).number(1064, -2)));
        bitByBit(client, length - 3);
        fallSilent();
    }),
    ERROR_THAT_IS_NO_TEXT(packet(() -> error(1064, "\u00ff\u00fe\u0080"))),
    UNASKED_ERROR((asked, client) -> say(client, Bytes.mysql(0, error(4031, "idle for too long")))),
    FILE_WANTED(packet(() -> new Bytes().number(0xFB, 1).text("/etc/passwd"))),
    PLAIN_PASSWORD_WANTED(packet(() -> new Bytes().number(0xFE, 1).text("mysql_clear_password"))),
    UNKNOWN_LOGIN_WANTED(
            packet(() -> new Bytes().number(0xFE, 1).text("trust_me").text("salt"))),
    MORE_LOGIN_WANTED(
            (asked, client) -> sequence(asked, client, new Bytes().number(1, 1).number(4, 1))),
    COLUMNS_THAT_ARE_NOT_THERE(packet(() -> new Bytes().number(0xFC, 1).number(65_535, -2))),
    COLUMNS_BEYOND_ALL(packet(() -> new Bytes().number(0xFE, 1).number(Long.MAX_VALUE, -8))),
    COLUMNS_BELOW_ZERO(packet(() -> new Bytes().number(0xFE, 1).number(-1, -8))),
    COLUMN_WITH_A_NAME_BEYOND_ITS_END((asked, client) -> {
        client.write(Bytes.mysql(next(asked), new Bytes().number(1, 1)));
        tell(
                asked,
                client,
                9,
                new Bytes().number(3, 1).text("de").number(0xFD, 1).number(-1, 4));
    }),
    ENDLESS_COLUMNS((asked, client) -> {
        client.write(Bytes.mysql(next(asked), new Bytes().number(0xFE, 1).number(Integer.MAX_VALUE, -8)));
        forEver(client, Bytes.mysql(next(asked) + 1, column()));
    }),
    ROW_WITHOUT_COLUMNS(packet(() -> new Bytes().number(0, 30))),
    ROW_WITH_TOO_FEW_VALUES((asked, client) -> rows(asked, client, new Bytes().number(0, 2))),
    ROW_WITH_A_VALUE_BEYOND_ITS_END((asked, client) ->
            rows(asked, client, new Bytes().number(0, 2).number(0xFE, 1).number(-1, 8))),
    PREPARED_WITH_ALL_PARAMETERS(packet(() -> new Bytes()
            .number(0, 1)
            .number(1, -4)
            .number(65_535, -2)
            .number(65_535, -2)
            .number(0, 3))),
    ANOTHER_GREETING((asked, client) ->
            say(client, Bytes.mysql(0, new Bytes().number(10, 1).text("8.0.99").number(0, 60)))),
    NUMBER_OUT_OF_ORDER((asked, client) -> say(client, Bytes.mysql(next(asked) + 7, ok()))),
    NOISE(Lie.noise());

    /** Those that say much. */
    static final Set<MySqlLie> LONG = EnumSet.of(
            OK_AGAIN_AND_AGAIN,
            OK_IN_SEQUENCE,
            END_AGAIN_AND_AGAIN,
            END_IN_SEQUENCE,
            ERROR_IN_SEQUENCE,
            ERROR_OF_MEGABYTES,
            MORE_LOGIN_WANTED,
            COLUMNS_THAT_ARE_NOT_THERE,
            COLUMNS_BEYOND_ALL,
            ENDLESS_COLUMNS,
            PREPARED_WITH_ALL_PARAMETERS,
            NOISE);

    private final Impostor impostor;

    MySqlLie(Impostor impostor) {
        this.impostor = impostor;
    }

    @Override
    public void speak(byte[] asked, OutputStream client) throws IOException, InterruptedException {
        impostor.speak(asked, client);
    }

    private static int next(byte[] asked) {
        return (asked[3] + 1) & 0xFF;
    }

    private static Bytes ok() {
        return new Bytes().number(0, 3).number(2, -2).number(0, 2);
    }

    private static Bytes end() {
        return new Bytes().number(0xFE, 1).number(0, 2).number(2, -2);
    }

    private static Bytes error(int code, String text) {
        return new Bytes()
                .number(0xFF, 1)
                .number(code, -2)
                .bytes("#HY000".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .text(text);
    }

    private static Bytes column() {
        return new Bytes()
                .bytes(new byte[] {3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 12, 63, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0});
    }

    private static Impostor packet(Supplier<Bytes> content) {
        return (asked, client) -> say(client, Bytes.mysql(next(asked), content.get()));
    }

    private static void rows(byte[] asked, OutputStream client, Bytes row) throws IOException, InterruptedException {
        int number = next(asked);
        client.write(Bytes.mysql(number, new Bytes().number(1, 1)));
        client.write(Bytes.mysql(number + 1, column()));
        say(client, Bytes.mysql(number + 2, row));
    }

    private static void sequence(byte[] asked, OutputStream client, Bytes content) throws IOException {
        for (int number = next(asked); ; number++) {
            client.write(Bytes.mysql(number & 0xFF, content));
        }
    }

    /** A packet whose length may be told wrongly. */
    private static void tell(byte[] asked, OutputStream client, int told, Bytes content)
            throws IOException, InterruptedException {
        say(client, Bytes.mysql(next(asked), told, content));
    }
}
