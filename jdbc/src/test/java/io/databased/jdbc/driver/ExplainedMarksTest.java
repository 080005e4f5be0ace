package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.servers.PostgresServer;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement leaves on its connection although it reads like a question is gone for whoever has it next. */
@Tag("R22")
final class ExplainedMarksTest {
    private static final String TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'leak'";

    private static String url(String product) {
        return switch (product) {
            case "h2" -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
            case "duckdb" -> "jdbc:duckdb:";
            default ->
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().createDatabase()));
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "postgresql; EXPLAIN ANALYZE CREATE TEMP TABLE leak AS SELECT 1; " + TABLES + "; 0",
                "postgresql; EXPLAIN (ANALYZE) CREATE TEMPORARY TABLE leak AS SELECT 1; " + TABLES + "; 0",
                "postgresql; SELECT 1 AS a INTO pg_temp.leak; " + TABLES + "; 0",
                "h2; SELECT SET(@tenant, 'acme'); SELECT coalesce(@tenant, '0'); 0",
                "h2; EXPLAIN ANALYZE SELECT SET(@tenant, 'acme'); SELECT coalesce(@tenant, '0'); 0",
                "duckdb; EXPLAIN ANALYZE CREATE TEMP TABLE leak AS SELECT 1; " + TABLES + "; 0",
                "duckdb; EXPLAIN ANALYZE SET VARIABLE tenant = 'acme'; SELECT coalesce(getvariable('tenant'), '0'); 0"
            })
    void areGone(String product, String statement, String question, String answer) {
        try (Database database = await(Database.builder(url(product))
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect())) {
            await(database.session(session -> session.fetchAll(statement)));

            assertThat(String.valueOf(await(database.fetchExactlyOne(question)).get(0)))
                    .isEqualTo(answer);
        }
    }
}
