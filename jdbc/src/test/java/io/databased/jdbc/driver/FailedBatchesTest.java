package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a batch that fails: the database's reason, and which set of values it is about. */
final class FailedBatchesTest {
    private static final String INSERT = "INSERT INTO numbers (id, name) VALUES (?, ?)";

    private static Database connect(String product) {
        String name = product.split(" ")[0];
        String options = product.substring(name.length()).strip();
        String url = switch (name) {
            case "postgresql" ->
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(PostgresServer.shared().createDatabase())) + options;
            case "mariadb" ->
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(MariaDbServer.shared().createDatabase())) + options;
            case "h2" -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
            default -> "jdbc:duckdb:";
        };
        Database database = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        await(database.execute("CREATE TABLE numbers (id int PRIMARY KEY, name varchar(9) NOT NULL)"));
        return database;
    }

    /** Of so many, all different but for the one, which is as the first. */
    private static List<List<Object>> sets(int count, int twice) {
        List<List<Object>> sets = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sets.add(List.of(i == twice ? 1 : i, "name"));
        }
        return sets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb &useBulkStmts=false", "h2", "duckdb"})
    void tellWhichSetOfValuesFailed(String product) {
        try (Database database = connect(product)) {
            for (int[] each : new int[][] {{4, 3}, {4, 4}, {1_500, 1_200}}) {
                StatementException alone =
                        failure(database.executeMany(INSERT, sets(each[0], each[1])), StatementException.class);
                StatementException inSession = failure(
                        database.session(session -> session.executeMany(INSERT, sets(each[0], each[1]))),
                        StatementException.class);

                for (StatementException told : List.of(alone, inSession)) {
                    assertThat(told.kind()).isEqualTo(Kind.UNIQUE);
                    assertThat(told.databaseMessage()).isPresent();
                    assertThat(told).hasMessageContaining(" (set of values " + each[1] + " of " + each[0] + ")");
                }
            }
            assertThat(await(database.fetchAll("SELECT * FROM numbers"))).isEmpty();
        }
    }

    /** A driver that makes one statement of several sets knows which statement failed, not which set. */
    @Test
    void tellNoSetThatMayNotBeTheOne() {
        try (Database database = connect("mariadb")) {
            StatementException told = failure(database.executeMany(INSERT, sets(4, 3)), StatementException.class);

            assertThat(told.kind()).isEqualTo(Kind.UNIQUE);
            assertThat(told.sqlState()).isPresent();
            assertThat(told).hasMessageNotContaining("set of values");
        }
    }

    @Test
    void tellWhichSetCannotBeSent() {
        try (Database database = connect("postgresql")) {
            await(database.execute("CREATE TABLE sums (sum numeric)"));
            List<List<BigDecimal>> sums =
                    List.of(List.of(BigDecimal.ONE), List.of(BigDecimal.ONE.scaleByPowerOfTen(200_000)));

            StatementException told =
                    failure(database.executeMany("INSERT INTO sums VALUES (?)", sums), StatementException.class);

            assertThat(told).hasMessageContaining(" (set of values 2 of 2)");
        }
    }
}
