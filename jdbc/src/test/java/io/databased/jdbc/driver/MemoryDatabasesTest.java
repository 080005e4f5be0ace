package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database in memory that a pool of connections has is one, and ends with the disconnect. */
final class MemoryDatabasesTest {
    private static final String COUNT = "SELECT count(*) AS n FROM kept";

    private static Database connect(String url) {
        return await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(3).build())
                .build()
                .connect());
    }

    private static long count(Database database) {
        return await(database.fetchExactlyOne(COUNT)).get("n", Long.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:",
                "jdbc:h2:mem:;MODE=PostgreSQL",
                "jdbc:h2:mem:kept",
                "jdbc:duckdb:",
                "jdbc:duckdb:;threads=2",
                "jdbc:duckdb::memory:",
                "jdbc:duckdb::memory:kept"
            })
    void outlivesItsConnections(String url) {
        Database database = connect(url);
        await(database.execute("CREATE TABLE kept (n int)"));
        await(database.execute("INSERT INTO kept VALUES (1)"));

        String temporary =
                url.startsWith("jdbc:h2") ? "CREATE LOCAL TEMPORARY TABLE t (n int)" : "CREATE TEMP TABLE t (n int)";
        await(database.session(session -> session.execute(temporary)));
        assertThat(count(database)).isOne();

        database.evictConnections();
        assertThat(count(database)).isOne();

        Session first = await(database.session(SessionOptions.defaults()).open());
        Session second = await(database.session(SessionOptions.defaults()).open());
        assertThat(await(first.fetchAll(COUNT))).hasSameSizeAs(await(second.fetchAll(COUNT)));
        await(first.commit());
        await(second.commit());

        await(database.disconnect());
        await(database.connect());
        assertThat(failure(database.fetchAll(COUNT), StatementException.class).kind())
                .isEqualTo(Kind.OBJECT);
        await(database.disconnect());
    }

    /** Which H2 keeps itself. */
    @ParameterizedTest
    @ValueSource(strings = "jdbc:h2:mem:stays;DB_CLOSE_DELAY=-1")
    void endsWithTheDisconnectUnlessItsUrlSaysOtherwise(String url) {
        Database database = connect(url);
        await(database.execute("CREATE TABLE kept (n int)"));
        await(database.disconnect());
        await(database.connect());

        assertThat(count(database)).isZero();
        await(database.execute("DROP TABLE kept"));
        await(database.disconnect());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void withoutANameIsAnotherForEachDatabase(String url) {
        try (Database one = connect(url);
                Database other = connect(url)) {
            await(one.execute("CREATE TABLE kept (n int)"));

            assertThat(failure(other.fetchAll(COUNT), StatementException.class).kind())
                    .isEqualTo(Kind.OBJECT);
        }
    }
}
