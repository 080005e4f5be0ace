package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was prepared on a connection may be gone, and so may a question be that the library asks in a transaction. */
@Tag("R15")
final class DeallocatedTest {
    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(1);

    @BeforeEach
    void prepare() {
        there.execute("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS 'BEGIN DEALLOCATE ALL; END'");
        await(insert(1));
    }

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        there.close();
    }

    private CompletableFuture<?> insert(int id) {
        return database.session(session -> session.execute("INSERT INTO t VALUES (?)", List.of(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEALLOCATE ALL", "DISCARD ALL", "DO 'BEGIN DEALLOCATE ALL; END'"})
    void sessionsBehindItGoOn(String statement) {
        await(database.execute(statement));
        await(insert(2));
        await(insert(3));

        assertThat(there.rows()).isEqualTo("1,2,3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEALLOCATE ALL", "DO 'BEGIN DEALLOCATE ALL; END'"})
    void theSessionItselfGoesOn(String statement) {
        await(database.session(session -> session.execute(statement)
                .thenCompose(gone -> session.execute("INSERT INTO t VALUES (?)", List.of(2)))
                .thenCompose(inserted -> session.execute(statement))
                .thenCompose(gone -> session.execute("INSERT INTO t VALUES (?)", List.of(3)))));

        assertThat(there.rows()).isEqualTo("1,2,3");
    }

    @Test
    void aSessionWhoseFunctionForgetsThemGoesOn() {
        await(database.session(session ->
                session.fetchAll("SELECT forget()").thenCompose(gone -> session.execute("INSERT INTO t SELECT 2"))));
        await(database.execute("INSERT INTO t VALUES (?)", List.of(3)));
        await(insert(4));

        assertThat(there.rows()).isEqualTo("1,2,3,4");
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    /** A trigger forgets them unseen, and the transaction fails by a question that nobody but the library knows of. */
    @Test
    void aTransactionThatFailedUnseenIsNotTakenForCommitted() {
        there.execute(
                "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN DEALLOCATE ALL; RETURN NULL; END'",
                "CREATE TRIGGER leave AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION leave()");

        StatementException failure = failure(insert(2), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failure).hasMessageContaining("rolled back in place of being committed");
        assertThat(there.rows()).isEqualTo("1");
        there.execute("DROP TRIGGER leave ON t");
        await(insert(3));
        assertThat(there.rows()).isEqualTo("1,3");
    }
}
