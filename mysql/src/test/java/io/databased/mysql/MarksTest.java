package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server tells of its session decides whether a connection is reset, and not the words of the statements. */
@Tag("R22")
@Tag("P15")
class MarksTest extends MySqlDatabase {
    /** Null, and as it is on a new connection, unless something was left. */
    private static final String LEFT = "SELECT CAST(@tenant AS CHAR) AS tenant, @@sort_buffer_size = 300000 AS setting,"
            + " @@time_zone AS zone, DATABASE() AS db";

    private Database one;
    private List<Object> clean;

    @BeforeEach
    void connect() {
        execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10))");
        execute("CREATE TABLE audited (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10) UNIQUE)");
        execute("CREATE TABLE prepared (one INT)");
        execute("INSERT INTO t (v) VALUES ('a')");
        function("set_tenant", "SET @tenant = 'acme'");
        function("set_buffer", "SET SESSION sort_buffer_size = 300000");
        function("set_zone", "SET time_zone = '+05:00'");
        function("set_and_fail", "SET @tenant = 'acme'; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'");
        execute("CREATE TRIGGER marking BEFORE INSERT ON audited FOR EACH ROW SET @tenant = 'trigger'");
        execute("CREATE VIEW seen AS SELECT set_tenant() AS one");
        execute("CREATE PROCEDURE clean() SELECT 1 AS one");
        one = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .connectionInitSql("INSERT INTO prepared VALUES (1)")
                .build()
                .connect());
        clean = left(one);
    }

    private void function(String name, String body) {
        execute("CREATE FUNCTION " + name + "() RETURNS INT NO SQL BEGIN " + body + "; RETURN 1; END");
    }

    @AfterEach
    void close() {
        one.close();
    }

    private static List<Object> left(Queryable on) {
        return new ArrayList<>(await(on.fetchExactlyOne(LEFT)).toMap().values());
    }

    /** The connection is the same, and as new. */
    private void nothingIsLeft() {
        assertThat(left(one)).isEqualTo(clean);
        Session session = await(one.session().open());
        assertThat(left(session)).isEqualTo(clean);
        await(session.commit());
        assertThat(one.stats().turnover().created()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_tenant()",
                "SELECT `set_tenant`() FROM t",
                "SELECT one FROM seen",
                "UPDATE t SET id = id + set_tenant()",
                "INSERT INTO audited (v) VALUES ('a')",
                "INSERT INTO t (v) SELECT set_tenant()",
                "SELECT set_buffer()",
                "SELECT set_zone()",
                "DELETE FROM t WHERE set_buffer() > 5"
            })
    void nothingIsLeftByWhatNoTextTells(String sql) {
        await(one.execute(sql));
        nothingIsLeft();
        await(one.session(session -> session.execute(sql.replace("'a'", "'b'"))));
        nothingIsLeft();
        Session session = await(one.session().open());
        await(session.execute(sql.replace("'a'", "'c'")));
        assertThat(left(session)).as("in the session").isNotEqualTo(clean);
        await(session.cancel());
        nothingIsLeft();
    }

    @Test
    void nothingIsLeftByABatchOrAStream() {
        await(one.executeMany("INSERT INTO audited (v) VALUES (?)", List.of(List.of("a"), List.of("b"))));
        nothingIsLeft();
        await(one.forEach(Sql.sql("SELECT set_tenant() AS one FROM t"), row -> {}));
        nothingIsLeft();
    }

    /** Errors tell nothing of the session. */
    @Test
    void nothingIsLeftByWhatHasFailed() {
        String sql = "SELECT set_and_fail()";
        failure(one.fetchAll(sql), StatementException.class);
        nothingIsLeft();
        failure(one.session(session -> session.fetchAll(sql)), StatementException.class);
        nothingIsLeft();
        await(one.session(
                SessionOptions.defaults().withErrors(Errors.NATIVE),
                session -> session.fetchAll(sql)
                        .handle((rows, failure) -> failure)
                        .thenCompose(failed -> session.execute("INSERT INTO t (v) VALUES ('x')"))));
        nothingIsLeft();
        failure(one.forEach(Sql.sql(sql), row -> {}), StatementException.class);
        nothingIsLeft();
        failure(
                one.executeMany("INSERT INTO audited (v) VALUES (?)", List.of(List.of("a"), List.of("a"))),
                StatementException.class);
        nothingIsLeft();
    }

    /** Others are on the wire with it the first time. */
    @Test
    void aStatementThatHasMarkedIsAloneFromThenOn() {
        for (int round = 0; round < 20; round++) {
            CompletableFuture<?> marking = one.fetchAll("SELECT set_tenant()");
            CompletableFuture<Object> behind = one.fetchExactlyOne(LEFT).thenApply(row -> row.get("tenant"));
            await(marking);
            if (round > 0) {
                assertThat(await(behind)).isNull();
            }
            await(behind);
        }
        assertThat(one.stats().turnover().created()).isEqualTo(1);
    }

    /** What leaves nothing goes on to share, and is prepared once. */
    @Test
    void whatLeavesNothingIsNotReset() {
        await(one.fetchAll("SELECT set_tenant()")); // what is told once is told once
        nothingIsLeft();
        long before = resets();
        await(one.execute("INSERT INTO t (v) VALUES ('x')"));
        await(one.session(session -> session.execute("INSERT INTO t (v) VALUES ('y')")
                .thenCompose(done -> session.transaction(child -> child.execute("UPDATE t SET v = 'z'")))));
        await(one.executeMany("INSERT INTO t (v) VALUES (?)", List.of(List.of("a"), List.of("b"))));
        await(one.fetchAll("SELECT * FROM t"));
        await(one.forEach(Sql.sql("SELECT * FROM t"), row -> {}));
        failure(one.execute("INSERT INTO t (id) VALUES (1)"), StatementException.class);
        await(one.fetchAll("SELECT 1")); // behind the reset, if there was one
        assertThat(resets()).isEqualTo(before);
    }

    /** What prepares a connection is run after each reset. */
    private long resets() {
        return count(database(), "prepared");
    }
}
