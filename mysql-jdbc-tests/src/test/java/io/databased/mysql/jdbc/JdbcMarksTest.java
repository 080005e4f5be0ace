package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that a function or a trigger has left something on is not handed out again: the server tells, through either driver. */
@Tag("R22")
@Tag("P15")
class JdbcMarksTest extends ServerDatabase {
    /** As it is on a new connection, unless something was left. */
    private static final String LEFT = "SELECT CAST(@tenant AS CHAR) AS tenant, @@sort_buffer_size = 300000 AS setting,"
            + " @@time_zone AS zone, DATABASE() AS db";

    @BeforeEach
    void createWhatMarks() {
        execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10))");
        execute("CREATE TABLE audited (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10) UNIQUE)");
        execute("INSERT INTO t (v) VALUES ('a')");
        function("set_tenant", "SET @tenant = 'acme'");
        function("set_buffer", "SET SESSION sort_buffer_size = 300000");
        function("set_zone", "SET time_zone = '+05:00'");
        function("set_and_fail", "SET @tenant = 'acme'; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'");
        execute("CREATE TRIGGER marking BEFORE INSERT ON audited FOR EACH ROW SET @tenant = 'trigger'");
        execute("CREATE VIEW seen AS SELECT set_tenant() AS one");
    }

    private void function(String name, String body) {
        execute("CREATE FUNCTION " + name + "() RETURNS INT NO SQL BEGIN " + body + "; RETURN 1; END");
    }

    /** With one connection at a time, by each driver, where it prepares and where the server does. */
    private void byEachDriver(Consumer<Database> test) {
        for (String driver : List.of("mysql", "mariadb")) {
            for (String prepared : List.of("", "&useServerPrepStmts=true")) {
                try (Database one = await(Database.builder(jdbcUrl(driver) + prepared)
                        .pool(PoolOptions.builder().maxSize(1).build())
                        .connectionInitSql("SET SESSION sort_buffer_size = 400000")
                        .build()
                        .connect())) {
                    test.accept(one);
                }
            }
        }
    }

    private static List<Object> left(Queryable on) {
        return new ArrayList<>(await(on.fetchExactlyOne(LEFT)).toMap().values());
    }

    private static void nothingIsLeft(Database one, List<Object> clean) {
        assertThat(left(one)).isEqualTo(clean);
        Session session = await(one.session().open());
        assertThat(left(session)).isEqualTo(clean);
        await(session.commit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_tenant()",
                "SELECT one FROM seen",
                "UPDATE t SET id = id + set_tenant()",
                "INSERT INTO audited (v) VALUES ('a')",
                "INSERT INTO t (v) SELECT set_tenant()",
                "SELECT set_buffer()",
                "SELECT set_zone()",
                "DELETE FROM t WHERE set_buffer() > 5"
            })
    void nothingIsLeftByWhatNoTextTells(String sql) {
        byEachDriver(one -> {
            List<Object> clean = left(one);
            await(one.execute(sql));
            nothingIsLeft(one, clean);
            await(one.session(session -> session.execute(sql.replace("'a'", "'b'"))));
            nothingIsLeft(one, clean);
            Session session = await(one.session().open());
            await(session.execute(sql.replace("'a'", "'c'")));
            assertThat(left(session)).as("in the session").isNotEqualTo(clean);
            await(session.cancel());
            nothingIsLeft(one, clean);
            await(one.execute("DELETE FROM audited"));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothingIsLeftByABatchOrAStream(int rows) {
        execute("INSERT INTO t (v) VALUES ('b')");
        byEachDriver(one -> {
            List<Object> clean = left(one);
            await(one.executeMany("INSERT INTO audited (v) VALUES (?)", List.of(List.of("a"), List.of("b"))));
            nothingIsLeft(one, clean);
            Sql<Row> marking = Sql.sql("SELECT set_tenant() AS one FROM t LIMIT " + rows);
            await(one.forEach(marking, row -> {}));
            nothingIsLeft(one, clean);
            await(one.session(session -> session.forEach(marking, row -> {})));
            nothingIsLeft(one, clean);
            await(one.execute("DELETE FROM audited"));
        });
    }

    /** Errors tell nothing of the session. */
    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT set_and_fail()", "SELECT IF(id > 1, set_and_fail(), set_tenant()) FROM t ORDER BY id"})
    void nothingIsLeftByWhatHasFailed(String sql) {
        execute("INSERT INTO t (v) VALUES ('b')");
        byEachDriver(one -> {
            List<Object> clean = left(one);
            failure(one.fetchAll(sql), StatementException.class);
            nothingIsLeft(one, clean);
            failure(one.session(session -> session.fetchAll(sql)), StatementException.class);
            nothingIsLeft(one, clean);
            await(one.session(
                    SessionOptions.defaults().withErrors(Errors.NATIVE),
                    session -> session.fetchAll(sql)
                            .handle((rows, failure) -> failure)
                            .thenCompose(failed -> session.execute("INSERT INTO t (v) VALUES ('x')"))));
            nothingIsLeft(one, clean);
            failure(one.forEach(Sql.sql(sql), row -> {}), StatementException.class);
            nothingIsLeft(one, clean);
            failure(
                    one.executeMany("INSERT INTO audited (v) VALUES (?)", List.of(List.of("a"), List.of("a"))),
                    StatementException.class);
            nothingIsLeft(one, clean);
        });
    }

    @Test
    void whatLeavesNothingKeepsItsConnection() {
        byEachDriver(one -> {
            await(one.execute("INSERT INTO t (v) VALUES ('x')"));
            await(one.session(session -> session.execute("INSERT INTO t (v) VALUES ('y')")
                    .thenCompose(done -> session.transaction(child -> child.execute("UPDATE t SET v = 'z'")))));
            await(one.executeMany("INSERT INTO t (v) VALUES (?)", List.of(List.of("a"), List.of("b"))));
            await(one.fetchAll("SELECT * FROM t"));
            await(one.forEach(Sql.sql("SELECT * FROM t"), row -> {}));
            failure(one.execute("INSERT INTO t (id) VALUES (1)"), StatementException.class);
            failure(one.session(session -> session.execute("INSERT INTO t (id) VALUES (1)")), StatementException.class);
            failure(one.fetchAll("SELECT * FROM none"), StatementException.class);
            await(one.session(session -> session.fetchAll("SELECT 1")));
            assertThat(one.stats().turnover().created()).isEqualTo(1);
        });
    }
}
