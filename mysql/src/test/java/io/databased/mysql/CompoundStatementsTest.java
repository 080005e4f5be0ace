package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.InvalidQueryException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MariaDB runs blocks, branches and loops without a routine around them. */
@Tag("mariadb")
class CompoundStatementsTest extends MySqlDatabase {
    @BeforeEach
    void create() {
        execute("CREATE TABLE c (id INT)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN NOT ATOMIC DECLARE x INT DEFAULT 1; INSERT INTO c VALUES (x); INSERT INTO c VALUES (x + 1); END",
                "BEGIN NOT ATOMIC INSERT INTO c VALUES (1), (2); END;",
                "IF (SELECT COUNT(*) FROM c) = 0 THEN INSERT INTO c VALUES (1); INSERT INTO c VALUES (2); END IF",
                "FOR i IN 1..2 DO INSERT INTO c VALUES (i); END FOR",
                "CASE 1 WHEN 1 THEN INSERT INTO c VALUES (1), (2); ELSE SELECT 2; END CASE"
            })
    void areRunInSessionsAndOutside(String sql) {
        await(database().session(session -> session.execute(sql)));
        assertThat(count(database(), "c")).isEqualTo(2);
        await(database().execute("DELETE FROM c"));
        await(database().execute(sql));
        assertThat(count(database(), "c")).isEqualTo(2);
    }

    @Test
    @Tag("R15")
    void theServerTellsThatOneHasCommitted() {
        StatementException failure = failure(
                database()
                        .session(session -> session.execute("INSERT INTO c VALUES (1)")
                                .thenCompose(done ->
                                        session.execute("BEGIN NOT ATOMIC COMMIT; INSERT INTO c VALUES (2); END"))
                                .thenCompose(done -> session.execute("INSERT INTO c VALUES (3)"))),
                StatementException.class);
        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
    }

    @Test
    void aTransactionOfTheTextIsRefusedAsBefore() {
        assertThat(failure(database().execute("BEGIN"), InvalidQueryException.class))
                .hasMessageContaining("BEGIN would control the transaction");
    }
}
