package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.servers.RogueServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server says what it is; a URL of {@code mariadb://} may lead to MySQL, and the other way round. */
class ServerProductTest extends MySqlDatabase {
    private static final List<@Nullable Object> VALUES = Arrays.asList(
            LocalTime.of(10, 30, 1, 123_456_000),
            Duration.ofHours(-25).plusNanos(5_000),
            LocalDateTime.of(2024, 3, 31, 2, 30, 1, 123_456_000),
            Instant.parse("2024-03-31T02:30:01.654321Z"),
            LocalDate.of(2024, 2, 29),
            new byte[] {0, (byte) 0x80, 'a'},
            new BigInteger("18446744073709551615"),
            new BigDecimal("1.50"),
            -7L,
            0.1,
            true,
            "ä",
            null);

    private String otherUrl() {
        return isMariaDb() ? url.replace("mariadb://", "mysql://") : url.replace("mysql://", "mariadb://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "CONCAT('', ?)", "COALESCE(?, NULL)", "IF(1 = 1, ?, NULL)", "JSON_OBJECT('k', ?)"})
    void valuesAreSentToTheServerThatIsThere(String expression) {
        execute("CREATE TABLE v (i INT PRIMARY KEY, v VARBINARY(100))");
        try (Database other = await(Database.of(otherUrl()).connect())) {
            assertThat(stored(other, expression)).isEqualTo(stored(database(), expression));
            for (Object value : VALUES) {
                String sql = "SELECT " + expression + " AS v";
                assertThat(read(other, sql, value)).isEqualTo(read(database(), sql, value));
            }
        }
    }

    private static List<String> stored(Database database, String expression) {
        String insert = "INSERT INTO v VALUES (?, " + expression + ")";
        await(database.execute("DELETE FROM v"));
        List<List<@Nullable Object>> runs = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            await(database.execute(insert, Arrays.asList(i, VALUES.get(i))));
            runs.add(Arrays.asList(100 + i, VALUES.get(i)));
        }
        await(database.executeMany(insert, runs));
        return await(database.fetchAll("SELECT HEX(v) AS v FROM v ORDER BY i")).stream()
                .map(row -> String.valueOf(row.get("v")))
                .toList();
    }

    private static @Nullable Object read(Database database, String sql, @Nullable Object value) {
        Row row = await(database.fetchExactlyOne(Sql.sql(sql).values(value)));
        return row.get("v") instanceof byte[] bytes ? Arrays.toString(bytes) : row.get("v");
    }

    /** It names jOOQ's dialect. */
    @Test
    void theDialectIsNamedByTheUrl() {
        try (Database other = await(Database.of(otherUrl()).connect())) {
            assertThat(other.dialect().name()).isEqualTo(isMariaDb() ? "mysql" : "mariadb");
        }
    }

    /** Statements are written before it is known which connection they go by. */
    @Test
    @Tag("mariadb")
    void serversOfTwoProductsAreNotMixed() {
        AtomicBoolean busy = new AtomicBoolean();
        try (RogueServer mySql = RogueServer.start(client -> {
            if (busy.getAndSet(true)) {
                return;
            }
            RogueMySql rogue = new RogueMySql(client); // which greets as MySQL
            rogue.letIn();
            rogue.setUp();
            while (true) {
                rogue.read();
                rogue.ok(1);
            }
        })) {
            String both = url.replace("mariadb://root@", "mysql://root@127.0.0.1:" + mySql.port() + ",");
            try (Database database = await(Database.of(both + "?max_size=2").connect())) {
                Session holding = await(database.session().open());
                SessionOptions impatient = SessionOptions.defaults().withAcquireTimeout(Duration.ofSeconds(3));
                await(database.session(impatient).open().handle((opened, failure) -> {
                    assertThat(failure).hasStackTraceContaining("one is MySQL and another MariaDB");
                    return true;
                }));
                await(holding.cancel());
            }
        }
    }
}
