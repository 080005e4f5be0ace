package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.Database;
import io.databased.Isolation;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Success means committed, whatever the server does in place of committing. */
final class CommitTrustTest {
    private static final String CHECK = "SAVEPOINT databased_check";

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(2);

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        there.close();
    }

    @Test
    @Tag("R15")
    @Tag("N10")
    void transactionThatFailedBehindTheSessionsBackIsNotCommitted() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        failure(byHand(session, "SELECT 1/0"), PgException.class);

        StatementException failure = failure(session.commit(), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failure.sqlState()).contains("25P02");
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Tag("R15")
    void transactionThatWasEndedBehindTheSessionsBackIsNotCommitted() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        await(byHand(session, "ROLLBACK"));

        StatementException failure = failure(session.commit(), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(failure.sqlState()).contains("25P01");
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Tag("R15")
    void onlySessionThatGaveItsConnectionAwayIsCheckedAtCommit() {
        await(database.session(session -> session.execute("INSERT INTO t VALUES (1)")
                .thenCompose(inserted -> byHand(session, "INSERT INTO t VALUES (2)"))));
        assertThat(there.proxy.traffic().texts()).contains(CHECK);
        LeakCheck.assertIdle(database);
        there.proxy.traffic().reset();

        await(database.session(session -> session.execute("INSERT INTO t VALUES (3)")));

        assertThat(there.proxy.traffic().texts()).contains("COMMIT").doesNotContain(CHECK);
        assertThat(there.rows()).isEqualTo("1,2,3");
    }

    private static CompletableFuture<?> byHand(Session session, String sql) {
        return session.unwrap(PgConnection.class)
                .thenCompose(driver -> driver.query(sql).execute().toCompletionStage());
    }

    @Test
    @Tag("R15")
    @Tag("N11")
    void constraintThatIsCheckedAtCommitRollsBack() {
        there.execute("CREATE TABLE child (t int REFERENCES t DEFERRABLE INITIALLY DEFERRED)");

        StatementException failure = failure(
                database.session(session -> session.execute("INSERT INTO child VALUES (1)")), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(failure.sqlState()).contains("23503");
        assertThat(there.look("SELECT count(*) FROM child")).isEqualTo("0");
        await(database.session(session -> session.execute("INSERT INTO t VALUES (1)")));
        assertThat(database.stats().turnover().created()).isEqualTo(1); // the connection is as good as before
    }

    /** Both read what the other one writes, so the second that commits has read too early. */
    private CompletableFuture<?> crossed(RetryPolicy retry, AtomicInteger runs) {
        SessionOptions options =
                SessionOptions.defaults().withIsolation(Isolation.SERIALIZABLE).withRetry(retry);
        return database.session(
                options,
                session -> session.fetchAll("SELECT * FROM t")
                        .thenCompose(read -> runs.incrementAndGet() > 1
                                ? CompletableFuture.completedFuture(null)
                                : database.session(
                                        options,
                                        other -> other.fetchAll("SELECT * FROM t")
                                                .thenCompose(alsoRead -> other.execute("INSERT INTO t VALUES (1)"))
                                                .thenCompose(inserted -> session.execute("INSERT INTO t VALUES (2)"))))
                        .thenCompose(done -> runs.get() > 1
                                ? session.execute("INSERT INTO t VALUES (2)")
                                : CompletableFuture.completedFuture(null)));
    }

    @Test
    @Tag("R15")
    @Tag("N11")
    void serializationFailureAtCommitRollsBackAndMayBeRetried() {
        StatementException failure = failure(crossed(RetryPolicy.NONE, new AtomicInteger()), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.SERIALIZATION);
        assertThat(failure.kind().retryable()).isTrue();
        assertThat(failure.sqlState()).contains("40001");
        assertThat(failure.sql()).contains("COMMIT");
        assertThat(there.rows()).isEqualTo("1");
    }

    @Test
    @Tag("R18")
    void serializationFailureAtCommitIsRetried() {
        AtomicInteger runs = new AtomicInteger();

        Futures.await(crossed(RetryPolicy.of(3), runs));

        assertThat(runs).hasValue(2);
        assertThat(there.rows()).isEqualTo("1,2");
    }

    /** Distributed databases say so of their own COMMIT; here a trigger does. */
    @Test
    @Tag("R18")
    void commitOfWhichTheServerKnowsNoOutcomeIsNotRunAgain() {
        Futures.await(database.execute("CREATE FUNCTION doubt() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'result is ambiguous' USING ERRCODE = '40003'; END $$"));
        Futures.await(database.execute("CREATE CONSTRAINT TRIGGER doubt AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION doubt()"));
        AtomicInteger runs = new AtomicInteger();

        CommitOutcomeUnknownException unknown = failure(
                database.session(SessionOptions.defaults().withRetry(RetryPolicy.of(3)), session -> {
                    runs.incrementAndGet();
                    return session.execute("INSERT INTO t VALUES (1)");
                }),
                CommitOutcomeUnknownException.class);

        assertThat(unknown).hasMessageContaining("statement completion unknown");
        assertThat(runs).hasValue(1);
    }
}
