package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
