package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.UpdateResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Affected rows and keys of statements whose first word does not tell what they do. */
final class CountsTest extends TypesTest {
    @BeforeEach
    void create() {
        execute("DROP TABLE IF EXISTS counted");
        execute("CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY, v int)");
        execute("INSERT INTO counted (v) VALUES (5), (6)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "WITH n AS (SELECT 7 v) SELECT v FROM n | 0 | ",
                "WITH n AS (SELECT 7 v) TABLE n | 0 | ",
                "SELECT 7 | 0 | ",
                "VALUES (7), (8) | 0 | ",
                "EXPLAIN ANALYZE INSERT INTO counted (v) VALUES (1) | 0 | ",
                "WITH n AS (SELECT 7 v) INSERT INTO counted (v) SELECT v FROM n RETURNING id | 1 | 3",
                "WITH n AS (SELECT 7 v) INSERT INTO counted (v) SELECT v FROM n | 1 | ",
                "WITH n AS (SELECT 5 v) UPDATE counted SET v = 1 FROM n WHERE counted.v = n.v RETURNING id | 1 | ",
                "WITH n AS (SELECT 5 v) DELETE FROM counted USING n WHERE counted.v = n.v | 1 | ",
                "INSERT INTO counted (v) VALUES (1), (2) RETURNING id | 2 | 4",
                "UPDATE counted SET v = 1 | 2 | ",
                "MERGE INTO counted USING (VALUES (5)) n (v) ON counted.v = n.v WHEN MATCHED THEN DELETE | 1 | "
            })
    void areThoseOfWhatTheStatementDoes(String sql, long affected, @Nullable Integer key) {
        UpdateResult result = await(database.execute(sql));

        assertThat(result.affectedRows()).isEqualTo(affected);
        assertThat(result.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "INSERT INTO counted (v) VALUES (1), (2), (3) | 3",
                "UPDATE counted SET v = 1 | 2",
                "DELETE FROM counted WHERE v = 5 | 1",
                "WITH n AS (SELECT 7 v) INSERT INTO counted (v) SELECT v FROM n | 1",
                "SELECT * FROM counted | 0",
                "VALUES (7), (8) | 0"
            })
    void areThoseOfWhatIsExecuted(String sql, long affected) {
        long told = await(database.session(session -> session.execute("PREPARE counting AS " + sql)
                        .thenCompose(prepared -> session.execute("EXECUTE counting"))))
                .affectedRows();

        assertThat(told).isEqualTo(affected);
    }
}
