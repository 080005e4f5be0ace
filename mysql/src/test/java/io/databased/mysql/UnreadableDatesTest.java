package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers keep dates that no calendar has, if they are set so. The answer never lacks the rows that hold one. */
class UnreadableDatesTest extends MySqlDatabase {
    private Database narrow;

    @BeforeEach
    void createTable() throws SQLException {
        try (var connection = server.connect(name());
                var statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES'");
            statement.execute("CREATE TABLE pd (id INT PRIMARY KEY, d DATE, t DATETIME(6))");
            statement.execute("INSERT INTO pd VALUES (1, '2024-05-00', '2024-05-06'), (2, '2024-05-06', '2024-05-06'),"
                    + " (3, '2024-00-06', NULL), (4, '2024-02-30', NULL), (5, '0000-00-00', '0000-00-00'),"
                    + " (6, '2024-05-06', '2024-05-00 10:11:12.5'), (7, NULL, '2024-00-00'), (8, '0000-05-06', NULL)");
        }
        narrow = await(Database.of(url + "?max_size=1").connect());
    }

    private long connection() {
        return one(narrow, "SELECT CONNECTION_ID() AS id", Map.of()).getLong("id");
    }

    private void refused(CompletableFuture<?> reading, String column) {
        StatementException refused = failure(reading, StatementException.class);
        assertThat(refused.kind()).isEqualTo(Kind.DATA);
        assertThat(refused)
                .hasMessageContaining("column \"" + column + "\"")
                .hasMessageContaining("CAST(" + column + " AS CHAR)")
                .hasMessageNotContaining("2024");
    }

    @ParameterizedTest
    @CsvSource({"1, d", "3, d", "4, d", "6, t", "7, t"})
    void readingOneFailsByNameAndTheConnectionLives(int id, String column) {
        long before = connection();
        refused(narrow.fetchAll("SELECT * FROM pd WHERE id >= " + id), column);
        refused(narrow.fetchOne("SELECT * FROM pd WHERE id = " + id), column);
        refused(narrow.forEach(Sql.sql("SELECT * FROM pd WHERE id = " + id), row -> {}), column);
        refused(narrow.session(session -> session.fetchAll("SELECT * FROM pd WHERE id = " + id)), column);
        assertThat(connection()).isEqualTo(before);
        assertThat(one(narrow, "SELECT CAST(" + column + " AS CHAR) AS c FROM pd WHERE id = " + id, Map.of())
                        .getString("c"))
                .startsWith("2024-0");
    }

    @Test
    void zeroDatesAreNullAndTheYearZeroIsAYear() {
        List<Row> rows = await(narrow.fetchAll("SELECT * FROM pd WHERE id IN (2, 5, 8) ORDER BY id"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("d")).isEqualTo(LocalDate.of(2024, 5, 6));
        assertThat(rows.get(1).get("d")).isNull();
        assertThat(rows.get(1).get("t")).isNull();
        assertThat(rows.get(2).get("d")).isEqualTo(LocalDate.of(0, 5, 6));
    }

    @Test
    @Tag("I14")
    void oneInThousandsOfRowsIsNotLost() {
        execute("CREATE TABLE many (id INT PRIMARY KEY, d DATE)");
        await(narrow.executeMany(
                "INSERT INTO many VALUES (?, '2024-05-06')",
                java.util.stream.IntStream.range(0, 3_000)
                        .mapToObj(i -> List.of(10 + i))
                        .toList()));
        execute("INSERT INTO many SELECT id, d FROM pd WHERE id = 2");
        assertThat(await(narrow.fetchAll("SELECT * FROM many"))).hasSize(3_001);
        long before = connection();
        refused(narrow.fetchAll("SELECT many.id, pd.d FROM many, pd WHERE pd.id <= 2"), "d");
        refused(narrow.forEach(Sql.sql("SELECT many.id, pd.d FROM many, pd WHERE pd.id <= 2"), row -> {}), "d");
        assertThat(connection()).isEqualTo(before);
    }
}
