package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Isolation;
import io.databased.RetryPolicy;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where DuckDB goes ways of its own. */
final class DuckDbDifferencesTest {
    private static final String INCREMENT = "UPDATE counters SET n = n + 1 WHERE id = 1";

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void connect() {
        database = Database.of("jdbc:duckdb:" + folder.resolve("counters.duckdb"));
        await(database.connect());
        await(database.execute("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER)"));
        await(database.execute("INSERT INTO counters VALUES (1, 0)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private int count() {
        return await(database.fetchOne("SELECT n FROM counters WHERE id = 1"))
                .orElseThrow()
                .getInt("n");
    }

    @Test
    @Tag("R15")
    void conflictOfTwoUpdatesIsSerializationFailure() {
        Session first = await(database.session().open());
        Session second = await(database.session().open());
        await(first.execute(INCREMENT));

        StatementException refused = failure(second.execute(INCREMENT), StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.SERIALIZATION);
        assertThat(second.status()).isEqualTo(SessionStatus.FAILED);
        await(second.close());
        await(first.commit());
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @Tag("R15")
    @Tag("R37")
    void conflictThatCommitFindsIsToldAndTheConnectionLivesOn() {
        Session first = await(database.session().open());
        Session second = await(database.session().open());
        await(first.execute("INSERT INTO counters VALUES (4711, 1)"));
        await(second.execute("INSERT INTO counters VALUES (4711, 2)"));
        await(first.commit());

        StatementException refused = failure(second.commit(), StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.SERIALIZATION);
        assertThat(refused.getMessage()).doesNotContain("4711");
        assertThat(second.status()).isEqualTo(SessionStatus.CANCELLED);
        await(database.session(session -> session.execute(INCREMENT)));
        assertThat(count()).isEqualTo(1);
        assertThat(database.stats().turnover().created()).isEqualTo(2);
    }

    /** EXPLAIN ANALYZE runs what it explains. */
    @Test
    @Tag("R15")
    void statementThatEndsTheTransactionEndsTheSession() {
        Session session = await(database.session().open());
        await(session.execute(INCREMENT));

        StatementException ended = failure(session.fetchAll("EXPLAIN ANALYZE COMMIT"), StatementException.class);

        assertThat(ended.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        failure(session.execute(INCREMENT), SessionFailedException.class);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
        assertThat(count()).isOne();
        await(database.session(next -> next.execute(INCREMENT)));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void whatKeepsTheTransactionKeepsTheSession() {
        await(database.session(session -> session.execute("PREPARE p AS " + INCREMENT)
                .thenCompose(prepared -> session.execute("EXECUTE p"))
                .thenCompose(run -> session.execute("CREATE TABLE other (a INT)"))
                .thenCompose(made -> session.fetchAll("EXPLAIN ANALYZE SELECT 1"))));

        assertThat(count()).isOne();
        Session session = await(database.session().open());
        StatementException failure = failure(session.execute("CALL nothing()"), StatementException.class);
        assertThat(failure.kind()).isEqualTo(Kind.OBJECT);
        await(session.close());
    }

    @Test
    @Tag("R18")
    void conflictsAreRunAgain() {
        SessionOptions options = SessionOptions.defaults().withRetry(RetryPolicy.of(100));
        List<CompletableFuture<?>> increments = IntStream.range(0, 20)
                .<CompletableFuture<?>>mapToObj(i -> database.session(options, session -> session.execute(INCREMENT)))
                .toList();

        increments.forEach(Futures::await);

        assertThat(count()).isEqualTo(20);
    }

    @Test
    @Tag("R36")
    void readOnlySessionsReadOneState() {
        Session reader =
                await(database.session(SessionOptions.defaults().withReadOnly()).open());
        assertThat(await(reader.fetchAll("SELECT * FROM counters"))).hasSize(1);

        await(database.execute("INSERT INTO counters VALUES (2, 0)"));

        assertThat(await(reader.fetchAll("SELECT * FROM counters"))).hasSize(1);
        await(reader.close());
    }

    @Test
    @Tag("R15")
    void serializableIsRefusedAndSnapshotsServeTheLevelsBelow() {
        SessionOptions options = SessionOptions.defaults();

        StatementException refused = failure(
                database.session(
                        options.withIsolation(Isolation.SERIALIZABLE), session -> session.fetchAll("SELECT 1")),
                StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
        List<Row> rows = await(database.session(
                options.withIsolation(Isolation.REPEATABLE_READ), session -> session.fetchAll("SELECT 1")));
        assertThat(rows).hasSize(1);
    }

    @Test
    @Tag("S24")
    void valuesComeBack() {
        Row row = await(database.fetchOne(
                        "SELECT CAST(170141183460469231731687303715884105727 AS HUGEINT) AS huge,"
                                + " TIMESTAMPTZ '1979-05-25 20:15:30+00' AS instant, TIMESTAMP '1979-05-25 20:15:30' AS time,"
                                + " [1, 2] AS list, CAST('{\"a\": 1}' AS JSON) AS json, CAST(? AS UUID) AS uuid",
                        List.of(new java.util.UUID(1, 2))))
                .orElseThrow();

        assertThat(row.get("huge", BigDecimal.class)).isEqualTo("170141183460469231731687303715884105727");
        assertThat(row.get("instant", Instant.class)).isEqualTo("1979-05-25T20:15:30Z");
        assertThat(row.get("time", LocalDateTime.class)).isEqualTo("1979-05-25T20:15:30");
        assertThat(row.get("list")).isEqualTo(List.of(1, 2));
        assertThat(row.getString("json")).isEqualTo("{\"a\": 1}");
        assertThat(row.get("uuid")).isEqualTo(new java.util.UUID(1, 2));
    }

    /** The driver's own way is by the calendar of old, and loses the years before Christ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0043-03-15",
                "0000-01-01",
                "0004-02-29",
                "1200-03-01",
                "1582-10-10",
                "2024-03-31",
                "+12345-01-01"
            })
    void datesOfAllTimesAreExact(String text) {
        LocalDate date = LocalDate.parse(text);
        await(database.execute("CREATE TABLE days (d DATE)"));
        await(database.execute("INSERT INTO days VALUES (?)", List.of(date)));
        await(database.executeMany("INSERT INTO days VALUES (?)", List.of(List.of(date), List.of(date.plusDays(1)))));

        List<Row> found = await(database.fetchAll("SELECT d, year(d) AS y FROM days WHERE d = ?", List.of(date)));

        assertThat(found).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("d")).isEqualTo(date);
            assertThat(row.getInt("y")).isEqualTo(date.getYear());
        });
    }

    @Test
    void rowsThatABatchReturnsAreCounted() {
        long count = await(database.executeMany(
                "INSERT INTO counters VALUES (?, 0), (?, 0) RETURNING id", List.of(List.of(5, 6), List.of(7, 8))));

        assertThat(count).isEqualTo(4);
    }
}
