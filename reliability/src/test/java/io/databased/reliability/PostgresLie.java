package io.databased.reliability;

import static io.databased.reliability.Bytes.postgres;
import static io.databased.reliability.Lie.bitByBit;
import static io.databased.reliability.Lie.fallSilent;
import static io.databased.reliability.Lie.forEver;
import static io.databased.reliability.Lie.say;

import io.databased.servers.FaultProxy.Impostor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;

/** What a server that speaks PostgreSQL's protocol may say in place of any answer. */
enum PostgresLie implements Impostor {
    NOTHING((asked, client) -> {}),
    SILENCE((asked, client) -> fallSilent()),
    HALF_A_MESSAGE((asked, client) -> {
        client.write(postgres('D', 100, new Bytes().number(1, 2)));
        fallSilent();
    }),
    LONG_MESSAGE((asked, client) -> {
        client.write(postgres('D', 1 << 25, new Bytes().number(1, 2)));
        forEver(client, new byte[1 << 16]);
    }),
    LENGTH_BEYOND_ALL((asked, client) -> say(client, postgres('D', Integer.MAX_VALUE, new Bytes()))),
    LENGTH_OF_NOTHING((asked, client) -> say(client, postgres('Z', 0, new Bytes()))),
    LENGTH_BELOW_ZERO((asked, client) -> say(client, postgres('D', -1, new Bytes()))),
    LENGTH_THAT_GOES_BACK((asked, client) -> say(client, postgres('T', -6, new Bytes()))),
    UNKNOWN_KIND((asked, client) -> say(client, postgres('x', new Bytes()))),
    NO_KIND((asked, client) -> say(client, postgres('\0', new Bytes()))),
    ENDLESS_NOTICES((asked, client) -> forEver(client, error('N', "00000", "hear this"))),
    ENDLESS_STATUS((asked, client) ->
            forEver(client, postgres('S', new Bytes().text("application_name").text("x".repeat(1000))))),
    ENDLESS_NEW_STATUS((asked, client) -> {
        for (int i = 0; ; i++) {
            client.write(postgres('S', new Bytes().text("n" + i).text("x".repeat(1000))));
        }
    }),
    ENDLESS_NOTIFICATIONS((asked, client) -> forEver(
            client, postgres('A', new Bytes().number(7, 4).text("channel").text("payload")))),
    ENDLESS_KEYS((asked, client) ->
            forEver(client, postgres('K', new Bytes().number(7, 4).number(8, 4)))),
    ENDLESS_ERRORS((asked, client) -> forEver(client, error('E', "42601", "no"))),
    ENDLESS_READINESS((asked, client) -> forEver(client, ready())),
    ENDLESS_COMPLETIONS((asked, client) -> forEver(client, postgres('C', new Bytes().text("SELECT 1")))),
    ENDLESS_WELCOME((asked, client) -> forEver(client, postgres('R', new Bytes().number(0, 4)))),
    ENDLESS_DESCRIPTIONS((asked, client) -> forEver(client, description(1000))),
    BIND_TOO_EARLY((asked, client) -> say(client, postgres('2', new Bytes()))),
    READY_TOO_EARLY((asked, client) -> say(client, ready())),
    READY_IN_A_STATE_THAT_IS_NONE((asked, client) -> say(client, postgres('Z', new Bytes().number('?', 1)))),
    ROW_WITHOUT_DESCRIPTION((asked, client) -> say(client, row(1))),
    ROWS_WITH_TOO_MANY_VALUES((asked, client) -> say(client, described(1, row(9)))),
    ROWS_WITH_TOO_FEW_VALUES((asked, client) -> say(client, described(9, row(1)))),
    ROW_WITH_A_VALUE_BEYOND_ITS_END((asked, client) ->
            say(client, described(1, postgres('D', new Bytes().number(1, 2).number(1 << 30, 4))))),
    ROW_WITH_A_LENGTH_BELOW_ZERO((asked, client) ->
            say(client, described(1, postgres('D', new Bytes().number(1, 2).number(-2, 4))))),
    ALL_COLUMNS((asked, client) -> say(client, description(65_535))),
    COLUMNS_THAT_ARE_NOT_THERE((asked, client) ->
            say(client, postgres('T', new Bytes().number(65_535, 2).text("a")))),
    PARAMETERS_THAT_ARE_NOT_THERE((asked, client) -> say(client, postgres('t', new Bytes().number(65_535, 2)))),
    UNKNOWN_AUTHENTICATION((asked, client) -> say(client, postgres('R', new Bytes().number(99, 4)))),
    PASSWORD_WANTED((asked, client) ->
            say(client, postgres('R', new Bytes().number(5, 4).number(1, 4)))),
    KERBEROS_WANTED((asked, client) -> say(client, postgres('R', new Bytes().number(7, 4)))),
    UNKNOWN_MECHANISM((asked, client) ->
            say(client, postgres('R', new Bytes().number(10, 4).text("TRUST-ME").number(0, 1)))),
    SCRAM_OUT_OF_ORDER((asked, client) ->
            say(client, postgres('R', new Bytes().number(11, 4).text("r=n,s=c2FsdA==,i=2147483647")))),
    SCRAM_THAT_IS_OVER((asked, client) ->
            say(client, postgres('R', new Bytes().number(12, 4).text("v=bm90IG1pbmU=")))),
    COPY_IN((asked, client) -> say(client, postgres('G', new Bytes().number(0, 3)))),
    COPY_OUT((asked, client) -> say(client, postgres('H', new Bytes().number(0, 3)))),
    COPY_BOTH((asked, client) -> say(client, postgres('W', new Bytes().number(0, 3)))),
    ERROR_WITHOUT_CODE((asked, client) ->
            say(client, postgres('E', new Bytes().number('M', 1).text("no").number(0, 1)))),
    ERROR_WITHOUT_END((asked, client) ->
            say(client, postgres('E', new Bytes().number('M', 1).bytes(new byte[] {'n', 'o'})))),
    ERROR_OF_MEGABYTES((asked, client) -> {
        client.write(postgres(
                'E', (1 << 24) + 21, new Bytes().text("SERROR").text("C42601").number('M', 1)));
        bitByBit(client, 1 << 24);
        client.write(new byte[2]);
        fallSilent();
    }),
    ERROR_THAT_IS_NO_TEXT((asked, client) -> say(client, error('E', "\u00ff\u00fe", "\u00ff\u00fe\u0080"))),
    NOISE(Lie.noise());

    /** Those that say much. */
    static final Set<PostgresLie> LONG = EnumSet.of(
            LONG_MESSAGE,
            LENGTH_BEYOND_ALL,
            ENDLESS_NOTICES,
            ENDLESS_STATUS,
            ENDLESS_NEW_STATUS,
            ENDLESS_NOTIFICATIONS,
            ENDLESS_KEYS,
            ENDLESS_ERRORS,
            ENDLESS_READINESS,
            ENDLESS_COMPLETIONS,
            ENDLESS_WELCOME,
            ENDLESS_DESCRIPTIONS,
            ALL_COLUMNS,
            ERROR_OF_MEGABYTES,
            NOISE);

    private final Impostor impostor;

    PostgresLie(Impostor impostor) {
        this.impostor = impostor;
    }

    @Override
    public void speak(byte[] asked, OutputStream client) throws IOException, InterruptedException {
        impostor.speak(asked, client);
    }

    private static byte[] ready() {
        return postgres('Z', new Bytes().number('I', 1));
    }

    private static byte[] error(char kind, String code, String text) {
        return postgres(
                kind,
                new Bytes()
                        .number('S', 1)
                        .text("ERROR")
                        .number('C', 1)
                        .text(code)
                        .number('M', 1)
                        .text(text)
                        .number(0, 1));
    }

    private static byte[] description(int columns) {
        Bytes description = new Bytes().number(columns, 2);
        for (int i = 0; i < columns; i++) {
            description
                    .text("c")
                    .number(0, 6)
                    .number(23, 4)
                    .number(4, 2)
                    .number(-1, 4)
                    .number(1, 2);
        }
        return postgres('T', description);
    }

    private static byte[] described(int columns, byte[] row) {
        return new Bytes().bytes(description(columns)).bytes(row).toArray();
    }

    private static byte[] row(int values) {
        Bytes row = new Bytes().number(values, 2);
        for (int i = 0; i < values; i++) {
            row.number(4, 4).number(i, 4);
        }
        return postgres('D', row);
    }
}
