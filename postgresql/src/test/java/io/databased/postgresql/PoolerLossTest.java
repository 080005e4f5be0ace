package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseUrl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pooler gives a client up because it could not set its parameters, which it does ahead of each transaction. */
@Tag("N29")
final class PoolerLossTest {
    private static final byte[] GIVEN_UP = error("SFATAL\0VFATAL\0C08P01\0Minvalid server parameter\0\0");

    private final ProxiedPostgres there = new ProxiedPostgres();

    @AfterEach
    void close() {
        there.close();
    }

    private static byte[] error(String fields) {
        byte[] text = fields.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + Integer.BYTES + text.length)
                .put((byte) 'E')
                .putInt(Integer.BYTES + text.length)
                .put(text)
                .array();
    }

    private Database connect(String pooled) {
        return await(Database.builder(DatabaseUrl.parse(there.url()).withOption("pgbouncer", pooled))
                .build()
                .connect());
    }

    private void beGivenUp() {
        there.proxy.usurpAtMessage(1, (asked, client) -> client.write(GIVEN_UP));
    }

    @Test
    @Tag("R19")
    void statementThatWasNotForwardedIsRunAgain() {
        try (Database database = connect("on")) {
            await(database.execute("INSERT INTO t VALUES (1)"));
            beGivenUp();

            await(database.execute("INSERT INTO t VALUES (2)"));

            assertThat(there.rows()).isEqualTo("1,2");
        }
    }

    @Test
    @Tag("R16")
    void withoutAPoolerTheSameWordsAreALoss() {
        try (Database database = connect("off")) {
            await(database.execute("INSERT INTO t VALUES (1)"));
            beGivenUp();

            assertThat(failure(database.execute("INSERT INTO t VALUES (2)"), ConnectionLostException.class)
                            .sent())
                    .isTrue();
        }
    }
}
