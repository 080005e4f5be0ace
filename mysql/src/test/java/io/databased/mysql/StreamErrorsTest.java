package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream fails as the same statement fails without one, also when the server has told its columns before it failed. */
class StreamErrorsTest extends MySqlDatabase {
    @BeforeEach
    void createTables() {
        execute("CREATE TABLE s (id INT PRIMARY KEY, v VARCHAR(20)) ENGINE=InnoDB");
        execute("INSERT INTO s VALUES (1, 'one'), (2, 'two')");
        execute(
                "CREATE FUNCTION refuse(i INT) RETURNS INT DETERMINISTIC BEGIN"
                        + " IF i > 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'insufficient funds'; END IF; RETURN i; END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT refuse(2)",
                "SELECT refuse(id) FROM s ORDER BY id",
                "SELECT (SELECT id FROM s)",
                "SELECT POW(10, 400)",
                "SELECT id + 9223372036854775807 FROM s",
                "SELECT v FROM s WHERE refuse(id) = 1 FOR UPDATE",
                "SELECT nothing FROM s"
            })
    void failsAsWithoutAStream(String sql) {
        StatementException fetched = failure(database().fetchAll(sql), StatementException.class);
        StatementException streamed = failure(database().forEach(Sql.sql(sql), row -> {}), StatementException.class);
        assertThat(streamed.vendorCode()).isEqualTo(fetched.vendorCode());
        assertThat(streamed.kind()).isEqualTo(fetched.kind());
        assertThat(streamed.databaseMessage().orElseThrow().text())
                .isEqualTo(fetched.databaseMessage().orElseThrow().text());
    }

    /**
     * The packets of an answer are numbered by one byte, so each 256th has the number of an answer's first; an error with that
     * number is the statement's, and no word of the server's that nobody asked for.
     */
    @Test
    void failsAsAStatementWhateverTheNumberOfItsPacket() {
        execute("CREATE TABLE many (id INT PRIMARY KEY)");
        execute(
                "INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n");
        execute("CREATE PROCEDURE give_and_fail(most INT) BEGIN SELECT id FROM many ORDER BY id LIMIT most;"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'insufficient funds'; END");
        Database one = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        List<Integer> connection = numbers(one, "SELECT CONNECTION_ID()");
        for (int rows = 0; rows <= 260; rows++) {
            Sql<Row> fails = Sql.sql("SELECT IF(id > " + rows + ", (SELECT id FROM s), id) AS v FROM many ORDER BY id");
            failure(one.forEach(fails, row -> {}), StatementException.class);
            failure(one.fetchAll(fails), StatementException.class);
            failure(one.execute("CALL give_and_fail(" + rows + ")"), StatementException.class);
        }
        assertThat(numbers(one, "SELECT CONNECTION_ID()")).isEqualTo(connection);
        await(one.disconnect());
    }

    @Test
    void goesOnAfterAFailedStream() {
        failure(database().forEach(Sql.sql("SELECT refuse(id) FROM s"), row -> {}), StatementException.class);
        execute("INSERT INTO s VALUES (3, 'three')");
        assertThat(count(database(), "s")).isEqualTo(3);
    }

    /** The server has rolled the whole transaction back, which only the error tells. */
    @Test
    void aDeadlockInAStreamEndsTheSession() {
        Database database = database();
        Session victim = await(database.session().open());
        Session other = await(database.session().open());
        await(victim.execute("INSERT INTO s VALUES (7, 'lost')"));
        await(victim.execute("UPDATE s SET v = 'a' WHERE id = 1"));
        await(other.execute("INSERT INTO s VALUES (11, ''), (12, ''), (13, ''), (14, '')")); // costs more to undo
        await(other.execute("UPDATE s SET v = 'b' WHERE id = 2"));
        CompletableFuture<?> waits = other.execute("UPDATE s SET v = 'b' WHERE id = 1");
        until("the other session waits for the lock", () -> waits() > 0);
        StatementException deadlock = failure(
                victim.forEach(Sql.sql("SELECT v FROM s WHERE id = 2 FOR UPDATE"), row -> {}),
                StatementException.class);
        assertThat(deadlock.kind()).isEqualTo(Kind.DEADLOCK);
        failure(victim.execute("INSERT INTO s VALUES (8, 'must not stay')"), SessionFailedException.class);
        await(waits);
        await(other.commit());
        await(victim.cancel());
        assertThat(numbers(database, "SELECT id FROM s WHERE id IN (7, 8)")).isEmpty();
    }
}
