package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.StatementException;
import java.nio.file.Path;
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
}
