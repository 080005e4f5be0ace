package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionStatus;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.UpdateResult;
import io.databased.testkit.Futures;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about MariaDB through its JDBC driver. */
final class MariaDbJdbcTest extends MariaDbJdbcDatabase {
    private final Database database = builder().build();

    @BeforeEach
    void connect() {
        await(database.connect());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void numbersWithoutASignAreReadWhole() {
        await(database.execute(
                "CREATE TABLE numbers (i INT UNSIGNED, b BIGINT UNSIGNED, s BIGINT, n BIGINT, z BIGINT)"));
        await(database.execute(
                "INSERT INTO numbers" + " VALUES (4294967295, 18446744073709551615, -9223372036854775808, NULL, 0)"));

        Row row = await(database.fetchOne("SELECT * FROM numbers")).orElseThrow();

        assertThat(row.get("i")).isEqualTo(4294967295L);
        assertThat(row.get("b")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(row.get("s")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get("n")).isNull();
        assertThat(row.get("z")).isEqualTo(0L);
    }

    @Test
    void signThatGoesIsNoticed() {
        await(database.execute("CREATE TABLE numbers (n BIGINT)"));
        await(database.execute("INSERT INTO numbers VALUES (7)"));
        assertThat(await(database.fetchOne("SELECT n FROM numbers"))
                        .orElseThrow()
                        .get("n"))
                .isEqualTo(7L);

        await(database.execute("ALTER TABLE numbers MODIFY n BIGINT UNSIGNED"));
        await(database.execute("UPDATE numbers SET n = 18446744073709551615"));

        assertThat(await(database.fetchOne("SELECT n FROM numbers"))
                        .orElseThrow()
                        .get("n"))
                .isEqualTo(new BigInteger("18446744073709551615"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE batches ADD c INT",
                "ALTER TABLE batches MODIFY v BIGINT",
                "CREATE OR REPLACE TABLE batches (id INT, v VARCHAR(20))",
                "CREATE INDEX by_v ON batches (v)"
            })
    @Tag("N28")
    void batchIsPreparedAnewWhenItsTableHasChanged(String change) {
        String insert = "INSERT INTO batches (id, v) VALUES (?, ?)";
        List<List<Integer>> rows = List.of(List.of(1, 1), List.of(2, 2), List.of(3, 3));
        await(database.execute("CREATE TABLE batches (id INT, v INT)"));
        await(database.executeMany(insert, rows));
        await(database.execute(change));
        await(database.execute("DELETE FROM batches"));

        assertThat(await(database.executeMany(insert, rows))).isEqualTo(3);
        await(database.execute("ALTER TABLE batches ADD d INT"));
        long again = await(database.session(session ->
                session.execute("DELETE FROM batches").thenCompose(deleted -> session.executeMany(insert, rows))));
        assertThat(again).isEqualTo(3);

        assertThat(await(database.fetchAll("SELECT id FROM batches"))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO kept VALUES ('in it'); COMMIT",
                "ROLLBACK",
                "COMMIT; START TRANSACTION",
                "START TRANSACTION",
                "COMMIT AND CHAIN",
                "CREATE TABLE IF NOT EXISTS other (a INT)",
                "COMMIT; SELECT seq FROM seq_1_to_2000",
                "SELECT seq FROM seq_1_to_2000; COMMIT",
                "COMMIT; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'too late'"
            })
    void procedureThatEndsTheTransactionEndsTheSession(String body) {
        await(database.execute("CREATE TABLE kept (v VARCHAR(20))"));
        await(database.execute("CREATE PROCEDURE p() BEGIN " + body + "; END"));
        requireEnded(session -> session.execute("CALL p()"));
        requireEnded(session -> session.fetchAll("CALL p()"));
        requireEnded(session -> session.forEach(Sql.sql("CALL p()"), row -> {}));
    }

    private void requireEnded(Function<Session, CompletableFuture<?>> call) {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO kept VALUES ('before')"));

        StatementException failure = failure(call.apply(session), StatementException.class);

        assertThat(failure.kind()).isEqualTo(StatementException.Kind.TRANSACTION_ENDED);
        failure(session.execute("INSERT INTO kept VALUES ('after')"), SessionFailedException.class);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
        assertThat(await(database.fetchAll("SELECT v FROM kept WHERE v = 'after'")))
                .isEmpty();
    }

    /** Whoever has seen enough rows of a procedure learns of it by the next statement. */
    @Test
    void streamThatIsGivenUpIsLookedAtToo() {
        await(database.execute("CREATE TABLE kept (v VARCHAR(20))"));
        await(database.execute("CREATE PROCEDURE p() BEGIN COMMIT; SELECT seq FROM seq_1_to_5000; END"));
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO kept VALUES ('before')"));

        session.stream(Sql.sql("CALL p()")).subscribe(new Leaving());

        Futures.until("it is seen", () -> session.status() == SessionStatus.FAILED);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
    }

    /** Wants one row. */
    private static final class Leaving implements Flow.Subscriber<Object> {
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(Object row) {
            subscription.cancel();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void whatKeepsTheTransactionKeepsTheSession() {
        await(database.execute("CREATE TABLE kept (v VARCHAR(20))"));
        await(database.execute("CREATE PROCEDURE p(v VARCHAR(20)) BEGIN INSERT INTO kept VALUES (v); SELECT v; END"));
        await(database.session(session -> session.execute("CALL p('a')")
                .thenCompose(called -> session.execute("SET @x = 'b'"))
                .thenCompose(set -> session.fetchAll("CALL p(@x)"))
                .thenCompose(called -> session.execute("EXECUTE IMMEDIATE 'INSERT INTO kept VALUES (3)'"))
                .thenCompose(executed -> session.forEach(Sql.sql("CALL p('c')"), row -> {}))));
        await(database.forEach(Sql.sql("CALL p('d')"), row -> {}));

        assertThat(await(database.fetchAll("SELECT v FROM kept"))).hasSize(5);
    }

    @Test
    void keysAndBitsWithoutASignAreWhole() {
        BigInteger key = new BigInteger("18446744073709551610");
        await(database.execute(
                "CREATE TABLE keyed (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, bits BIT(64)) AUTO_INCREMENT = "
                        + key));

        UpdateResult inserted = await(database.execute("INSERT INTO keyed (bits) VALUES (18446744073709551615)"));

        assertThat(inserted.key()).isEqualTo(key);
        assertThat(await(database.fetchExactlyOne("SELECT bits FROM keyed")).get("bits"))
                .isEqualTo(new BigInteger("18446744073709551615"));
    }

    static Stream<Object> yearsThatAreNone() {
        return Stream.of(
                LocalDate.of(-1, 1, 1),
                LocalDateTime.of(-1, 12, 31, 23, 59),
                LocalDateTime.of(10_000, 1, 1, 0, 0),
                OffsetDateTime.parse("+10000-01-01T00:00:00Z"),
                Instant.parse("-0001-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("yearsThatAreNone")
    void yearsThatAreNoneAreRefused(Object time) {
        await(database.execute("CREATE TABLE times (at DATETIME)"));

        StatementException failure =
                failure(database.execute("INSERT INTO times VALUES (?)", List.of(time)), StatementException.class);

        assertThat(failure.kind()).isEqualTo(StatementException.Kind.DATA);
    }

    /** The driver writes them into the statement, as names of columns. */
    @Test
    void whatIsNoNumberIsRefusedInTheWordsOfTheBackendForMariaDb() {
        for (Number none : List.of(Double.NaN, Float.POSITIVE_INFINITY)) {
            StatementException refused =
                    failure(database.fetchAll("SELECT ?", List.of(none)), StatementException.class);
            assertThat(refused.kind()).isEqualTo(StatementException.Kind.DATA);
            assertThat(refused)
                    .hasMessageStartingWith("MySQL and MariaDB have no NaN and no infinity; bind null [DATA];");
            assertThat(refused.databaseMessage()).isEmpty();
        }
    }

    /** What a batch of calls sets to be undone by is inside of what tells whether the transaction goes on. */
    @Test
    @Tag("R22")
    void callsThatFailAreUndoneAloneAndCostNoConnection() {
        await(database.execute("CREATE TABLE called (n INT)"));
        await(database.execute("CREATE PROCEDURE once(n INT) BEGIN INSERT INTO called VALUES (n);"
                + " IF n > 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'only once'; END IF; END"));

        await(database.session(session -> session.execute("INSERT INTO called VALUES (7)")
                .thenCompose(inserted -> session.transaction(
                        child -> child.executeMany("CALL once(?)", List.of(List.of(1), List.of(2)))))
                .handle((count, failure) -> failure)
                .thenAccept(failure -> assertThat(failure).hasMessageContaining("only once"))));

        assertThat(await(database.fetchExactlyOne("SELECT sum(n) AS n FROM called"))
                        .getInt("n"))
                .isEqualTo(7);
    }

    @Test
    void theYearZeroIsKept() {
        LocalDateTime last = LocalDateTime.of(0, 12, 31, 23, 59, 59);
        await(database.execute("CREATE TABLE times (at DATETIME, d DATE)"));
        await(database.execute("INSERT INTO times VALUES (?, ?)", List.of(last, last.toLocalDate())));

        Row row = await(database.fetchExactlyOne("SELECT at, d, CAST(at AS CHAR) AS t FROM times"));

        assertThat(row.getString("t")).isEqualTo("0000-12-31 23:59:59");
        assertThat(row.get("at")).isEqualTo(last);
        assertThat(row.get("d")).isEqualTo(last.toLocalDate());
    }

    @Test
    void theDatabasesWordsAreToldWithoutValues() {
        await(database.execute(
                "CREATE PROCEDURE poor() SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'insufficient funds'"));
        await(database.execute("CREATE TABLE words (v VARCHAR(3) UNIQUE)"));
        await(database.execute("INSERT INTO words VALUES ('abc')"));

        assertThat(failure(database.execute("CALL poor()"), StatementException.class))
                .hasMessageStartingWith("insufficient funds [");
        assertThat(failure(database.execute("SELECT nothing FROM words"), StatementException.class))
                .hasMessageStartingWith("Unknown column 'nothing'");
        StatementException twice =
                failure(database.execute("INSERT INTO words VALUES ('abc')"), StatementException.class);
        assertThat(twice.getMessage().split("; in: ")[0]).doesNotContain("abc");
        assertThat(twice.databaseMessage().orElseThrow().text()).contains("Duplicate entry 'abc'");
    }

    /** Of the greatest of bits MariaDB sends the digits. */
    @Test
    void bitsThatWereComputedAreRefusedWhereTheyMayBeDigits() {
        await(database.execute("CREATE TABLE bits (b BIT(8), w BIT(64))"));
        await(database.execute("INSERT INTO bits VALUES (1, 18446744073709551615), (49, 5)"));

        assertThat(failure(database.fetchAll("SELECT max(b) AS m FROM bits"), StatementException.class))
                .hasMessageContaining("column \"m\" holds bits that were computed");
        assertThat(await(database.fetchExactlyOne("SELECT max(b) + 0 AS m FROM bits"))
                        .getLong("m"))
                .isEqualTo(49);
        assertThat(await(database.fetchExactlyOne("SELECT max(w) AS m FROM bits"))
                        .get("m"))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(await(database.fetchAll("SELECT b FROM bits ORDER BY b + 0")))
                .extracting(row -> row.get("b"))
                .containsExactly(1L, 49L);
    }

    @Test
    void rowsThatABatchReturnsAreCounted() {
        await(database.execute("CREATE TABLE keyed (id INT AUTO_INCREMENT PRIMARY KEY, v INT)"));

        long count = await(database.executeMany(
                "INSERT INTO keyed (v) VALUES (?), (0) RETURNING id", List.of(List.of(1), List.of(2))));

        assertThat(count).isEqualTo(4);
        assertThat(await(database.fetchAll("SELECT * FROM keyed"))).hasSize(4);
    }
}
