package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.StatementException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drivers that nothing is known of, and that have not all of JDBC. */
final class IncompleteDriverTest {
    private final FaultyDriver driver = new FaultyDriver();
    private final Database database =
            await(DatabaseBuilder.of(DatabaseUrl.parse("jdbc:unknown:x"), JdbcBackend.of(driver.source(), "unknown"))
                    .pool(PoolOptions.builder().maxSize(1).build())
                    .build()
                    .connect());

    @BeforeEach
    void createTable() {
        await(database.execute("CREATE TABLE t (id INT GENERATED ALWAYS AS IDENTITY, x INT UNIQUE)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long count() {
        return await(database.fetchOne("SELECT count(*) AS n FROM t"))
                .orElseThrow()
                .getLong("n");
    }

    /** In the ways of Oracle's, of SQL Server's, and of one that follows the standard. */
    static List<SQLException> unsupported() {
        return List.of(
                new SQLFeatureNotSupportedException("unsupported"),
                new SQLException("unsupported", "99999", 17023),
                new SQLException("unsupported", "0A000"));
    }

    /** They keep savepoints until the transaction ends. */
    @ParameterizedTest
    @MethodSource("unsupported")
    @Tag("R10")
    void thatReleaseNoSavepointsHaveChildSessionsAndBatches(SQLException unsupported) {
        driver.failAt("Connection.releaseSavepoint", unsupported);

        await(database.session(session -> session.transaction(child -> child.execute("INSERT INTO t (x) VALUES (1)"))
                .thenCompose(done -> session.transaction(child -> child.execute("INSERT INTO t (x) VALUES (2)")))
                .thenCompose(done -> session.executeMany("INSERT INTO t (x) VALUES (?)", List.of(List.of(3))))));
        await(database.executeMany("INSERT INTO t (x) VALUES (?)", List.of(List.of(4), List.of(5))));
        await(database.session(session -> session.transaction(
                        child -> child.execute("INSERT INTO t (x) VALUES (6)").thenCompose(done -> child.cancel()))
                .thenCompose(done -> session.execute("INSERT INTO t (x) VALUES (7)"))));
        failure(
                database.executeMany("INSERT INTO t (x) VALUES (?)", List.of(List.of(8), List.of(1))),
                StatementException.class);

        assertThat(await(database.fetchAll("SELECT x FROM t ORDER BY x")))
                .extracting(row -> row.getInt("x"))
                .containsExactly(1, 2, 3, 4, 5, 7);
        assertThat(driver.opened()).isOne();
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void thatGiveNoKeysInsert(SQLException unsupported) {
        driver.at("Connection.prepareStatement", arguments -> {
            if (arguments.length > 1) {
                throw unsupported;
            }
        });

        for (int i = 0; i < 2; i++) {
            assertThat(await(database.execute("INSERT INTO t (x) VALUES (?)", List.of(i)))
                            .generatedKey())
                    .isEmpty();
        }

        assertThat(count()).isEqualTo(2);
    }

    /** What is refused for another reason is told. */
    @Test
    void thatRefuseASavepointAreTold() {
        driver.failAt("Connection.releaseSavepoint", new SQLException("no such savepoint", "3B001"));

        failure(
                database.session(session -> session.executeMany("INSERT INTO t (x) VALUES (?)", List.of(List.of(1)))),
                StatementException.class);

        driver.heal();
        assertThat(count()).isZero();
    }
}
