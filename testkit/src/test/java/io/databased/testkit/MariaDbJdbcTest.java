package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about MariaDB through its JDBC driver. */
final class MariaDbJdbcTest extends MariaDbJdbcDatabase {
    private final Database database = builder().build();

    @BeforeEach
    void connect() {
        await(database.connect());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void numbersWithoutASignAreReadWhole() {
        await(database.execute(
                "CREATE TABLE numbers (i INT UNSIGNED, b BIGINT UNSIGNED, s BIGINT, n BIGINT, z BIGINT)"));
        await(database.execute(
                "INSERT INTO numbers" + " VALUES (4294967295, 18446744073709551615, -9223372036854775808, NULL, 0)"));

        Row row = await(database.fetchOne("SELECT * FROM numbers")).orElseThrow();

        assertThat(row.get("i")).isEqualTo(4294967295L);
        assertThat(row.get("b")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(row.get("s")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get("n")).isNull();
        assertThat(row.get("z")).isEqualTo(0L);
    }

    @Test
    void signThatGoesIsNoticed() {
        await(database.execute("CREATE TABLE numbers (n BIGINT)"));
        await(database.execute("INSERT INTO numbers VALUES (7)"));
        assertThat(await(database.fetchOne("SELECT n FROM numbers"))
                        .orElseThrow()
                        .get("n"))
                .isEqualTo(7L);

        await(database.execute("ALTER TABLE numbers MODIFY n BIGINT UNSIGNED"));
        await(database.execute("UPDATE numbers SET n = 18446744073709551615"));

        assertThat(await(database.fetchOne("SELECT n FROM numbers"))
                        .orElseThrow()
                        .get("n"))
                .isEqualTo(new BigInteger("18446744073709551615"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE batches ADD c INT",
                "ALTER TABLE batches MODIFY v BIGINT",
                "CREATE OR REPLACE TABLE batches (id INT, v VARCHAR(20))",
                "CREATE INDEX by_v ON batches (v)"
            })
    void batchIsPreparedAnewWhenItsTableHasChanged(String change) {
        String insert = "INSERT INTO batches (id, v) VALUES (?, ?)";
        List<List<Integer>> rows = List.of(List.of(1, 1), List.of(2, 2), List.of(3, 3));
        await(database.execute("CREATE TABLE batches (id INT, v INT)"));
        await(database.executeMany(insert, rows));
        await(database.execute(change));
        await(database.execute("DELETE FROM batches"));

        assertThat(await(database.executeMany(insert, rows))).isEqualTo(3);
        await(database.execute("ALTER TABLE batches ADD d INT"));
        long again = await(database.session(session ->
                session.execute("DELETE FROM batches").thenCompose(deleted -> session.executeMany(insert, rows))));
        assertThat(again).isEqualTo(3);

        assertThat(await(database.fetchAll("SELECT id FROM batches"))).hasSize(3);
    }
}
