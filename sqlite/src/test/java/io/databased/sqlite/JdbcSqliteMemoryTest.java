package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases in memory through SQLite's JDBC driver. */
final class JdbcSqliteMemoryTest {
    private static final String COUNT = "SELECT count(*) AS n FROM kept";

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:file:kept?mode=memory&cache=shared", "jdbc:sqlite:file::memory:?cache=shared"})
    void sharedOneOutlivesItsConnections(String url) {
        Database database = await(Database.of(url).connect());
        await(database.execute("CREATE TABLE kept (n int)"));
        await(database.session(session -> session.execute("CREATE TEMP TABLE t (n int)")));

        assertThat(await(database.fetchExactlyOne(COUNT)).get("n")).isEqualTo(0L);

        database.evictConnections();
        assertThat(await(database.fetchExactlyOne(COUNT)).get("n")).isEqualTo(0L);

        await(database.disconnect());
        await(database.connect());
        assertThat(failure(database.fetchAll(COUNT), StatementException.class).kind())
                .isEqualTo(Kind.OBJECT);
        await(database.disconnect());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:?foreign_keys=on",
                "jdbc:sqlite:file::memory:",
                "jdbc:sqlite:file:x?mode=memory",
                "jdbc:sqlite:file:?mode=memory&cache=shared"
            })
    void oneWithoutANameHasOneConnectionAndItsLossIsNotHidden(String url) {
        Database database = await(Database.of(url).connect());
        await(database.execute("CREATE TABLE kept (n int)"));
        CompletableFuture<Long> together = database.session(first -> first.execute("INSERT INTO kept VALUES (1)")
                .thenCompose(inserted -> first.fetchExactlyOne(COUNT))
                .thenApply(row -> row.get("n", Long.class)));
        assertThat(await(database.fetchExactlyOne(COUNT)).get("n", Long.class)).isBetween(0L, 1L);
        assertThat(await(together)).isOne();
        assertThat(database.stats().maxSize()).isOne();

        await(database.session(session -> session.execute("CREATE TEMP TABLE t (n int)")));
        assertThat(failure(database.fetchAll(COUNT), ConnectionFailedException.class))
                .hasMessageContaining("so the data is gone");

        await(database.disconnect());
        await(database.connect());
        await(database.execute("CREATE TABLE kept (n int)"));
        await(database.disconnect());
    }
}
