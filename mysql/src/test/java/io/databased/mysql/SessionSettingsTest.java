package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.vertx.mysqlclient.MySQLConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are what they are though the settings change by which the server sends and reads them; or they are refused. */
class SessionSettingsTest extends MySqlDatabase {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2024-07-01T12:00:00Z");
    private static final String TEXT = "äß€😀";

    private final Database one = await(Database.builder(url)
            .pool(PoolOptions.builder().maxSize(1).build())
            .build()
            .connect());

    @BeforeEach
    void createTable() {
        execute("CREATE TABLE t (id INT PRIMARY KEY, at TIMESTAMP NULL, v VARCHAR(20) CHARACTER SET utf8mb4)");
        execute("INSERT INTO t VALUES (1, '2024-07-01 12:00:00', 'äß€😀')");
        execute("CREATE TABLE marked (id INT)");
        execute("CREATE TRIGGER mark BEFORE INSERT ON marked FOR EACH ROW SET time_zone = '+05:00'");
        execute("CREATE FUNCTION moved() RETURNS INT DETERMINISTIC BEGIN SET time_zone = '+05:00'; RETURN 1; END");
        execute("CREATE PROCEDURE move() SET @@time_zone = '+05:00'");
        execute("CREATE PROCEDURE names() SET NAMES latin1");
    }

    @AfterEach
    void disconnectOne() {
        await(one.disconnect());
    }

    private OffsetDateTime at() {
        return one(one, "SELECT at FROM t WHERE id = 1", Map.of()).get("at", OffsetDateTime.class);
    }

    @Tag("R22")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET time_zone = '+05:00'",
                "SET @@time_zone = '+05:00'",
                "SET @@session.time_zone = '+05:00'",
                "SET `time_zone` = '+05:00'",
                "SET @x = 1, time_zone = 'SYSTEM'",
                "CALL move()",
                "DO moved()",
                "SELECT moved()",
                "UPDATE t SET id = moved()",
                "INSERT INTO marked VALUES (1)"
            })
    void instantsAreNotReadInAnotherZone(String sql) {
        Session session = await(one.session().open());
        await(session.fetchAll(sql));
        assertThat(await(session.fetchAll("SELECT v, UNIX_TIMESTAMP(at) AS at FROM t"))
                        .get(0)
                        .getLong("at"))
                .isEqualTo(NOON.toEpochSecond());
        StatementException refused = failure(session.fetchAll("SELECT at FROM t"), StatementException.class);
        assertThat(refused).hasMessageContaining("column \"at\"").hasMessageContaining("time_zone");
        await(session.cancel());
        assertThat(at()).isEqualTo(NOON);
    }

    @Test
    void instantsAreNotBoundInAnotherZone() {
        Session session = await(one.session().open());
        await(session.execute("SET time_zone = '-03:00'"));
        StatementException refused = failure(
                session.execute("UPDATE t SET at = :at", Map.of("at", Instant.EPOCH.plusSeconds(86_400))),
                StatementException.class);
        assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
        await(session.cancel());
        session = await(one.session().open());
        await(session.execute("SET time_zone = '-03:00'"));
        await(session.execute("SET time_zone = '+00:00'"));
        await(session.execute("UPDATE t SET at = :at", Map.of("at", NOON.plusHours(1))));
        await(session.commit());
        assertThat(at()).isEqualTo(NOON.plusHours(1));
    }

    @Tag("R22")
    @Test
    void whatATriggerHasSetIsNotForTheNext() {
        await(one.execute("INSERT INTO marked VALUES (1)"));
        assertThat(at()).isEqualTo(NOON);
        await(one.executeMany("INSERT INTO marked VALUES (?)", List.of(List.of(1), List.of(2))));
        assertThat(at()).isEqualTo(NOON);
        await(one.forEach(Sql.sql("SELECT moved() AS z"), row -> {}));
        assertThat(at()).isEqualTo(NOON);
        await(one.session(session -> session.execute("INSERT INTO marked VALUES (3)")));
        List<Row> streamed = new ArrayList<>();
        await(one.forEach(Sql.sql("SELECT at FROM t"), streamed::add));
        assertThat(streamed.get(0).get("at")).isEqualTo(NOON);
        await(one.execute("INSERT INTO marked VALUES (4)"));
        await(one.execute("UPDATE t SET at = :at", Map.of("at", NOON.plusDays(1))));
        assertThat(at()).isEqualTo(NOON.plusDays(1));
    }

    /** The setting is known to be undone when the server has answered that, and not before. */
    @Test
    void textsOnTheirWayAreNotReadInAnotherEncodingInSilence() {
        execute("CREATE TABLE encoding (id INT)");
        execute("CREATE TRIGGER encode BEFORE INSERT ON encoding FOR EACH ROW SET character_set_results = latin1");
        for (int round = 0; round < 20; round++) {
            CompletableFuture<?> marking = one.execute("INSERT INTO encoding VALUES (" + round + ")");
            List<CompletableFuture<Object>> behind = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                behind.add(one.fetchExactlyOne("SELECT v FROM t WHERE id = 1").thenApply(row -> row.get("v")));
            }
            failure(marking, StatementException.class);
            for (CompletableFuture<Object> read : behind) {
                assertThat(read.handle((text, failure) -> failure == null ? text : TEXT)
                                .join())
                        .isEqualTo(TEXT);
            }
        }
    }

    /** They are bound before it is known that one before them has changed the zone. */
    @Test
    void instantsOnTheirWayAreNotStoredInAnotherZoneInSilence() {
        execute("CREATE TABLE both_of (id INT, at TIMESTAMP NULL)");
        execute("CREATE TRIGGER mark_both BEFORE INSERT ON both_of FOR EACH ROW SET time_zone = '+05:00'");
        String insert = "INSERT INTO both_of VALUES (?, ?)";
        for (int round = 0; round < 20; round++) {
            int id = 100 + round;
            CompletableFuture<?> marking = one.execute("INSERT INTO marked VALUES (" + id + ")");
            CompletableFuture<?> behind = one.execute("INSERT INTO t (id, at) VALUES (?, ?)", List.of(id, NOON));
            await(marking);
            Throwable failed = behind.handle((stored, failure) -> failure).join();
            boolean right = !await(one.fetchAll("SELECT 1 FROM t WHERE id = ? AND at = ?", List.of(id, NOON)))
                    .isEmpty();
            assertThat(failed == null).isEqualTo(right);
        }
        assertThat(failure(
                        one.executeMany(insert, List.of(List.of(1, NOON), List.of(2, NOON))), StatementException.class))
                .hasMessageContaining("Look at the row");
        Session session = await(one.session().open());
        failure(session.executeMany(insert, List.of(List.of(3, NOON), List.of(4, NOON))), StatementException.class);
        await(session.cancel());
        assertThat(count(one, "both_of")).isZero();
        await(one.execute(insert, List.of(5, NOON)));
        assertThat(await(one.fetchExactlyOne("SELECT at FROM both_of")).get("at"))
                .isEqualTo(NOON);
    }

    @Test
    void streamsAreRefusedToo() {
        Session session = await(one.session().open());
        await(session.execute("SET time_zone = '+05:00'"));
        List<Row> streamed = new ArrayList<>();
        failure(session.forEach(Sql.sql("SELECT at FROM t"), streamed::add), StatementException.class);
        assertThat(streamed).isEmpty();
        await(session.cancel());
    }

    /** What a cursor fetches begins as an answer without rows does. */
    @Test
    void rowsOfCursorsAreNoSettings() {
        String rows =
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 900) SELECT n, :p AS p FROM s";
        for (String padding : List.of("", "x", "@".repeat(300), "\u0001\u4000".repeat(100))) {
            List<String> read = new ArrayList<>();
            await(one.forEach(Sql.sql(rows, Map.of("p", padding)), row -> read.add(row.getString("p"))));
            assertThat(read).hasSize(900).containsOnly(padding);
        }
        assertThat(at()).isEqualTo(NOON);
    }

    @Test
    void settingsForOneStatementAreRefused() {
        String sql = isMariaDb()
                ? "SET STATEMENT time_zone = '+05:00' FOR SELECT at FROM t"
                : "SELECT /*+ SET_VAR(time_zone = '+05:00') */ at FROM t";
        assertThat(failure(one.fetchAll(sql), StatementException.class)).hasMessageContaining("time_zone");
        assertThat(at()).isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET NAMES latin1",
                "SET NAMES utf8mb3",
                "SET CHARACTER SET latin1",
                "SET character_set_client = latin1",
                "SET @@character_set_client = latin1",
                "SET character_set_results = latin1",
                "SET character_set_connection = gbk",
                "CALL names()"
            })
    void textsStayAsTheyAre(String sql) {
        Session session = await(
                one.session(SessionOptions.defaults().withErrors(Errors.NATIVE)).open());
        assertThat(failure(session.execute(sql), StatementException.class)).hasMessageContaining("character_set_");
        await(session.execute("INSERT INTO t (id, v) VALUES (2, :v)", Map.of("v", TEXT)));
        assertThat(one(session, "SELECT v FROM t WHERE id = 2", Map.of()).get("v"))
                .isEqualTo(TEXT);
        await(session.commit());
        assertThat(one(one, "SELECT HEX(v) AS h FROM t WHERE id = 2", Map.of()).get("h"))
                .isEqualTo("C3A4C39FE282ACF09F9880");
    }

    @Test
    void whatIsDoneOnTheDriversConnectionCounts() {
        Session session = await(one.session().open());
        await(session.unwrap(MySQLConnection.class)
                .thenCompose(driver ->
                        driver.query("SET time_zone = '+05:00'").execute().toCompletionStage()));
        failure(session.fetchAll("SELECT at FROM t"), StatementException.class);
        await(session.cancel());
        assertThat(at()).isEqualTo(NOON);
    }

    @Test
    void connectionsArePreparedInUtc() {
        Database prepared = Database.builder(url)
                .connectionInitSql("SET time_zone = '+02:00'")
                .build();
        assertThat(failure(prepared.connect(), RuntimeException.class)).hasMessageContaining("time_zone");
    }
}
