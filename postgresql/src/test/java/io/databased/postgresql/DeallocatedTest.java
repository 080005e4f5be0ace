package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.util.ArrayList;
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

    /** Nobody sees that a trigger has forgotten them, so the next session comes with what is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"DEALLOCATE ALL", "DISCARD PLANS", "EXECUTE 'DEALLOCATE ALL'"})
    void theFirstStatementOfASessionIsPreparedAnew(String forgetting) {
        forgetBehindInserts(forgetting);
        await(database.fetchAll("SELECT * FROM t"));
        await(database.execute("INSERT INTO audited VALUES (1)"));
        await(insert(2));
        await(database.execute("INSERT INTO audited VALUES (1)"));
        await(database.session(
                session -> session.transaction(child -> child.execute("INSERT INTO t VALUES (?)", List.of(3)))));
        await(database.execute("INSERT INTO audited VALUES (1)"));
        await(database.session(
                session -> session.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(4), List.of(5)))));
        await(database.execute("INSERT INTO audited VALUES (1)"));
        await(database.session(session ->
                session.fetchAll("SELECT * FROM t").thenCompose(read -> session.execute("INSERT INTO t SELECT 6"))));
        await(database.execute("INSERT INTO audited VALUES (1)"));
        await(database.session(session -> session.forEach(Sql.sql("SELECT * FROM t"), row -> {})));

        assertThat(there.rows()).isEqualTo("1,2,3,4,5,6");
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    /** Its savepoint is gone back to: what its parent has done stays. */
    @Test
    void theFirstStatementOfAChildIsPreparedAnew() {
        forgetBehindInserts("DEALLOCATE ALL");
        List<Object> counts = await(database.session(session -> {
            List<Object> seen = new ArrayList<>();
            CompletableFuture<?> last = session.execute("INSERT INTO t VALUES (2)");
            for (int i = 0; i < 3; i++) {
                String forgets = "INSERT INTO audited VALUES (" + i + ")"; // prepared each time
                last = last.thenCompose(done -> session.execute(forgets))
                        .thenCompose(gone -> session.transaction(child -> {
                            CompletableFuture<?> first = child.execute("INSERT INTO t SELECT count(*) + 1 FROM t");
                            child.fetchExactlyOne(
                                            Sql.sql("SELECT count(*) FROM t").value(Long.class))
                                    .thenAccept(seen::add);
                            return first.thenCompose(done -> child.transaction(
                                    grandchild -> grandchild.execute("UPDATE t SET id = id WHERE id = 1")));
                        }));
            }
            return last.thenApply(done -> seen);
        }));

        assertThat(counts).containsExactly(3L, 4L, 5L);
        assertThat(there.rows()).isEqualTo("1,2,3,4,5");
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    @Test
    void inForceRollbackTheFirstStatementOfASessionIsPreparedAnew() {
        forgetBehindInserts("DEALLOCATE ALL");
        try (Database forced =
                await(Database.builder(there.url()).forceRollback().build().connect())) {
            for (long id = 2; id < 6; id++) {
                List<Long> value = List.of(id);
                await(forced.session(session -> session.execute("INSERT INTO t VALUES (?)", value)));
                await(forced.execute("INSERT INTO audited VALUES (1)"));
                assertThat(await(forced.fetchExactlyOne(
                                Sql.sql("SELECT count(*) FROM t").value(Long.class))))
                        .isEqualTo(id);
            }
        }
        assertThat(there.rows()).isEqualTo("1");
    }

    /** By its number an unknown COMMIT is found. */
    @Test
    void theTransactionOfThatChildIsAskedForItsNumberAgain() {
        await(insert(2));
        there.proxy.traffic().reset();
        await(database.session(session -> session.fetchAll("SELECT forget()")
                .thenCompose(
                        gone -> session.transaction(child -> child.execute("INSERT INTO t VALUES (?)", List.of(3))))));

        String question = TransactionId.question(true);
        assertThat(there.proxy.traffic().texts())
                .containsSubsequence(
                        "SAVEPOINT databased_1", question, "ROLLBACK TO SAVEPOINT databased_1", question, "COMMIT");
        assertThat(there.rows()).isEqualTo("1,2,3");
    }

    private void forgetBehindInserts(String forgetting) {
        there.execute(
                "CREATE TABLE audited (id int)",
                "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + forgetting
                        + "; RETURN NULL; END $$",
                "CREATE TRIGGER leave AFTER INSERT ON audited FOR EACH ROW EXECUTE FUNCTION leave()");
    }

    /** What is on its way behind it is refused for it, and comes again behind it. */
    @Test
    void whatWasSentBehindItFollows() {
        for (int round = 0; round < 50; round++) {
            int first = 10 * round + 10;
            await(database.fetchAll("SELECT forget()"));
            List<CompletableFuture<Integer>> counts = new ArrayList<>();
            await(database.session(session -> {
                CompletableFuture<?> last = CompletableFuture.completedFuture(null);
                for (int id = first; id < first + 5; id++) {
                    last = session.execute("INSERT INTO t VALUES (?)", List.of(id));
                    counts.add(session.fetchExactlyOne(Sql.sql("SELECT count(*)::int FROM t WHERE id >= " + first)
                            .value(Integer.class)));
                }
                return last;
            }));
            assertThat(counts).extracting(Futures::await).containsExactly(1, 2, 3, 4, 5);
        }
        assertThat(there.look("SELECT count(*) FROM t")).isEqualTo("251");
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    /** Its COMMIT is checked by the number of the transaction that it is in, not of the one that was given up. */
    @Test
    void theTransactionThatIsBegunAnewIsAskedForItsNumber() {
        await(database.fetchAll("SELECT forget()"));
        there.proxy.traffic().reset();
        await(insert(2));

        assertThat(there.proxy.traffic().texts())
                .containsSubsequence("BEGIN", "ROLLBACK; BEGIN", "COMMIT")
                .filteredOn(text -> text.startsWith("COMMIT"))
                .hasSize(1);
        assertThat(there.rows()).isEqualTo("1,2");
    }

    /** A transaction that has done something is not begun anew. */
    @Test
    void aLaterStatementFails() {
        there.execute(
                "CREATE TABLE audited (id int)",
                "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN DEALLOCATE ALL; RETURN NULL; END'",
                "CREATE TRIGGER leave AFTER INSERT ON audited FOR EACH ROW EXECUTE FUNCTION leave()");
        StatementException failure = failure(
                database.session(session -> session.fetchAll("SELECT 1")
                        .thenCompose(one -> session.execute("INSERT INTO audited VALUES (1)"))
                        .thenCompose(audited -> session.execute("INSERT INTO t VALUES (?)", List.of(2)))),
                StatementException.class);

        assertThat(failure.sqlState()).isPresent();
        assertThat(there.rows()).isEqualTo("1");
        await(insert(2));
        assertThat(there.rows()).isEqualTo("1,2");
    }

    @Test
    @Tag("pgbouncer")
    void behindPgBouncerNothingIsKept() {
        try (PgBouncer pooler = PgBouncer.inFrontOf(PostgresServer.shared());
                ProxiedPostgres pooled = new ProxiedPostgres(PostgresServer.shared(), pooler);
                Database database = pooled.connect(1)) {
            pooled.execute("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS 'BEGIN DEALLOCATE ALL; END'");
            for (int i = 0; i < 3; i++) {
                int id = i;
                await(database.fetchAll("SELECT forget()"));
                await(database.session(session -> session.execute("INSERT INTO t VALUES (?)", List.of(id))
                        .thenCompose(done -> session.fetchAll("SELECT * FROM t"))));
            }
            assertThat(pooled.rows()).isEqualTo("0,1,2");
        }
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
