package io.databased.junit.test;

import static io.databased.Sql.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Row;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.junit.DatabasedExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test that ends before what it began, or that does not look how that ended, fails. */
class WhatIsLeftTest {
    private static final String BAD = "INSERT INTO nowhere VALUES (1)";
    private static final String ENDLESS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @Test
    void failuresThatNobodyLooksAtFailTheTest() {
        assertThat(Samples.failures(Careless.class))
                .hasSize(6)
                .allMatch(failure -> failure.contains("never looked at a failure"))
                .allMatch(failure -> failure.contains("WhatIsLeftTest.java:"))
                .allMatch(failure -> failure.contains("no such table: nowhere"));
    }

    @Test
    void failuresThatAreLookedAtDoNot() {
        assertThat(Samples.failures(Careful.class)).isEmpty();
    }

    @Test
    void whatGoesOnFailsTheTest() {
        assertThat(Samples.failures(Hasty.class))
                .hasSize(3)
                .allMatch(failure -> failure.contains("had not ended when the test did"))
                .allMatch(failure -> failure.contains("WhatIsLeftTest.java:"));
    }

    @Test
    void errorsTellTheLineOfTheTest() {
        assertThat(Samples.failures(Lines.class)).isEmpty();
    }

    private static final class Rows implements Flow.Subscriber<Row> {
        private final CompletableFuture<Flow.Subscription> first = new CompletableFuture<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription rows) {
            subscription = rows;
            rows.request(1);
        }

        @Override
        public void onNext(Row row) {
            first.complete(subscription);
        }

        @Override
        public void onError(Throwable failure) {
            first.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {}
    }

    /** Asking whether it is done is not looking. */
    private static void ended(CompletableFuture<?> future) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!future.isDone() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    static class Careless {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        @Test
        void statement(Database database) {
            ended(database.execute(BAD));
        }

        @Test
        void fetch(Database database) {
            ended(database.fetchAll("SELECT * FROM nowhere"));
        }

        @Test
        void batch(Database database) {
            ended(database.executeMany("INSERT INTO nowhere VALUES (?)", List.of(List.of(1))));
        }

        @Test
        void session(Database database) {
            ended(database.session(session -> session.execute(BAD)));
        }

        @Test
        void injectedSession(Session session) {
            var unused = session.execute(BAD);
            assertThat(session.execute("SELECT 1")).failsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void sessionByHand(Database database) {
            Session session = database.session().open().join();
            var unused = session.execute(BAD);
            var follows = session.execute("SELECT 1");
            assertThat(session.commit()).failsWithin(60, TimeUnit.SECONDS);
            session.close().join();
        }
    }

    static class Careful {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        @Test
        void waits(Database database) {
            assertThatThrownBy(() -> database.execute(BAD).join()).hasCauseInstanceOf(StatementException.class);
            assertThat(database.execute(BAD)).failsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void chains(Database database) throws Exception {
            assertThat(database.execute(BAD).handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(StatementException.class);
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            var unused = database.execute(BAD).whenComplete((done, failure) -> told.complete(failure));
            assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(StatementException.class);
        }

        @Test
        void composes(Database database) {
            assertThat(CompletableFuture.completedFuture(1).thenCompose(one -> database.execute(BAD)))
                    .failsWithin(60, TimeUnit.SECONDS);
            assertThat(CompletableFuture.completedFuture(1).thenCombine(database.execute(BAD), (one, done) -> one))
                    .failsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void waitsForAll(Database database) {
            CompletableFuture<?> bad = database.execute(BAD);
            CompletableFuture<?> another = database.fetchAll("SELECT 1");
            another.join();
            ended(bad);
            assertThat(CompletableFuture.allOf(bad, another)).failsWithin(60, TimeUnit.SECONDS);
            assertThat(CompletableFuture.anyOf(database.execute(BAD))).failsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void asksWhetherItFailed(Database database) {
            CompletableFuture<?> bad = database.execute(BAD);
            ended(bad);
            assertThat(bad.isCompletedExceptionally()).isTrue();
        }

        @Test
        void cancels(Database database, Session session) {
            var unused = session.fetchAll(ENDLESS);
            session.cancel().join();
            database.fetchAll(ENDLESS).cancel(true);
            assertThat(database.fetchAll(ENDLESS).orTimeout(50, TimeUnit.MILLISECONDS))
                    .failsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void seesAValue(Database database) {
            Session session = database.session();
            assertThat(session.open().join()).isSameAs(session).isEqualTo(session);
            assertThat(session.close()).succeedsWithin(60, TimeUnit.SECONDS);
            assertThat(database.fetchAll("SELECT 1").thenApply(List::size)).succeedsWithin(60, TimeUnit.SECONDS);
        }

        @Test
        void endsStreams(Database database) {
            Rows rows = new Rows();
            database.stream(sql("SELECT 1 UNION ALL SELECT 2")).subscribe(rows);
            rows.first.join().cancel();
        }
    }

    static class Hasty {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        @Test
        void leavesAStatement(Database database) {
            var unused = database.fetchAll(ENDLESS);
        }

        @Test
        void leavesAStream(Database database) {
            Rows rows = new Rows();
            database.stream(sql("SELECT 1 UNION ALL SELECT 2")).subscribe(rows);
            rows.first.join();
        }

        @Test
        void leavesAChild(BlockingSession session) {
            session.transaction().open();
        }
    }

    static class Lines {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        @Test
        void ofFutures(Database database) {
            assertThatThrownBy(() -> database.execute(BAD).join()).hasMessageContaining("; at WhatIsLeftTest$Lines.");
        }

        @Test
        void ofBlockingCalls(Database database) {
            assertThatThrownBy(() -> database.blocking().execute(BAD))
                    .hasMessageContaining("; at WhatIsLeftTest$Lines.");
        }

        @Test
        void ofSessions(BlockingSession session) {
            assertThatThrownBy(() -> session.fetchExactlyOne("SELECT 1 WHERE 1 = 2"))
                    .hasMessageContaining("; at WhatIsLeftTest$Lines.");
        }
    }
}
