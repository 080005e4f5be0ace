package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COMMIT and ROLLBACK end a transaction and nothing else, whatever {@code completion_type} was set to, and by whom. */
@Tag("R15")
class CompletionTypeTest extends MySqlDatabase {
    private Database one;

    @BeforeEach
    void createRoutines() {
        execute("CREATE TABLE t (id INT PRIMARY KEY)");
        for (String type : List.of("CHAIN", "RELEASE")) {
            execute("CREATE FUNCTION " + type.toLowerCase() + "_it() RETURNS INT NO SQL BEGIN SET completion_type = '"
                    + type + "'; RETURN 1; END");
            execute("CREATE PROCEDURE set_" + type.toLowerCase() + "() SET completion_type = '" + type + "'");
        }
        one = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
    }

    @AfterEach
    void close() {
        one.close();
    }

    /** What is written by itself afterwards is there for others at once, and the connection is the same. */
    private void commitsByItself(int id) {
        await(one.execute("INSERT INTO t VALUES (?)", List.of(id)));
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).contains(id);
        assertThat(one.stats().turnover().created()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET completion_type = 'CHAIN'",
                "SET completion_type = 'RELEASE'",
                "CALL set_chain()",
                "CALL set_release()",
                "SELECT chain_it()",
                "SELECT release_it()"
            })
    void aSessionIsOverWhenItHasEnded(String sql) {
        await(one.session(
                session -> session.execute(sql).thenCompose(done -> session.execute("INSERT INTO t VALUES (1)"))));
        commitsByItself(2);
        Session session = await(one.session().open());
        await(session.fetchAll(sql));
        await(session.execute("INSERT INTO t VALUES (3)"));
        await(session.cancel());
        commitsByItself(4);
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(1, 2, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT chain_it()", "SELECT release_it()"})
    void aBatchIsOverWhenItHasEnded(String sql) {
        String insert = "INSERT INTO t VALUES (?)";
        await(one.fetchAll(sql));
        await(one.executeMany(insert, List.of(List.of(1), List.of(2))));
        commitsByItself(3);
        await(one.fetchAll(sql));
        failure(one.executeMany(insert, List.of(List.of(4), List.of(3))), StatementException.class);
        commitsByItself(5);
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(1, 2, 3, 5);
    }

    @Test
    void childrenAreUntouched() {
        await(one.session(session -> session.execute("SELECT chain_it()")
                .thenCompose(set -> session.transaction(child -> child.execute("INSERT INTO t VALUES (1)")))
                .thenCompose(done -> session.transaction(child -> child.execute("INSERT INTO t VALUES (2)")
                                .thenCompose(twice -> child.execute("INSERT INTO t VALUES (2)")))
                        .handle((done2, failure) -> failure))));
        commitsByItself(3);
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(1, 3);
    }

    @Test
    @Tag("R27")
    void forceRollbackKeepsNothing() {
        Database forced = await(Database.builder(url).forceRollback().build().connect());
        await(forced.session(session -> session.execute("SET completion_type = 'CHAIN'")
                .thenCompose(set -> session.execute("INSERT INTO t VALUES (1)"))));
        await(forced.disconnect());
        assertThat(one(database(), "SELECT count(*) AS n FROM t", Map.of()).getLong("n"))
                .isZero();
    }
}
