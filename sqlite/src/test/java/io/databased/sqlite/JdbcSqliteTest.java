package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.UpdateResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite by a {@code jdbc:} URL, through the backend for any driver. */
final class JdbcSqliteTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void connect() {
        database = await(Database.builder("jdbc:sqlite:" + folder.resolve("t.sqlite"))
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        await(database.execute("CREATE TABLE t (v TEXT)"));
        await(database.execute("CREATE TABLE u (v INTEGER UNIQUE)"));
        await(database.execute("INSERT INTO u VALUES (1)"));
        await(database.execute(
                "CREATE TRIGGER no BEFORE INSERT ON t WHEN NEW.v = 'no'" + " BEGIN SELECT RAISE(ROLLBACK, 'no'); END"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The driver runs what comes next without any transaction, so that it could not be undone. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT OR ROLLBACK INTO u VALUES (1)", "INSERT INTO t VALUES ('no')"})
    @Tag("R15")
    void statementThatRollsBackEndsTheSession(String sql) {
        for (SessionOptions.Errors errors : SessionOptions.Errors.values()) {
            Session session = await(database.session(SessionOptions.defaults().withErrors(errors))
                    .open());
            await(session.execute("INSERT INTO t VALUES ('before')"));

            StatementException failure = failure(session.execute(sql), StatementException.class);

            assertThat(failure).hasMessageContaining("the database ended the transaction");
            failure(session.execute("INSERT INTO t VALUES ('after')"), SessionFailedException.class);
            await(session.close());
            assertThat(await(database.fetchAll("SELECT v FROM t"))).isEmpty();
            Session streaming = await(database.session(SessionOptions.defaults().withErrors(errors))
                    .open());
            await(streaming.execute("INSERT INTO t VALUES ('before')"));
            assertThat(failure(streaming.forEach(Sql.sql(sql + " RETURNING v"), row -> {}), StatementException.class))
                    .hasMessageContaining("the database ended the transaction");
            failure(streaming.execute("INSERT INTO t VALUES ('after')"), SessionFailedException.class);
            await(streaming.close());
            failure(database.forEach(Sql.sql(sql + " RETURNING v"), row -> {}), StatementException.class);
        }
        await(database.session(session -> session.execute("INSERT INTO t VALUES ('next')")));
        assertThat(await(database.fetchAll("SELECT v FROM t"))).hasSize(1);
        assertThat(database.stats().turnover().created()).isOne();
    }

    @Test
    void otherFailuresLeaveTheTransaction() {
        await(database.session(
                SessionOptions.defaults().withErrors(SessionOptions.Errors.NATIVE),
                session -> session.execute("INSERT INTO t VALUES ('before')")
                        .thenCompose(inserted -> session.execute("INSERT INTO u VALUES (1)"))
                        .handle((inserted, failure) -> failure)
                        .thenCompose(failure -> session.execute("INSERT INTO t VALUES ('after')"))));

        assertThat(await(database.fetchAll("SELECT v FROM t"))).hasSize(2);
    }

    /** What a batch sets to be undone by is inside of what tells whether the transaction goes on. */
    @Test
    @Tag("R15")
    @Tag("R22")
    void batchThatFailsIsUndoneAloneAndCostsNoConnection() {
        String insert = "INSERT INTO u VALUES (?)";
        List<List<Integer>> sets = List.of(List.of(2), List.of(1));

        StatementException alone = failure(database.executeMany(insert, sets), StatementException.class);
        await(database.session(session -> session.execute("INSERT INTO t VALUES ('before')")
                .thenCompose(inserted -> session.transaction(child -> child.executeMany(insert, sets)))
                .handle((count, failure) -> failure)
                .thenAccept(failure -> assertThat(failure)
                        .hasMessageContaining("UNIQUE constraint failed: u.v (set of values 2 of 2)"))));
        StatementException ended = failure(
                database.session(session -> session.executeMany(
                        "INSERT INTO t VALUES (?)", List.of(List.of("yes"), List.of("no"), List.of("late")))),
                StatementException.class);

        assertThat(alone).hasMessageStartingWith("UNIQUE constraint failed: u.v (set of values 2 of 2)");
        assertThat(ended).hasMessageContaining("the database ended the transaction");
        assertThat(values("SELECT v FROM t")).containsExactly("before");
        assertThat(values("SELECT v FROM u")).containsExactly(1L);
        assertThat(database.stats().turnover().created()).isOne();
    }

    private List<Object> values(String sql) {
        return await(database.fetchAll(sql)).stream().map(row -> row.get("v")).toList();
    }

    /** The driver tells one type for all rows, that of the first. */
    @Test
    void eachValueIsReadByItsOwnClass() {
        await(database.execute("CREATE TABLE mixed (id INTEGER PRIMARY KEY, i INTEGER, r REAL, n NUMERIC, x)"));
        await(database.execute("INSERT INTO mixed (i, r, n, x) VALUES (1, 1, 1, 1),"
                + " (9007199254740993, 0.1, 9007199254740993, 9007199254740993), ('text', 1e300, 'text', 'text'),"
                + " (1.5, -1e-300, 1.5, 1.5), (NULL, NULL, NULL, x'00')"));

        for (String order : List.of("id", "id DESC")) {
            assertThat(values("SELECT i AS v FROM mixed ORDER BY " + order))
                    .containsExactlyInAnyOrder(1L, 9007199254740993L, "text", 1.5, null);
            assertThat(values("SELECT r AS v FROM mixed ORDER BY " + order))
                    .containsExactlyInAnyOrder(1.0, 0.1, 1e300, -1e-300, null);
            assertThat(values("SELECT n AS v FROM mixed ORDER BY " + order))
                    .containsExactlyInAnyOrder(1L, 9007199254740993L, "text", 1.5, null);
            assertThat(values("SELECT x AS v FROM mixed WHERE id < 5 ORDER BY " + order))
                    .containsExactlyInAnyOrder(1L, 9007199254740993L, "text", 1.5);
        }
        List<Object> streamed = new ArrayList<>();
        await(database.forEach(
                Sql.sql("SELECT i FROM mixed WHERE id < 3 ORDER BY id").value(Long.class), streamed::add));
        assertThat(streamed).containsExactly(1L, 9007199254740993L);
    }

    @Test
    void sessionsThatOnlyReadAreThere() {
        await(database.execute("INSERT INTO t VALUES ('a')"));

        long count = await(database.session(
                        SessionOptions.defaults().withReadOnly(),
                        session -> session.fetchExactlyOne("SELECT count(*) AS c FROM t")))
                .getLong("c");

        assertThat(count).isOne();
        assertThat(await(database.execute("INSERT INTO t VALUES ('b')")).affectedRows())
                .isOne();
    }

    @Test
    void timesAreTextsAsThoseOfTheBackendForSqlite() {
        Instant at = Instant.parse("2024-02-29T23:59:59.5Z");
        LocalDateTime time = LocalDateTime.of(2024, 3, 31, 2, 30);
        await(database.execute("CREATE TABLE times (at TIMESTAMP, time DATETIME, d DATE)"));
        await(database.execute("INSERT INTO times VALUES (?, ?, ?)", List.of(at, time, LocalDate.of(2024, 2, 29))));

        Row row = await(database.fetchExactlyOne("SELECT * FROM times"));

        assertThat(row.getString("at")).isEqualTo("2024-02-29 23:59:59.500000000Z");
        assertThat(row.get("at", Instant.class)).isEqualTo(at);
        assertThat(row.getString("time")).isEqualTo("2024-03-31 02:30:00");
        assertThat(row.get("time", LocalDateTime.class)).isEqualTo(time);
        assertThat(row.get("d", LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
        StatementException refused = failure(
                database.execute("INSERT INTO times (at) VALUES (?)", List.of(Double.NaN)), StatementException.class);
        assertThat(refused).hasMessageStartingWith("SQLite has no NaN: it would store null [DATA];");
        assertThat(refused.databaseMessage()).isEmpty();
    }

    @Test
    void countsAndKeysAreThoseOfTheStatement() {
        await(database.execute("CREATE TABLE keyed (id INTEGER PRIMARY KEY, v UNIQUE)"));
        await(database.execute("CREATE TABLE words (v TEXT PRIMARY KEY) WITHOUT ROWID"));
        UpdateResult two = await(database.execute("INSERT INTO keyed (v) VALUES (1), (2)"));
        assertThat(two.affectedRows()).isEqualTo(2);
        assertThat(two.key()).isEqualTo(2L);

        await(database.execute("CREATE TABLE second (id INTEGER PRIMARY KEY, v)"));
        assertThat(await(database.execute("INSERT INTO second VALUES (2, 1)")).key())
                .as("the same in another table")
                .isEqualTo(2L);
        assertThat(await(database.execute("INSERT INTO words VALUES ('a')")).key())
                .isNull();
        assertThat(await(database.execute("INSERT INTO keyed (v) VALUES (1) ON CONFLICT DO UPDATE SET v = 5"))
                        .key())
                .isNull();
        for (String sql : List.of("CREATE TABLE other (x)", "PRAGMA user_version = 5", "DROP TABLE other")) {
            assertThat(await(database.execute(sql)).affectedRows()).as(sql).isZero();
        }
        assertThat(await(database.execute("INSERT INTO keyed (id) VALUES (9007199254740993)"))
                        .generatedId())
                .isEqualTo(9007199254740993L);
        assertThat(await(database.executeMany(
                        "INSERT INTO words VALUES (?), (?) RETURNING v",
                        List.of(List.of("b", "c"), List.of("d", "e")))))
                .isEqualTo(4);
    }
}
