package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
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
}
